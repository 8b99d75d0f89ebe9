// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Decides, from what the kernel answered, which host route to a server has to be added, if any.
#pragma once

#include "common/ipv4_address.h"

#include <cstdint>
#include <optional>

namespace pptp {

/// rtm_protocol of every route that we add: a number that nobody in /etc/iproute2/rt_protos uses.
inline constexpr std::uint8_t OurRouteProtocol = 157;

/// The kernel's answer to "how is this address reached".
struct RouteLookup {
    enum class Type { Unicast, Local, Other };
    Type type = Type::Other;
    int interfaceIndex = 0;
    std::optional<Ipv4Address> gateway; ///< None: on link.
    std::optional<Ipv4Address> preferredSource;
    std::uint8_t matchedPrefixLength = 0; ///< Of the route that answered; 32 is a host route.
    std::uint8_t matchedProtocol = 0;     ///< Who added that route (rtm_protocol).

    bool operator==(const RouteLookup&) const = default;
};

struct HostRoute {
    Ipv4Address destination;
    int interfaceIndex = 0;
    std::optional<Ipv4Address> gateway;
    std::optional<Ipv4Address> preferredSource;

    bool operator==(const HostRoute&) const = default;
};

/// Nothing when none is needed or none is possible: a host route exists already, the server is this machine,
/// or the way there is nothing that an IPv4 route of ours can repeat.
[[nodiscard]] std::optional<HostRoute> planHostRoute(Ipv4Address server, const RouteLookup& lookup);

/// Whether the kernel's answer is a route that we added before: then a second tunnel shares it.
[[nodiscard]] bool isAnsweredBy(const RouteLookup& lookup, const HostRoute& ours);

} // namespace pptp
