// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The master side of the terminal behind which pppd sits: PPP frames out, bytes in, nothing that blocks.
#pragma once

#include "common/unique_fd.h"
#include "worker/gre/hdlc.h"
#include "worker/io/ppp_port.h"
#include "worker/time_point.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

namespace pptp {

enum class PtyFraming {
    Asynchronous, ///< A stream of bytes in the framing of RFC 1662.
    Synchronous,  ///< One bare frame in each read and each write.
};

using PtyInput = PppInput;

/// Frames for pppd wait here until pppd has said something: what is written before it has set its line
/// discipline is lost at that moment, and the peer's first Configure-Request with it, which costs the three
/// seconds until the peer repeats it. A pppd that waits for the peer (`silent`) is served after HoldLimit.
class PtyPort final : public PppPort {
public:
    static constexpr std::chrono::milliseconds HoldLimit{1000};
    /// The terminal gives at most 4,095 bytes at once, and less when its kernel thread is still busy with the
    /// rest. From here on it is worth a further read.
    static constexpr std::size_t LargeRead = 2048;
    /// A burst of all that can be held back for its order, escaped, fits.
    static constexpr std::size_t MaxPendingBytes = 1024 * 1024;
    static constexpr std::size_t MaxFrame = 4096;
    /// The shortest frame is a protocol, compressed, and one byte.
    static constexpr std::size_t MinFrame = 2;

    PtyPort(UniqueFd master, PtyFraming framing) : m_master(std::move(master)), m_framing(framing) {}

    [[nodiscard]] PtyInput read() override;
    /// Whether the last read gave so much that the terminal may well have more.
    [[nodiscard]] bool hasMore() const override { return m_hasMore; }
    [[nodiscard]] std::optional<std::span<const std::byte>> nextFrame() override;

    /// A batch of frames costs one write.
    void deliver(std::span<const std::byte> frame, TimePoint now) override;
    void flush() override;
    /// The terminal has room again for what it did not take.
    void onWritable() override;
    void onTimer(TimePoint now) override;
    [[nodiscard]] std::optional<TimePoint> deadline() const override;

    [[nodiscard]] bool wantsWrite() const override { return m_released && pendingBytes() != 0; }
    [[nodiscard]] std::size_t pendingBytes() const override { return m_end - m_written; }
    [[nodiscard]] std::uint64_t droppedFrames() const override { return m_dropped; }
    /// A wrong checksum, too short, cut off.
    [[nodiscard]] std::uint64_t invalidFrames() const override;
    [[nodiscard]] std::uint64_t shortFrames() const override
    {
        return m_shortFrames + m_decoder.dropped().tooShort;
    }
    [[nodiscard]] std::size_t lastShortFrame() const override
    {
        return m_framing == PtyFraming::Synchronous ? m_lastShortFrame : m_decoder.lastShortFrame();
    }

    [[nodiscard]] int fd() const override { return m_master.get(); }

private:
    void release();
    [[nodiscard]] std::optional<std::span<const std::byte>> nextSynchronousFrame();
    [[nodiscard]] std::span<std::byte> roomFor(std::size_t bytes);
    [[nodiscard]] bool write();

    UniqueFd m_master;
    PtyFraming m_framing;
    std::array<std::byte, MaxFrame + 1> m_buffer{}; ///< Filled whole by what is no frame any more.
    std::span<const std::byte> m_unread;            ///< Of m_buffer.
    bool m_hasMore = false;
    HdlcDecoder m_decoder;
    std::uint64_t m_shortFrames = 0; ///< Synchronous ones, as the next.
    std::uint64_t m_longFrames = 0;
    std::size_t m_lastShortFrame = 0;
    std::vector<std::byte> m_pending;     ///< Grows to what was ever needed; only a part of it is in use.
    std::size_t m_written = 0;            ///< Of m_pending, up to where pppd has it.
    std::size_t m_end = 0;                ///< Of m_pending, up to where there is something.
    std::deque<std::size_t> m_frameSizes; ///< Of m_pending, if synchronous.
    std::optional<TimePoint> m_holdEnd;
    bool m_released = false;
    bool m_isBlocked = false; ///< The terminal was full.
    std::uint64_t m_dropped = 0;
};

} // namespace pptp
