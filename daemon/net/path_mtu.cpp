// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/path_mtu.h"

#include "common/profile.h"

#include <algorithm>
#include <netinet/in.h>
#include <sys/socket.h>

namespace pptp {

std::optional<std::uint32_t> pathMtu(int socket)
{
    int mtu = 0;
    socklen_t size = sizeof mtu;
    if (::getsockopt(socket, IPPROTO_IP, IP_MTU, &mtu, &size) != 0 || mtu <= 0)
        return std::nullopt;
    return static_cast<std::uint32_t>(mtu);
}

std::uint16_t packetSize(std::uint16_t wanted, std::optional<std::uint32_t> path)
{
    constexpr std::uint32_t Smallest = 576;
    constexpr std::uint32_t Largest = 1500;
    if (wanted != AutomaticPacketSize)
        return wanted;
    if (!path)
        return Profile{}.mtu;
    const std::uint32_t room = *path > PptpOverhead ? *path - PptpOverhead : 0;
    return static_cast<std::uint16_t>(std::clamp(room, Smallest, Largest));
}

} // namespace pptp
