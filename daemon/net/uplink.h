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
/// there is no route, or if the interface that has the address is down or without a carrier.
[[nodiscard]] std::optional<Ipv4Address> sourceTowards(const ServerEndpoint& endpoint);

/// Whether an interface has this address, be it up or down.
[[nodiscard]] bool isLocalAddress(Ipv4Address address);

} // namespace pptp
