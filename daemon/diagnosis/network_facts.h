// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What a diagnosis wants to know of this machine's network: asked of the kernel at one moment.
#pragma once

#include "common/ipv4_address.h"
#include "common/ipv4_network.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pptp {

struct LocalNetwork {
    Ipv4Network network;
    std::string interface;

    bool operator==(const LocalNetwork&) const = default;
};

struct NetworkInterface {
    int index = 0;
    std::string name;
    std::uint32_t mtu = 0;
    bool ppp = false;     ///< By its kind, whatever it is called.
    bool running = false; ///< Up, with a carrier.

    bool operator==(const NetworkInterface&) const = default;
};

/// At most 1,024 of them are looked at.
[[nodiscard]] std::vector<NetworkInterface> listInterfaces();
/// The networks that are reached without a gateway, by the main table; point-to-point links and loopback are
/// left out.
[[nodiscard]] std::vector<LocalNetwork> listLocalNetworks(const std::vector<NetworkInterface>& interfaces);

/// Of all established TCP connections of this network namespace to that port, whose end they are: the
/// addresses of the servers, one for each connection.
[[nodiscard]] std::vector<Ipv4Address> connectionsToPort(std::uint16_t port);

/// The interface's reverse-path filter in force: 0 off, 1 strict, 2 loose. Nothing if the kernel does not
/// say.
[[nodiscard]] std::optional<int> reversePathFilter(int interfaceIndex);

} // namespace pptp
