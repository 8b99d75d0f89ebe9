// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads the kernel's answer to "how is this address reached": bytes of rtnetlink(7) to a value.
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

} // namespace pptp
