// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/route_plan.h"

#include <utility>

namespace pptp {
namespace {

constexpr std::uint8_t HostPrefixLength = 32;

} // namespace

std::optional<RouteLookup> wayAround(Ipv4Address server, std::span<const ListedRoute> routes,
                                     const std::set<int>& tunnelInterfaces)
{
    const ListedRoute* best = nullptr;
    for (const ListedRoute& route : routes) {
        if (route.way.matchedTable != MainTable || !route.destination.contains(server) ||
            route.way.matchedProtocol == OurRouteProtocol ||
            tunnelInterfaces.contains(route.way.interfaceIndex))
            continue;
        const auto rank = [](const ListedRoute& one) {
            return std::pair(one.destination.prefixLength, -std::int64_t{one.metric});
        };
        if (best == nullptr || rank(route) > rank(*best))
            best = &route;
    }
    return best == nullptr ? std::nullopt : std::optional(best->way);
}

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
