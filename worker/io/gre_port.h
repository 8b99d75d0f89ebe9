// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The GRE socket: datagrams in and out, and errors that are counted and never the end of anything.
#pragma once

#include "common/unique_fd.h"
#include "worker/gre/gre_engine.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

namespace pptp {

class GrePort {
public:
    /// The socket is connected, non-blocking, and if it is raw has IP_RECVERR.
    explicit GrePort(UniqueFd socket) : m_socket(std::move(socket)) {}

    /// The next datagram with its IP header, valid until the next call; nothing when none waits.
    [[nodiscard]] std::optional<std::span<const std::byte>> receive();
    [[nodiscard]] SendOutcome send(std::span<const std::byte> packet);

    /// Empties the error queue, to which ICMP errors go; what was in it counts as errors.
    void drainErrorQueue();
    /// The errors since the last call.
    [[nodiscard]] std::uint64_t takeErrors() { return std::exchange(m_errors, 0); }

    [[nodiscard]] int fd() const { return m_socket.get(); }

private:
    UniqueFd m_socket;
    std::array<std::byte, 65535> m_buffer{}; ///< The largest datagram of IPv4.
    std::uint64_t m_errors = 0;
};

} // namespace pptp
