// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Learns from the kernel what a socket had no room for (SO_RXQ_OVFL).
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <sys/socket.h>

namespace pptp {

/// Room for what the kernel tells with a datagram.
inline constexpr std::size_t QueueOverflowBytes = CMSG_SPACE(sizeof(std::uint32_t));

/// A kernel that cannot count what it drops is no reason to have no tunnel.
inline void countQueueOverflow(int socket)
{
    const int on = 1;
    (void)::setsockopt(socket, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on);
}

/// How many datagrams the kernel had dropped when it queued this one, from the socket's beginning, modulo
/// 2^32; it says so only from the first one on.
inline std::optional<std::uint32_t> droppedUntil(msghdr& message)
{
    for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
         header = CMSG_NXTHDR(&message, header)) {
        std::uint32_t dropped = 0;
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SO_RXQ_OVFL ||
            header->cmsg_len < CMSG_LEN(sizeof dropped))
            continue;
        std::memcpy(&dropped, CMSG_DATA(header), sizeof dropped);
        return dropped;
    }
    return std::nullopt;
}

} // namespace pptp
