// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Where packets to a server leave this machine now, told by their source address.
///
/// The address is what matters: a call lives on another interface as long as it keeps that.
#pragma once

#include "daemon/net/server_socket.h"

#include <optional>

namespace pptp {

/// The source that the kernel takes towards the server, with the endpoint's mark and binding. Nothing if
/// there is no route.
[[nodiscard]] std::optional<Ipv4Address> sourceTowards(const ServerEndpoint& endpoint);

/// Where an address of this machine is. Costs more than the way to one server: all interfaces are listed.
struct AddressPlace {
    bool exists = false;  ///< An interface has it, be it up or down.
    bool running = false; ///< One of them is up and has a carrier.
};
[[nodiscard]] AddressPlace placeOf(Ipv4Address address);

/// Whether something can be sent from there. An address that no interface has is of a range that is routed to
/// this machine as a whole.
[[nodiscard]] bool isUsable(const AddressPlace& place);

} // namespace pptp
