// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The control connection's socket: bytes in, whole messages out, each alone in its segment.
#pragma once

#include "common/gre_stats.h"
#include "common/unique_fd.h"

#include <array>
#include <cstddef>
#include <deque>
#include <span>
#include <vector>

namespace pptp {

struct TcpInput {
    std::span<const std::byte> bytes{}; ///< Valid until the next read.
    bool ended = false;
    int systemError = 0; ///< With ended: 0 for the end of file.
};

class TcpPort {
public:
    /// What may wait for a peer that does not read: about a hundred of the largest messages.
    static constexpr std::size_t MaxPendingBytes = 16 * 1024;

    /// The socket is connected, non-blocking and has TCP_NODELAY.
    explicit TcpPort(UniqueFd socket) : m_socket(std::move(socket)) {}

    [[nodiscard]] TcpInput read();
    /// False if the message would pass the limit of what may wait. A broken connection is not told here but
    /// by read().
    [[nodiscard]] bool send(std::span<const std::byte> message);
    void flush();
    [[nodiscard]] bool wantsWrite() const { return !m_pending.empty(); }

    /// Reads away what is left, because a close with unread bytes resets the connection, and a reset
    /// overtakes what was sent last.
    void close();

    /// What the kernel knows of the way to the server and back, at the price of a system call. Nothing is
    /// added before its first measurement, and after close().
    void addRoundTrip(GreStats& stats) const;

    [[nodiscard]] int fd() const { return m_socket.get(); }

private:
    UniqueFd m_socket;
    std::array<std::byte, 4096> m_buffer{};
    std::deque<std::vector<std::byte>> m_pending; ///< Messages, the first one perhaps sent in part.
    std::size_t m_pendingBytes = 0;
};

} // namespace pptp
