// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the TCP and the GRE socket of a tunnel have in common: where from, which mark, what an errno means.
#pragma once

#include "common/error.h"
#include "common/ipv4_address.h"
#include "common/unique_fd.h"

#include <cstdint>
#include <optional>
#include <string>

namespace pptp {

/// Where TCP and GRE of one tunnel go, and how.
struct ServerEndpoint {
    Ipv4Address address;
    std::uint16_t port = 1723;
    std::optional<Ipv4Address> localBind;
    std::uint32_t routeMark = 0;
};

/// Non-blocking and close-on-exec, marked and bound as the endpoint says.
[[nodiscard]] Result<UniqueFd> openServerSocket(int type, int protocol, const ServerEndpoint& endpoint);

/// Calls connect(2): 0, or its errno. The port only matters to TCP.
[[nodiscard]] int connectServerSocket(int socket, const ServerEndpoint& endpoint, std::uint16_t port);

/// The error for an errno of connect(2) or SO_ERROR; the detail says where to and why.
[[nodiscard]] Error connectError(int number, const std::string& where);

/// ConfigureFailed for an errno of any other call.
[[nodiscard]] Error socketError(int number, const std::string& what);

} // namespace pptp
