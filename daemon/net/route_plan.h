// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Decides, from what the kernel answered, which host route to a server has to be added, if any.
#pragma once

#include "common/ipv4_address.h"
#include "common/ipv4_network.h"

#include <cstdint>
#include <optional>
#include <set>
#include <span>

namespace pptp {

/// rtm_protocol of every route that we add: a number that nobody in /etc/iproute2/rt_protos uses.
inline constexpr std::uint8_t OurRouteProtocol = 157;

/// The tables that the kernel has of its own (rtnetlink(7)): 253 default, 254 main, 255 local.
inline constexpr std::uint32_t DefaultTable = 253;
inline constexpr std::uint32_t MainTable = 254;
inline constexpr std::uint32_t LocalTable = 255;

/// The kernel's answer to "how is this address reached".
struct RouteLookup {
    enum class Type { Unicast, Local, Other };
    Type type = Type::Other;
    int interfaceIndex = 0;
    std::optional<Ipv4Address> gateway; ///< None: on link.
    std::optional<Ipv4Address> preferredSource;
    std::uint8_t matchedPrefixLength = 0; ///< Of the route that answered; 32 is a host route.
    std::uint8_t matchedProtocol = 0;     ///< Who added that route (rtm_protocol).
    std::uint32_t matchedTable = MainTable;

    bool operator==(const RouteLookup&) const = default;
};

struct HostRoute {
    Ipv4Address destination;
    int interfaceIndex = 0;
    std::optional<Ipv4Address> gateway;
    std::optional<Ipv4Address> preferredSource;

    bool operator==(const HostRoute&) const = default;
};

/// A route as a table of the kernel has it.
struct ListedRoute {
    Ipv4Network destination;
    std::uint32_t metric = 0;
    RouteLookup way;

    bool operator==(const ListedRoute&) const = default;
};

/// The route among these of the main table that leads to the server without our doing: none through the
/// interfaces given, none that we added. As the kernel does, it takes the longest prefix, then the lowest
/// metric.
[[nodiscard]] std::optional<RouteLookup> wayAround(Ipv4Address server, std::span<const ListedRoute> routes,
                                                   const std::set<int>& tunnelInterfaces);

/// Nothing when none is needed or none is possible: a host route exists already, the server is this machine,
/// or the way there is nothing that an IPv4 route of ours can repeat.
[[nodiscard]] std::optional<HostRoute> planHostRoute(Ipv4Address server, const RouteLookup& lookup);

/// Whether the kernel's answer is a route that we added before: then a second tunnel shares it.
[[nodiscard]] bool isAnsweredBy(const RouteLookup& lookup, const HostRoute& ours);

} // namespace pptp
