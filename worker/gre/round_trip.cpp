// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/round_trip.h"

namespace pptp {
namespace {

constexpr int AlphaDivisor = 8; // RFC 2637, A.1: alpha is 1/8.

} // namespace

void RoundTrip::onSent(SequenceNumber sequence, TimePoint now)
{
    slot(sequence) = SendTime{sequence, now};
}

void RoundTrip::onAcknowledged(SequenceNumber sequence, TimePoint now)
{
    SendTime& sent = slot(sequence);
    if (!sent.time || sent.sequence != sequence)
        return;
    const auto sample = now - *sent.time;
    sent.time.reset();
    // Appendix A starts from a guess. We have none, and the first sample is better than any.
    m_estimate = m_estimate ? *m_estimate + (sample - *m_estimate) / AlphaDivisor : sample;
}

} // namespace pptp
