// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/round_trip.h"

#include <algorithm>

namespace pptp {
namespace {

// RFC 2637, A.1: alpha is 1/8, beta 1/4.
constexpr int AlphaDivisor = 8;
constexpr int BetaDivisor = 4;

} // namespace

void RoundTrip::onSent(SequenceNumber sequence, TimePoint now)
{
    slot(sequence) = SendTime{sequence, now};
}

bool RoundTrip::onAcknowledged(SequenceNumber sequence, TimePoint now)
{
    SendTime& sent = slot(sequence);
    if (!sent.time || sent.sequence != sequence)
        return false;
    const std::chrono::nanoseconds sample = now - *sent.time;
    sent.time.reset();
    m_minimum = m_samples == 0 ? sample : std::min(m_minimum, sample);
    m_sum += sample;
    ++m_samples;
    if (!m_estimate) {
        // Appendix A starts from a guess. We have none, and the first sample is better than any; with no
        // deviation at all each sample that is a little longer would look like a timeout.
        m_estimate = sample;
        m_deviation = sample / 2;
        return true;
    }
    const std::chrono::nanoseconds difference = sample - *m_estimate;
    m_deviation += (std::chrono::abs(difference) - m_deviation) / BetaDivisor;
    *m_estimate += difference / AlphaDivisor;
    return true;
}

std::chrono::nanoseconds RoundTrip::mean() const
{
    return m_samples == 0 ? std::chrono::nanoseconds{0} : m_sum / m_samples;
}

} // namespace pptp
