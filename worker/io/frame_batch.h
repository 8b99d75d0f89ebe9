// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Keeps the frames of several reads from pppd's terminal until they are sent together.
#pragma once

#include "worker/gre/gre_sender.h"
#include "worker/io/pty_port.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace pptp {

class FrameBatch {
public:
    /// As many as the engine gives to the system at once; and few enough bytes that the first of them does
    /// not wait long for the last.
    static constexpr std::size_t MaxFrames = GreSender::MaxBatch;
    static constexpr std::size_t EnoughBytes = 16 * 1024;

    /// To be called while it is not full.
    void add(std::span<const std::byte> frame)
    {
        const auto place = std::span(m_bytes).subspan(m_used, frame.size());
        std::ranges::copy(frame, place.begin());
        m_frames[m_count++] = place;
        m_used += frame.size();
    }
    void clear() { m_count = m_used = 0; }

    [[nodiscard]] bool isFull() const { return m_count == MaxFrames || m_used >= EnoughBytes; }
    [[nodiscard]] std::span<const std::span<const std::byte>> frames() const
    {
        return std::span(m_frames).first(m_count);
    }

private:
    std::array<std::byte, EnoughBytes + PtyPort::MaxFrame> m_bytes{};
    std::array<std::span<const std::byte>, MaxFrames> m_frames{};
    std::size_t m_count = 0;
    std::size_t m_used = 0;
};

} // namespace pptp
