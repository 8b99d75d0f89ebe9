// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// How long the packets in a tunnel may be so that those around them are not cut on the way to the server.
#pragma once

#include <cstdint>
#include <optional>

namespace pptp {

/// An IP header of 20 bytes, GRE with both numbers of RFC 2637 (16), and PPP's FF 03 with its protocol (4).
/// What MPPE needs, pppd subtracts from the interface's MTU by itself.
inline constexpr std::uint32_t PptpOverhead = 40;

/// What the kernel knows of the path of a connected socket.
[[nodiscard]] std::optional<std::uint32_t> pathMtu(int socket);

/// For a profile's mtu or mru: itself, or for "auto" what the path leaves, 576 to 1500; 1400 if nobody knows.
[[nodiscard]] std::uint16_t packetSize(std::uint16_t wanted, std::optional<std::uint32_t> path);

} // namespace pptp
