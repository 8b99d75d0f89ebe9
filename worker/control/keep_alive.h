// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// When to ask a silent peer whether it is still there, and when to believe that it is not (RFC 2637, 3.1.4).
#pragma once

#include "worker/time_point.h"

#include <cstdint>
#include <optional>

namespace pptp {

class KeepAlive {
public:
    /// After idleWait of silence the peer is asked, and lost without a word for maxEchoWait. An idleWait of 0
    /// never asks.
    KeepAlive(std::chrono::milliseconds idleWait, std::chrono::milliseconds maxEchoWait)
        : m_idleWait(idleWait), m_maxEchoWait(maxEchoWait)
    {
    }

    /// A whole message came, of whatever type and content: it is a sign of life, and answers for any echo.
    void heard(TimePoint now);
    [[nodiscard]] std::optional<TimePoint> deadline() const;
    /// Once the deadline has passed: the identifier to ask with, or nothing if the peer is lost.
    [[nodiscard]] std::optional<std::uint32_t> ask(TimePoint now);

private:
    std::chrono::milliseconds m_idleWait;
    std::chrono::milliseconds m_maxEchoWait;
    TimePoint m_lastHeard{};
    std::optional<TimePoint> m_echoEnd; ///< Set while an Echo-Request waits for a sign of life.
    std::uint32_t m_identifier = 0;
};

} // namespace pptp
