// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Judges what was found out about this machine's network: where the tunnel's packets go, and who else is
/// there.
#pragma once

#include "common/profile.h"
#include "daemon/diagnosis/check.h"
#include "daemon/diagnosis/firewall_rules.h"
#include "daemon/diagnosis/network_facts.h"
#include "daemon/net/route_plan.h"
#include "daemon/tunnel/tunnel_status.h"

#include <set>

namespace pptp {

struct NetworkFacts {
    std::vector<NetworkInterface> interfaces{};
    std::vector<LocalNetwork> networks{};
    std::vector<Ipv4Address> connections{}; ///< To the server's port.
    std::optional<int> reversePathFilter{}; ///< Of the way's interface.
    bool networkManager = false;
};

/// What is this service's of it.
struct OwnTunnels {
    std::set<std::string> interfaces{};
    std::size_t connections = 0; ///< To servers.
};

/// "route": how the server is reached; `server` is none if its name was not found.
[[nodiscard]] Check routeCheck(const Profile& profile, std::optional<Ipv4Address> server,
                               const Result<RouteLookup>& way, const NetworkFacts& facts);
/// "subnet-overlap": networks that are reached through the tunnel, and are here as well.
[[nodiscard]] Check overlapCheck(const Profile& profile, const TunnelStatus& seen, const NetworkFacts& facts);
/// "dns": what the profile wants, against what the server offered.
[[nodiscard]] Check namesCheck(const Profile& profile, const TunnelStatus& seen);
/// "mtu": whether full packets pass the first link of the way.
[[nodiscard]] Check packetSizeCheck(const Profile& profile, const TunnelStatus& seen,
                                    const std::optional<RouteLookup>& way, const NetworkFacts& facts);
/// "conflicts": another PPP link or PPTP client, NetworkManager, a reverse-path filter.
[[nodiscard]] Check conflictsCheck(const Profile& profile, const NetworkFacts& facts, const OwnTunnels& own);
/// "firewall": what of this machine's packet filter is against tunnel data.
[[nodiscard]] Check firewallCheck(const Result<std::vector<FirewallFinding>>& found, bool dataPassed);

} // namespace pptp
