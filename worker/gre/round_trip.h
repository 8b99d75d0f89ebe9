// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Estimates the time between a packet and its acknowledgement, as RFC 2637, appendix A does.
#pragma once

#include "worker/gre/sequence.h"
#include "worker/time_point.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace pptp {

class RoundTrip {
public:
    /// Packets in flight that can still give a sample; of more, the oldest are forgotten.
    static constexpr std::size_t RingSize = 1024;

    RoundTrip() : m_sendTimes(RingSize) {}

    void onSent(SequenceNumber sequence, TimePoint now);
    /// For a number that is acknowledged for the first time. It gives one sample; those before it, which the
    /// peer chose not to acknowledge by themselves, would only add its delay to the estimate. Says whether
    /// it did.
    bool onAcknowledged(SequenceNumber sequence, TimePoint now);

    /// Nothing until the first sample.
    [[nodiscard]] std::optional<std::chrono::nanoseconds> estimate() const { return m_estimate; }
    /// Smoothed distance between samples and estimate; 0 without a sample.
    [[nodiscard]] std::chrono::nanoseconds deviation() const { return m_deviation; }
    /// Of all samples so far; 0 without one.
    [[nodiscard]] std::chrono::nanoseconds minimum() const { return m_minimum; }
    [[nodiscard]] std::chrono::nanoseconds mean() const;

private:
    struct SendTime {
        SequenceNumber sequence;
        std::optional<TimePoint> time;
    };

    [[nodiscard]] SendTime& slot(SequenceNumber sequence) { return m_sendTimes[sequence.value() % RingSize]; }

    std::vector<SendTime> m_sendTimes;
    std::optional<std::chrono::nanoseconds> m_estimate;
    std::chrono::nanoseconds m_deviation{0};
    std::chrono::nanoseconds m_minimum{0};
    std::chrono::nanoseconds m_sum{0};
    std::int64_t m_samples = 0;
};

} // namespace pptp
