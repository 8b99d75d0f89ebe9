// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/route_reply.h"

#include <algorithm>
#include <arpa/inet.h>
#include <climits>
#include <cstring>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace pptp {
namespace {

constexpr std::size_t Alignment = 4; ///< Of everything in netlink.

/// Takes a header from the front, with the bytes that align what follows it.
template <class Header>
std::optional<Header> take(std::span<const std::byte>& bytes)
{
    static_assert(sizeof(Header) % Alignment == 0);
    Header header{};
    if (bytes.size() < sizeof header)
        return std::nullopt;
    std::memcpy(&header, bytes.data(), sizeof header);
    bytes = bytes.subspan(sizeof header);
    return header;
}

struct Attribute {
    int type = 0;
    std::span<const std::byte> value;
};

std::optional<Attribute> takeAttribute(std::span<const std::byte>& bytes)
{
    const auto header = take<rtattr>(bytes);
    if (!header || header->rta_len < sizeof *header || header->rta_len - sizeof *header > bytes.size())
        return std::nullopt;
    const std::size_t length = header->rta_len - sizeof *header;
    const Attribute attribute{header->rta_type & NLA_TYPE_MASK, bytes.first(length)};
    const std::size_t padded = (length + Alignment - 1) / Alignment * Alignment;
    bytes = bytes.subspan(std::min(padded, bytes.size())); // the last one may lack its padding
    return attribute;
}

std::optional<std::uint32_t> number(std::span<const std::byte> value)
{
    std::uint32_t result = 0;
    if (value.size() < sizeof result)
        return std::nullopt;
    std::memcpy(&result, value.data(), sizeof result);
    return result;
}

std::optional<Ipv4Address> address(std::span<const std::byte> value)
{
    const auto bits = number(value);
    return bits ? std::optional(Ipv4Address{ntohl(*bits)}) : std::nullopt;
}

int interfaceIndex(std::span<const std::byte> value)
{
    const auto index = number(value).value_or(0);
    return index <= INT_MAX ? static_cast<int>(index) : 0;
}

RouteLookup::Type typeOf(unsigned char type, bool overIpv6)
{
    if (type == RTN_UNICAST && !overIpv6)
        return RouteLookup::Type::Unicast;
    return type == RTN_LOCAL ? RouteLookup::Type::Local : RouteLookup::Type::Other;
}

} // namespace

std::optional<ListedRoute> decodeListedRoute(std::span<const std::byte> message)
{
    auto bytes = message;
    const auto header = take<nlmsghdr>(bytes);
    if (!header || header->nlmsg_type != RTM_NEWROUTE || header->nlmsg_len < sizeof *header ||
        header->nlmsg_len > message.size())
        return std::nullopt;
    bytes = bytes.first(header->nlmsg_len - sizeof *header);
    const auto route = take<rtmsg>(bytes);
    if (!route || route->rtm_family != AF_INET)
        return std::nullopt;

    ListedRoute listed;
    RouteLookup& lookup = listed.way;
    lookup.matchedPrefixLength = route->rtm_dst_len;
    lookup.matchedProtocol = route->rtm_protocol;
    if (route->rtm_table != RT_TABLE_UNSPEC)
        lookup.matchedTable = route->rtm_table;
    bool overIpv6 = false; // a gateway that HostRoute cannot name
    while (const auto attribute = takeAttribute(bytes)) {
        switch (attribute->type) {
        case RTA_OIF:
            lookup.interfaceIndex = interfaceIndex(attribute->value);
            break;
        case RTA_GATEWAY:
            lookup.gateway = address(attribute->value);
            break;
        case RTA_PREFSRC:
            lookup.preferredSource = address(attribute->value);
            break;
        case RTA_DST:
            listed.destination.address = address(attribute->value).value_or(Ipv4Address{});
            break;
        case RTA_PRIORITY:
            listed.metric = number(attribute->value).value_or(0);
            break;
        case RTA_TABLE: // larger than the header's byte can be
            lookup.matchedTable = number(attribute->value).value_or(lookup.matchedTable);
            break;
        case RTA_VIA:
            overIpv6 = true;
            break;
        default:
            break;
        }
    }
    lookup.type = typeOf(route->rtm_type, overIpv6);
    listed.destination.prefixLength = lookup.matchedPrefixLength;
    return listed;
}

std::optional<RouteLookup> decodeRouteReply(std::span<const std::byte> message)
{
    const auto listed = decodeListedRoute(message);
    return listed ? std::optional(listed->way) : std::nullopt;
}

} // namespace pptp
