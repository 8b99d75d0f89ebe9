// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The way to pppd without a terminal: PPP frames in UDP on the loopback, to a channel of the kernel's L2TP.
#pragma once

#include "common/unique_fd.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace pptp {

/// The call that the kernel's end believes to have, in its own words (RFC 2661). The ids are the same in both
/// directions.
struct LoopbackIds {
    std::uint16_t tunnel = 0;
    std::uint16_t session = 0;
};

/// The kernel takes what it is sent while it is sent: nothing waits here, and there is no end to be full.
class LoopbackPort {
public:
    static constexpr std::size_t MaxBatch = 64;
    static constexpr std::size_t MaxFrame = 2048;
    /// The shortest frame is a protocol, compressed, and one byte.
    static constexpr std::size_t MinFrame = 2;

    /// The socket is connected and non-blocking.
    LoopbackPort(UniqueFd socket, LoopbackIds ids);
    ~LoopbackPort();

    /// Reads a batch. To be called when there are no frames left of the last one. False: nothing was there.
    [[nodiscard]] bool read();
    /// Whether the last batch was a full one, so that there is likely to be a next.
    [[nodiscard]] bool hasMore() const { return m_count == MaxBatch; }
    /// The next good frame of what was read, valid until the next read(); bad ones are left out and counted.
    [[nodiscard]] std::optional<std::span<const std::byte>> nextFrame();

    /// Copies a frame behind those that wait for flush().
    void deliver(std::span<const std::byte> frame);
    void flush();

    /// Frames for pppd that were too long, or that the system refused.
    [[nodiscard]] std::uint64_t droppedFrames() const { return m_dropped; }
    /// Datagrams that were no frame of this call, or too short or too long a one.
    [[nodiscard]] std::uint64_t invalidFrames() const { return m_invalid; }
    /// Those of them that were too short.
    [[nodiscard]] std::uint64_t shortFrames() const { return m_short; }

    [[nodiscard]] int fd() const { return m_socket.get(); }

private:
    struct Receiver;
    struct Sender;

    [[nodiscard]] std::optional<std::span<const std::byte>> frameOf(std::size_t index);
    void sendRuns();

    UniqueFd m_socket;
    LoopbackIds m_ids;
    std::size_t m_count = 0; ///< Of the datagrams that were read.
    std::size_t m_next = 0;
    bool m_segmenting = true; ///< Until the system refuses.
    std::uint64_t m_dropped = 0;
    std::uint64_t m_invalid = 0;
    std::uint64_t m_short = 0;
    std::unique_ptr<Receiver> m_receiver;
    std::unique_ptr<Sender> m_sender;
};

} // namespace pptp
