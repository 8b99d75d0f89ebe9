// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The way to pppd without a terminal: PPP frames in UDP on the loopback, to a channel of the kernel's L2TP.
#pragma once

#include "common/unique_fd.h"
#include "worker/io/ppp_port.h"

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
class LoopbackPort final : public PppPort {
public:
    static constexpr std::size_t MaxBatch = 64;
    static constexpr std::size_t MaxFrame = 2048;
    /// The shortest frame is a protocol, compressed, and one byte.
    static constexpr std::size_t MinFrame = 2;

    /// The socket is connected and non-blocking.
    LoopbackPort(UniqueFd socket, LoopbackIds ids);
    ~LoopbackPort() override;

    /// A batch; that nobody has the other side open is not to be seen here.
    [[nodiscard]] PppInput read() override;
    [[nodiscard]] bool hasMore() const override { return m_count == MaxBatch; }
    [[nodiscard]] std::optional<std::span<const std::byte>> nextFrame() override;

    void deliver(std::span<const std::byte> frame, TimePoint now) override;
    void flush() override;

    /// Too long, or refused by the system.
    [[nodiscard]] std::uint64_t droppedFrames() const override { return m_dropped; }
    /// Datagrams that were no frame of this call, or too short or too long a one.
    [[nodiscard]] std::uint64_t invalidFrames() const override { return m_invalid; }
    [[nodiscard]] std::uint64_t shortFrames() const override { return m_short; }
    [[nodiscard]] std::size_t lastShortFrame() const override { return m_lastShort; }

    [[nodiscard]] std::uint64_t kernelDropped() const override { return m_kernelDropped; }

    [[nodiscard]] int fd() const override { return m_socket.get(); }

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
    std::size_t m_lastShort = 0;
    std::uint64_t m_kernelDropped = 0;
    std::unique_ptr<Receiver> m_receiver;
    std::unique_ptr<Sender> m_sender;
};

} // namespace pptp
