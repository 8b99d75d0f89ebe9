// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The GRE socket: datagrams in and out, and errors that are counted and never the end of anything.
#pragma once

#include "common/unique_fd.h"
#include "common/worker_records.h"
#include "worker/gre/gre_engine.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace pptp {

/// What went wrong on the socket, other than in sending, which tells it itself.
struct GreErrors {
    std::uint64_t icmp = 0;            ///< ICMP messages about packets of ours.
    std::uint64_t other = 0;           ///< Errors of the system on reading.
    std::vector<IcmpSeen> firstSeen{}; ///< Of the ICMP messages the first of each type and code.
};

class GrePort {
public:
    /// As many kinds of ICMP are told; there are fewer that can mean us (RFC 792).
    static constexpr std::size_t MaxIcmpKinds = 16;

    /// The socket is connected, non-blocking, and if it is raw has IP_RECVERR.
    explicit GrePort(UniqueFd socket) : m_socket(std::move(socket)) {}

    /// The next datagram with its IP header, valid until the next call; nothing when none waits.
    [[nodiscard]] std::optional<std::span<const std::byte>> receive();
    [[nodiscard]] SendOutcome send(std::span<const std::byte> packet);

    /// Takes what ICMP errors left on the socket, up to a limit: a flood of them has its turn like all else.
    void readErrorQueue();
    /// The errors since the last call.
    [[nodiscard]] GreErrors takeErrors() { return std::exchange(m_errors, {}); }

    [[nodiscard]] int fd() const { return m_socket.get(); }

private:
    [[nodiscard]] bool readQueuedError();
    void onIcmpError(const IcmpSeen& seen);

    UniqueFd m_socket;
    std::array<std::byte, 65535> m_buffer{}; ///< The largest datagram of IPv4.
    GreErrors m_errors;
    std::vector<std::pair<std::uint8_t, std::uint8_t>> m_icmpKinds; ///< Type and code of all so far.
};

} // namespace pptp
