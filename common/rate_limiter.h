// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Lets a few things of a flood through in each second, and counts the rest: notes for a log, costly calls.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

namespace pptp {

class RateLimiter {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    static constexpr std::uint32_t DefaultPerSecond = 10;

    explicit RateLimiter(std::uint32_t perSecond = DefaultPerSecond) : m_perSecond(perSecond) {}

    /// False: one too many in the second that began with the first of them.
    [[nodiscard]] bool admit(TimePoint now)
    {
        if (!m_end || now >= *m_end) {
            m_end = now + std::chrono::seconds(1);
            m_admitted = 0;
        }
        const bool admitted = m_admitted < m_perSecond;
        ++(admitted ? m_admitted : m_suppressed);
        return admitted;
    }

    /// How many were left out, once their second is over, and each of them once; to be asked before admit().
    [[nodiscard]] std::uint32_t takeSuppressed(TimePoint now)
    {
        return m_end && now >= *m_end ? takeSuppressed() : 0;
    }
    /// The same without waiting for the second to be over.
    [[nodiscard]] std::uint32_t takeSuppressed() { return std::exchange(m_suppressed, 0); }

    /// When to ask for what was left out; never if nothing was.
    [[nodiscard]] std::optional<TimePoint> deadline() const
    {
        return m_suppressed == 0 ? std::nullopt : m_end;
    }

private:
    std::uint32_t m_perSecond;
    std::optional<TimePoint> m_end; ///< Of the second that is counted.
    std::uint32_t m_admitted = 0;
    std::uint32_t m_suppressed = 0; ///< Would need years without a question to overflow.
};

} // namespace pptp
