// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The GRE socket: datagrams in and out, and errors that are counted and never the end of anything.
#pragma once

#include "common/unique_fd.h"
#include "common/worker_records.h"
#include "worker/gre/gre_engine.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace pptp {

/// One of a batch that was read.
struct GreDatagram {
    std::span<const std::byte> bytes; ///< From the IP header on.
    std::uint32_t droppedBefore = 0;  ///< Datagrams for which the kernel had no room, between the one before
                                      ///< and this one.
};

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

    static constexpr std::size_t MaxBatch = 64;
    /// The longest frame that pppd is given, with its headers. A longer datagram, put together from
    /// fragments, is cut off and then shorter than it claims.
    static constexpr std::size_t MaxDatagram = 4096 + 128;

    /// The socket is connected, non-blocking, and if it is raw has IP_RECVERR.
    explicit GrePort(UniqueFd socket);
    GrePort(GrePort&&) noexcept;
    GrePort& operator=(GrePort&&) noexcept;
    ~GrePort();

    /// What waits now, at most MaxBatch datagrams, valid until the next call; nothing when none waits.
    [[nodiscard]] std::span<const GreDatagram> receive();
    [[nodiscard]] SendOutcome send(std::span<const std::byte> packet);
    /// Returns how many the system took; the one after them it refused.
    [[nodiscard]] std::size_t send(std::span<OutgoingPacket> packets);

    /// Takes what ICMP errors left on the socket, up to a limit: a flood of them has its turn like all else.
    void readErrorQueue();
    /// The errors since the last call.
    [[nodiscard]] GreErrors takeErrors() { return std::exchange(m_errors, {}); }

    [[nodiscard]] int fd() const { return m_socket.get(); }

private:
    struct Receiver;
    struct Sender;

    [[nodiscard]] std::size_t sendSome(std::span<OutgoingPacket> packets);
    [[nodiscard]] bool readQueuedError();
    void onIcmpError(const IcmpSeen& seen);

    UniqueFd m_socket;
    std::unique_ptr<Receiver> m_receiver;
    std::unique_ptr<Sender> m_sender;
    GreErrors m_errors;
    std::vector<std::pair<std::uint8_t, std::uint8_t>> m_icmpKinds; ///< Type and code of all so far.
};

} // namespace pptp
