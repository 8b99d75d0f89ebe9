// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// When GRE is not read although it is there.
#pragma once

#include "worker/time_point.h"

#include <chrono>
#include <optional>
#include <utility>

namespace pptp {

/// While pppd's terminal is full, GRE is read once in this time as long as any comes: it has to wait anyway,
/// and taken datagram by datagram it would cost the processor time that pppd needs to catch up.
class ReadPause {
public:
    static constexpr std::chrono::milliseconds Length{1};

    /// Datagrams have been read.
    void noteRead() { m_came = true; }
    /// At the end of a turn of the loop.
    void update(bool isFull, TimePoint now)
    {
        const bool came = std::exchange(m_came, false);
        if (!isFull)
            m_end.reset();
        else if (came)
            m_end = now + Length;
    }

    [[nodiscard]] bool isOn() const { return m_end.has_value(); }
    [[nodiscard]] std::optional<TimePoint> deadline() const { return m_end; }
    /// True once, at its end.
    [[nodiscard]] bool hasEnded(TimePoint now)
    {
        const bool ended = m_end && now >= *m_end;
        if (ended)
            m_end.reset();
        return ended;
    }

private:
    std::optional<TimePoint> m_end;
    bool m_came = false; ///< In this turn.
};

} // namespace pptp
