// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Says how many packets are due at a given rate, so that a sender that slept or was pushed aside neither
/// stays behind nor makes up for it in a burst that no network would show.
#pragma once

#include "benchmarks/clock.h"

#include <cstdint>
#include <limits>

namespace pptp::bench {

class Pacer {
public:
    static constexpr std::uint64_t Unlimited = std::numeric_limits<std::uint64_t>::max();

    /// Rate 0: as fast as it goes.
    Pacer(double packetsPerSecond, Nanoseconds start) : m_rate(packetsPerSecond), m_start(start) {}

    [[nodiscard]] std::uint64_t due(Nanoseconds now)
    {
        if (m_rate <= 0)
            return Unlimited;
        const auto total = static_cast<std::uint64_t>(m_rate * seconds(now - m_start)) + 1;
        if (total <= m_done)
            return 0;
        const auto most = static_cast<std::uint64_t>(m_rate * LongestDebt) + 1;
        if (total - m_done > most)
            m_done = total - most; // forgiven
        return total - m_done;
    }
    void sent(std::uint64_t packets) { m_done += packets; }

private:
    static constexpr double LongestDebt = 0.002;

    double m_rate;
    Nanoseconds m_start;
    std::uint64_t m_done = 0;
};

} // namespace pptp::bench
