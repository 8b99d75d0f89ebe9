// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/route_events.h"

#include "daemon/net/route_plan.h"

#include <algorithm>
#include <cstring>
#include <linux/rtnetlink.h>
#include <optional>
#include <sys/socket.h>

namespace pptp {
namespace {

template <class Header>
std::optional<Header> read(std::span<const std::byte> bytes)
{
    Header header{};
    if (bytes.size() < sizeof header)
        return std::nullopt;
    std::memcpy(&header, bytes.data(), sizeof header);
    return header;
}

bool isForeignRoute(std::span<const std::byte> body)
{
    const auto route = read<rtmsg>(body);
    return !route || (route->rtm_family == AF_INET && route->rtm_protocol != OurRouteProtocol &&
                      (route->rtm_flags & RTM_F_CLONED) == 0);
}

bool isIpv4Address(std::span<const std::byte> body)
{
    const auto address = read<ifaddrmsg>(body);
    return !address || address->ifa_family == AF_INET;
}

bool mayMove(std::uint16_t type, std::span<const std::byte> body)
{
    switch (type) {
    case RTM_NEWROUTE:
    case RTM_DELROUTE:
        return isForeignRoute(body);
    case RTM_NEWADDR:
    case RTM_DELADDR:
        return isIpv4Address(body);
    case RTM_NEWLINK:
    case RTM_DELLINK:
    case RTM_NEWRULE:
    case RTM_DELRULE:
        return true;
    default:
        return false;
    }
}

} // namespace

bool mayMoveUplinks(std::span<const std::byte> messages)
{
    while (!messages.empty()) {
        const auto header = read<nlmsghdr>(messages);
        if (!header || header->nlmsg_len < sizeof *header || header->nlmsg_len > messages.size())
            return true;
        if (mayMove(header->nlmsg_type, messages.subspan(sizeof *header, header->nlmsg_len - sizeof *header)))
            return true;
        const std::size_t padded = (std::size_t{header->nlmsg_len} + 3) / 4 * 4;
        messages = messages.subspan(std::min(padded, messages.size()));
    }
    return false;
}

} // namespace pptp
