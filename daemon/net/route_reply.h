// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads the kernel's answers to "how is this address reached" and "what routes are there": bytes of
/// rtnetlink(7) to values.
#pragma once

#include "daemon/net/route_plan.h"

#include <cstddef>
#include <optional>
#include <span>

namespace pptp {

/// One message from its header on, as RTM_GETROUTE is answered. Nothing if it is no route of IPv4 or is cut
/// off within its headers; attributes behind one that is damaged count as absent. What the route matched is
/// read like everything else: whether it is there depends on how the kernel was asked.
[[nodiscard]] std::optional<RouteLookup> decodeRouteReply(std::span<const std::byte> message);

/// One message of a table's listing, with what it leads to.
[[nodiscard]] std::optional<ListedRoute> decodeListedRoute(std::span<const std::byte> message);

} // namespace pptp
