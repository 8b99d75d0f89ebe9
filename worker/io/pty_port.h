// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The master side of the terminal behind which pppd sits: PPP frames out, bytes in, nothing that blocks.
#pragma once

#include "common/unique_fd.h"
#include "worker/gre/hdlc.h"
#include "worker/time_point.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pptp {

struct PtyInput {
    std::span<const std::byte> bytes{}; ///< Valid until the next read.
    bool closed = false;                ///< Nobody has the other side open any more.
};

/// Frames for pppd wait here until pppd has said something: what is written before it has set its line
/// discipline is lost at that moment, and the peer's first Configure-Request with it, which costs the three
/// seconds until the peer repeats it. A pppd that waits for the peer (`silent`) is served after HoldLimit.
class PtyPort {
public:
    static constexpr std::chrono::milliseconds HoldLimit{1000};
    /// A burst of all that can be held back for its order, escaped, fits.
    static constexpr std::size_t MaxPendingBytes = 1024 * 1024;
    static constexpr std::size_t MaxFrame = 4096;

    explicit PtyPort(UniqueFd master) : m_master(std::move(master)) {}

    [[nodiscard]] PtyInput read();
    void deliver(std::span<const std::byte> frame, TimePoint now);
    void flush();
    void onTimer(TimePoint now);
    [[nodiscard]] std::optional<TimePoint> deadline() const;

    [[nodiscard]] bool wantsWrite() const { return m_released && pendingBytes() != 0; }
    [[nodiscard]] std::size_t pendingBytes() const { return m_pending.size() - m_written; }
    /// Frames that were too long, or found no room.
    [[nodiscard]] std::uint64_t droppedFrames() const { return m_dropped; }

    [[nodiscard]] int fd() const { return m_master.get(); }

private:
    void release();

    UniqueFd m_master;
    std::array<std::byte, 4096> m_buffer{};
    std::array<std::byte, maxHdlcBytes(MaxFrame)> m_encoded{};
    std::vector<std::byte> m_pending;
    std::size_t m_written = 0; ///< Of m_pending.
    std::optional<TimePoint> m_holdEnd;
    bool m_released = false;
    std::uint64_t m_dropped = 0;
};

} // namespace pptp
