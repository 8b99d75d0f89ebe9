// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/profile.h"

#include "common/profile_value.h"

#include <algorithm>
#include <array>
#include <set>
#include <type_traits>

namespace pptp {
namespace {

/// pppd keeps the name in MAXNAMELEN (256) bytes, the last of them a NUL.
constexpr std::int64_t MaxUserBytes = 255;

constexpr auto DataPathWords = std::to_array<std::string_view>({"auto", "kernel", "userspace", "loopback"});
constexpr auto AutoconnectWords = std::to_array<std::string_view>({"no", "boot", "network"});
constexpr auto SecretStorageWords = std::to_array<std::string_view>({"system", "agent", "none"});

template <class Type>
constexpr bool isDuration = false;
template <class Rep, class Period>
constexpr bool isDuration<std::chrono::duration<Rep, Period>> = true;

/// The value has the type that the key's rule makes, and a number is in the range of its member.
template <auto Member>
void set(Profile& profile, const ProfileValue& value)
{
    auto& member = profile.*Member;
    using Type = std::remove_reference_t<decltype(member)>;
    if constexpr (std::is_same_v<Type, std::optional<Ipv4Address>>)
        member = std::get<Ipv4Address>(value);
    else if constexpr (std::is_same_v<Type, bool> || (std::is_class_v<Type> && !isDuration<Type>))
        member = std::get<Type>(value);
    else // numbers, times in their own unit, the places of words
        member = static_cast<Type>(std::get<std::int64_t>(value));
}

/// For a key that says no to what the member says yes to.
template <bool Profile::*Member>
void setOpposite(Profile& profile, const ProfileValue& value)
{
    profile.*Member = !std::get<bool>(value);
}

struct Key {
    std::string_view name;
    ValueRule rule;
    void (*set)(Profile&, const ProfileValue&);
};

using enum ValueType;

/// Every key of the [tunnel] group. Defaults stand in Profile itself.
constexpr std::array keys{
    Key{"server", {Server}, set<&Profile::server>},
    Key{"port", {Integer, 1, 65535}, set<&Profile::port>},
    Key{"user", {Text, 1, MaxUserBytes}, set<&Profile::user>},
    Key{"localbind", {Address}, set<&Profile::localBind>},
    Key{"rtmark", {Mark, 0, 0xffffffff}, set<&Profile::routeMark>},
    Key{"rule", {Boolean}, set<&Profile::rule>},
    Key{"nohostroute", {Boolean}, setOpposite<&Profile::hostRoute>},
    Key{"routes", {Networks, 0, 64}, set<&Profile::routes>},
    Key{"default-route", {Boolean}, set<&Profile::defaultRoute>},
    Key{"route-metric", {Integer, 0, 0xffffffff}, set<&Profile::routeMetric>},
    Key{"netns", {Namespace}, set<&Profile::networkNamespace>},
    Key{"dns", {Dns, 0, 3}, set<&Profile::dns>},
    Key{"search-domains", {Domains, 0, 32}, set<&Profile::searchDomains>},
    Key{"mtu", {PacketSize, 576, 1500}, set<&Profile::mtu>},
    Key{"mru", {PacketSize, 576, 1500}, set<&Profile::mru>},
    Key{"autoconnect", {Word, 0, 0, AutoconnectWords}, set<&Profile::autoconnect>},
    Key{"reconnect", {Boolean}, set<&Profile::reconnect>},
    Key{"reconnect-limit", {Integer, 0, 1000}, set<&Profile::reconnectLimit>},
    Key{"lcp-echo-interval", {Integer, 0, 3600}, set<&Profile::lcpEchoInterval>},
    Key{"lcp-echo-failure", {Integer, 1, 100}, set<&Profile::lcpEchoFailure>},
    Key{"timeout", {Milliseconds, 10, 10'000}, set<&Profile::reorderTimeout>},
    Key{"idle-wait", {Integer, 0, 3600}, set<&Profile::idleWait>},
    Key{"max-echo-wait", {Integer, 1, 3600}, set<&Profile::maxEchoWait>},
    Key{"missing-window", {Integer, 1, 32767}, set<&Profile::missingWindow>},
    Key{"nobuffer", {Boolean}, setOpposite<&Profile::buffering>},
    Key{"sync", {Boolean}, set<&Profile::synchronous>},
    Key{"send-window", {Boolean}, set<&Profile::sendWindow>},
    Key{"phone", {Text, 1, 64}, set<&Profile::phone>},
    Key{"quirks", {Quirks}, set<&Profile::quirks>},
    Key{"secret-storage", {Word, 0, 0, SecretStorageWords}, set<&Profile::secretStorage>},
    Key{"refuse-pap", {Boolean}, setOpposite<&Profile::allowPap>},
    Key{"refuse-chap", {Boolean}, setOpposite<&Profile::allowChap>},
    Key{"refuse-mschap", {Boolean}, setOpposite<&Profile::allowMschap>},
    Key{"refuse-mschapv2", {Boolean}, setOpposite<&Profile::allowMschapV2>},
    Key{"refuse-eap", {Boolean}, setOpposite<&Profile::allowEap>},
    Key{"require-mppe", {Boolean}, set<&Profile::requireMppe>},
    Key{"require-mppe-128", {Boolean}, set<&Profile::requireMppe128>},
    Key{"mppe-stateful", {Boolean}, set<&Profile::allowStatefulMppe>},
    Key{"run-ppp-scripts", {Boolean}, set<&Profile::runPppScripts>},
    Key{"logstring", {Text, 1, 64}, set<&Profile::logString>},
    Key{"loglevel", {Integer, 0, 2}, set<&Profile::logLevel>},
    Key{"debug", {Boolean}, set<&Profile::debug>},
    Key{"test-type", {Integer, 0, 3}, set<&Profile::testType>},
    Key{"test-rate", {Integer, 1, 1'000'000}, set<&Profile::testRate>},
    Key{"data-path", {Word, 0, 0, DataPathWords}, set<&Profile::dataPath>},
    Key{"version", {Version, ProfileVersion, ProfileVersion}, [](Profile&, const ProfileValue&) {}},
};

Result<Profile> parse(std::span<const ProfileEntry> entries, std::span<const std::string_view> required)
{
    if (const auto version = std::ranges::find(entries, "version", &ProfileEntry::first);
        version != entries.end()) {
        if (const auto known = parseProfileValue({Version}, version->second); !known)
            return fail(ErrorCode::InvalidSettings, "version: " + known.error().detail);
    }
    Profile profile;
    std::set<std::string_view> seen;
    for (const auto& [name, text] : entries) {
        const auto key = std::ranges::find(keys, std::string_view(name), &Key::name);
        if (key == keys.end())
            return fail(ErrorCode::InvalidSettings, quotedText(name) + " is not a key of a tunnel");
        if (!seen.insert(key->name).second)
            return fail(ErrorCode::InvalidSettings, name + ": is given twice");
        const auto value = parseProfileValue(key->rule, text);
        if (!value)
            return fail(ErrorCode::InvalidSettings, name + ": " + value.error().detail);
        key->set(profile, *value);
    }
    for (const std::string_view key : required) {
        if (!seen.contains(key))
            return fail(ErrorCode::InvalidSettings, std::string(key) + ": is missing");
    }
    if (profile.debug)
        profile.logLevel = 2;
    return profile;
}

} // namespace

Result<Profile> parseProfile(std::span<const ProfileEntry> entries)
{
    constexpr std::array<std::string_view, 2> required{"server", "user"};
    return parse(entries, required);
}

Result<Profile> parseCallSettings(std::span<const ProfileEntry> entries)
{
    constexpr std::array<std::string_view, 1> required{"server"};
    return parse(entries, required);
}

} // namespace pptp
