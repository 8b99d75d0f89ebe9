// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What routes need of the kernel's IPv4 routing tables and rules (rtnetlink(7)).
#pragma once

#include "common/error.h"
#include "daemon/net/route_plan.h"
#include "daemon/net/tunnel_routes.h"

#include <optional>
#include <vector>

namespace pptp {

/// How the kernel would send to this address now, from this source and with this mark (0: none). NoRoute if
/// it would not.
[[nodiscard]] Result<RouteLookup> lookUpRoute(Ipv4Address destination, std::optional<Ipv4Address> source,
                                              std::uint32_t mark = 0);

/// Every IPv4 route of the main table.
[[nodiscard]] Result<std::vector<ListedRoute>> listRoutes();

/// False if a route has this place already; it is left alone.
[[nodiscard]] Result<bool> addRoute(const HostRoute& route);

/// Removes exactly this route: destination, interface, gateway, source and our protocol number must all
/// match. False if there is none (any more).
[[nodiscard]] Result<bool> deleteRoute(const HostRoute& route);

/// The same for a route into a tunnel, which goes by itself when the tunnel's interface does.
[[nodiscard]] Result<bool> addRoute(const TunnelRoute& route);
[[nodiscard]] Result<bool> deleteRoute(const TunnelRoute& route);

/// The same for a rule.
[[nodiscard]] Result<bool> addRule(const RoutingRule& rule);
[[nodiscard]] Result<bool> deleteRule(const RoutingRule& rule);

} // namespace pptp
