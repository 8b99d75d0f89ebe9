// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A PPP channel of the kernel whose packets a worker has: L2TP on the loopback, with the worker as its peer.
#pragma once

#include "common/error.h"
#include "common/unique_fd.h"

#include <cstdint>

namespace pptp {

/// The tunnel in the kernel ends with this object, whoever has copies of its other descriptors. Nobody is
/// told: pppd goes on with a channel that carries nothing, and is ended as with every other path.
class LoopbackChannel {
public:
    /// The id, not 0, is what the kernel calls its tunnel and its session, in both directions. Busy: somebody
    /// has this id, another one may be free. NotSupported: this system has no L2TP in its kernel, or does not
    /// let us have it.
    [[nodiscard]] static Result<LoopbackChannel> open(std::uint16_t id);

    /// For pppd: a connected PPPoX socket.
    [[nodiscard]] int linkFd() const { return m_session.get(); }
    /// For the worker: a connected socket of UDP.
    [[nodiscard]] int workerFd() const { return m_worker.get(); }

private:
    explicit LoopbackChannel(std::uint16_t id) : m_id(id) {}
    [[nodiscard]] Result<void> connectPair();
    [[nodiscard]] Result<void> makeTunnel();
    [[nodiscard]] Result<void> makeSession();
    [[nodiscard]] int connectPppox(int socket, std::uint16_t session) const;

    UniqueFd m_worker;
    UniqueFd m_kernel; ///< The other end, which the kernel's tunnel has taken over and ends with.
    UniqueFd m_tunnel; ///< What made the tunnel.
    UniqueFd m_session;
    std::uint16_t m_id;
};

} // namespace pptp
