// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Decides which routes and rules a connected tunnel needs, and whether they would lead it into itself.
#pragma once

#include "common/ipv4_network.h"
#include "common/profile.h"
#include "daemon/net/route_plan.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pptp {

/// A route into a tunnel's interface.
struct TunnelRoute {
    Ipv4Network network;
    int interfaceIndex = 0;
    Ipv4Address source; ///< Our address in the tunnel.
    std::uint32_t metric = 0;
    std::uint32_t table = MainTable;

    bool operator==(const TunnelRoute&) const = default;
};

/// A rule that looks a table up (ip-rule(8)), with our protocol number.
struct RoutingRule {
    std::uint32_t priority = 0;
    std::uint32_t table = 0;
    std::optional<std::uint32_t> exceptMark{}; ///< Packets with this mark are not meant.
    bool ignoresDefaultRoute = false;          ///< What only the table's default route would match goes on.

    auto operator<=>(const RoutingRule&) const = default;
};

/// Before "main" (32766) and after what an administrator or a VPN of another kind usually adds.
inline constexpr std::uint32_t RulePriority = 31157;

/// "10.0.0.0/8" and so on, as the profile has them. The default route is two halves, 0.0.0.0/1 and
/// 128.0.0.0/1: they win over any default route of the main table, whatever its metric, and replace none.
[[nodiscard]] std::vector<TunnelRoute> planTunnelRoutes(const Profile& profile, int interfaceIndex,
                                                        Ipv4Address source);

/// With rule=yes and a mark: packets without the mark look into the tunnel's own table. With a default route
/// the main table comes first, except for its own default: what is on the local networks stays there.
[[nodiscard]] std::vector<RoutingRule> planRules(const Profile& profile);

/// The first of the routes that would carry the tunnel's own packets to its server, given how they get there
/// now: then the tunnel would be routed into itself.
[[nodiscard]] std::optional<Ipv4Network> loopingRoute(Ipv4Address server, const RouteLookup& way,
                                                      std::span<const TunnelRoute> routes);

/// A note of the rules for the next start, one a line: "rule priority=31158 table=5 except-mark=5".
[[nodiscard]] std::string rulesText(std::span<const RoutingRule> rules);
[[nodiscard]] std::optional<std::vector<RoutingRule>> parseRulesText(std::string_view text);

} // namespace pptp
