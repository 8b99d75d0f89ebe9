// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/route_plan.h"

namespace pptp {
namespace {

constexpr std::uint8_t HostPrefixLength = 32;

} // namespace

std::optional<HostRoute> planHostRoute(Ipv4Address server, const RouteLookup& lookup)
{
    if (lookup.type != RouteLookup::Type::Unicast || lookup.interfaceIndex <= 0 ||
        lookup.matchedPrefixLength >= HostPrefixLength)
        return std::nullopt;
    return HostRoute{server, lookup.interfaceIndex, lookup.gateway, lookup.preferredSource};
}

bool isAnsweredBy(const RouteLookup& lookup, const HostRoute& ours)
{
    return lookup.type == RouteLookup::Type::Unicast && lookup.matchedPrefixLength == HostPrefixLength &&
           lookup.matchedProtocol == OurRouteProtocol && lookup.interfaceIndex == ours.interfaceIndex &&
           lookup.gateway == ours.gateway;
}

} // namespace pptp
