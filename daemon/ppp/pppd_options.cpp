// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/pppd_options.h"

#include "daemon/ppp/protection.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace pptp {
namespace {

/// pppd reads /etc/ppp/options before these: whatever an administrator may have put there for modems is
/// switched back here, as far as pppd has an option for it.
constexpr auto FixedOptions = std::to_array<std::string_view>({
    // A supervised child on a pseudo-terminal; retrying is the daemon's affair.
    "nodetach",
    "local",
    "nolock",
    "nocrtscts",
    "nopersist",
    "nomultilink",
    "noktune",
    "maxfail",
    "1",
    "holdoff",
    "0",
    "idle",
    "0",
    "logfd",
    "2",
    // The server proves itself through MS-CHAPv2's answer, not by an authentication of its own.
    "noauth",
    "nobsdcomp",
    "nodeflate",
    "nopredictor1",
    "novj",
    // Addresses come from the peer; routes and name servers are set by the daemon. usepeerdns only asks.
    "noipdefault",
    "nodefaultroute",
    "noproxyarp",
    "noipv6",
    "usepeerdns",
    // The first request is often lost, since the server is not listening yet: ask again soon, as long as
    // before.
    "lcp-restart",
    "1",
    "lcp-max-configure",
    "30",
});

// Without CCP there is no MPPE, and pppd then forgets that it was required: the link comes up in the clear.
static_assert(std::ranges::find(FixedOptions, "noccp") == FixedOptions.end());

} // namespace

std::vector<std::string> pppdArguments(const Profile& profile, const PppdLaunch& launch)
{
    std::vector<std::string> arguments;
    if (!launch.ttyPath.empty())
        arguments.push_back(launch.ttyPath);
    arguments.insert(arguments.end(), FixedOptions.begin(), FixedOptions.end());
    const auto add = [&](std::string_view name, std::string value) {
        arguments.emplace_back(name);
        arguments.push_back(std::move(value));
    };
    for (std::string& word : protectionArguments(profile))
        arguments.push_back(std::move(word));
    add("lcp-echo-interval", std::to_string(profile.lcpEchoInterval.count()));
    add("lcp-echo-failure", std::to_string(profile.lcpEchoFailure));
    if (!profile.runPppScripts) {
        add("ip-up-script", "/bin/true");
        add("ip-down-script", "/bin/true");
    } else {
        add("child-timeout", "2"); // for ip-down; we wait a little longer for pppd
    }
    if (profile.synchronous)
        arguments.emplace_back("sync"); // both ends of the pty or none
    add("mtu", std::to_string(profile.mtu));
    add("mru", std::to_string(profile.mru));
    add("ipparam", launch.tunnel);
    add("remotename", launch.tunnel);
    // A word of its own: pppd takes it as it is. Backslashes and blanks mean something only in option files.
    add("user", profile.user);
    add("plugin", launch.pluginPath);
    add("pptp-tunnel-fd", std::to_string(launch.pluginDescriptor)); // known only once the plugin is loaded
    if (profile.runPppScripts)
        arguments.emplace_back("pptp-tunnel-scripts");
    // The last one: the options of terminals are none any more behind it.
    if (launch.linkDescriptor >= 0)
        add("pptp-tunnel-link", std::to_string(launch.linkDescriptor));
    return arguments;
}

} // namespace pptp
