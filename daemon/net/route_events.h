// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads what the kernel tells about routes, links and addresses: whether a way to a server may have changed.
#pragma once

#include <cstddef>
#include <span>

namespace pptp {

/// What one receive on the socket brought: messages of rtnetlink(7), one behind the other. False if all of
/// it is about our own routes, cached ones, IPv6 or something else; true if in doubt, and for what is cut
/// off.
[[nodiscard]] bool mayMoveUplinks(std::span<const std::byte> messages);

} // namespace pptp
