// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/uplink.h"

#include <ifaddrs.h>
#include <memory>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace pptp {

std::optional<Ipv4Address> sourceTowards(const ServerEndpoint& endpoint)
{
    // Connecting a datagram socket sends nothing: the kernel only chooses the route and the source.
    const auto socket = openServerSocket(SOCK_DGRAM, 0, endpoint);
    if (!socket || connectServerSocket(socket->get(), endpoint, endpoint.port) != 0)
        return std::nullopt;
    sockaddr_in local{};
    socklen_t length = sizeof local;
    if (::getsockname(socket->get(), reinterpret_cast<sockaddr*>(&local), &length) != 0)
        return std::nullopt;
    return Ipv4Address{ntohl(local.sin_addr.s_addr)};
}

AddressPlace placeOf(Ipv4Address address)
{
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0)
        return {.exists = true, .running = true}; // in doubt the route decides
    const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(list, &::freeifaddrs);
    AddressPlace place;
    for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
        if (entry->ifa_addr == nullptr || entry->ifa_addr->sa_family != AF_INET)
            continue;
        if (ntohl(reinterpret_cast<const sockaddr_in*>(entry->ifa_addr)->sin_addr.s_addr) != address.value)
            continue;
        place.exists = true;
        place.running = place.running || (entry->ifa_flags & IFF_RUNNING) != 0;
    }
    return place;
}

bool isUsable(const AddressPlace& place)
{
    return place.running || !place.exists;
}

} // namespace pptp
