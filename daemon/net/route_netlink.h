// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The three questions to the kernel's IPv4 routing table that a host route needs (rtnetlink(7)).
///
/// Each is one exchange on a socket of its own, so that no late answer is ever taken for another's. The
/// kernel answers within the call; a receive timeout stands behind that.
#pragma once

#include "common/error.h"
#include "daemon/net/route_plan.h"

#include <optional>

namespace pptp {

/// How the kernel would send to this address now. NoRoute if it would not.
[[nodiscard]] Result<RouteLookup> lookUpRoute(Ipv4Address destination, std::optional<Ipv4Address> source);

/// False if a route has this place already; it is left alone.
[[nodiscard]] Result<bool> addRoute(const HostRoute& route);

/// Removes exactly this route: destination, interface, gateway, source and our protocol number must all
/// match. False if there is none (any more).
[[nodiscard]] Result<bool> deleteRoute(const HostRoute& route);

} // namespace pptp
