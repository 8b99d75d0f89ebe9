// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A PPTP call that the kernel carries: a PPPoX socket that pppd makes a network interface of.
#pragma once

#include "common/error.h"
#include "common/ipv4_address.h"
#include "common/unique_fd.h"
#include "daemon/net/server_socket.h"

#include <cstdint>

namespace pptp {

class KernelChannel {
public:
    /// Binds our call id, so that it is ours on the whole host before the server hears of it. Busy: somebody
    /// has this id, another one may be free. NotSupported: this system has no PPTP in its kernel, or does not
    /// let us have it.
    [[nodiscard]] static Result<KernelChannel> bind(const ServerEndpoint& endpoint, std::uint16_t callId);

    /// To the server's end of the call: from here on the kernel takes its packets, and pppd can have the
    /// descriptor. What came earlier is lost.
    [[nodiscard]] Result<void> connect(std::uint16_t peerCallId);

    [[nodiscard]] int fd() const { return m_socket.get(); }

private:
    KernelChannel(UniqueFd socket, Ipv4Address server) : m_socket(std::move(socket)), m_server(server) {}

    UniqueFd m_socket;
    Ipv4Address m_server;
};

} // namespace pptp
