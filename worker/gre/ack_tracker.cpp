// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/ack_tracker.h"

#include <algorithm>

namespace pptp {

void AckTracker::onDelivered(SequenceNumber sequence, TimePoint now)
{
    m_received = sequence;
    if (m_waiting == 0)
        m_waitingSince = now;
    ++m_waiting;
}

void AckTracker::onAdvanced(SequenceNumber sequence)
{
    m_received = sequence;
}

std::optional<SequenceNumber> AckTracker::owed() const
{
    return m_received == m_ackSent ? std::nullopt : m_received;
}

void AckTracker::onAckSent()
{
    m_ackSent = m_received;
    m_waiting = 0;
}

std::optional<TimePoint> AckTracker::deadline(std::optional<std::chrono::nanoseconds> roundTrip) const
{
    if (m_waiting == 0)
        return std::nullopt;
    if (2 * std::uint64_t{m_waiting} >= m_receiveWindow || (m_waiting > 1 && !roundTrip))
        return m_waitingSince;
    return m_waitingSince +
           (roundTrip ? std::clamp<std::chrono::nanoseconds>(*roundTrip / 4, ShortestDelay, LongestDelay)
                      : LongestDelay);
}

AckVerdict AckTracker::onAckReceived(SequenceNumber acknowledgement)
{
    if (!m_ackReceived.isBefore(acknowledgement))
        return AckVerdict::Stale;
    if (!acknowledgement.isBefore(m_nextToSend))
        return AckVerdict::NeverSent;
    m_ackReceived = acknowledgement;
    return AckVerdict::Advanced;
}

} // namespace pptp
