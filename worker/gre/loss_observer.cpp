// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/loss_observer.h"

#include <algorithm>
#include <cstdlib>

namespace pptp {

LossObserver::Place LossObserver::Place::to(SequenceNumber other, std::int64_t arrivedThen) const
{
    return {other, arrivedThen, passed + sequence.distanceTo(other)};
}

bool LossObserver::Place::isFollowedBy(const Place& next) const
{
    return std::abs(next.missing() - missing()) <= Slack + (next.arrived - arrived);
}

void LossObserver::onPacket(SequenceNumber sequence, std::uint64_t arrived, TimePoint now)
{
    const auto count = static_cast<std::int64_t>(arrived);
    if (const Place next = m_trusted.to(sequence, count); m_trusted.isFollowedBy(next))
        return trust(next, now);
    followJump(sequence, count, now);
}

void LossObserver::followJump(SequenceNumber sequence, std::int64_t arrived, TimePoint now)
{
    if (!m_lastTrusted)
        m_lastTrusted = now; // Before the first packet of a call its silence counts from the first claim.
    const Place next = m_jump ? m_jump->latest.to(sequence, arrived) : Place{sequence, arrived};
    if (!m_jump || !m_jump->latest.isFollowedBy(next)) {
        m_jump = Jump{{sequence, arrived}};
        return;
    }
    if (!m_jump->latest.sequence.isBefore(sequence))
        return; // Late within the run, or repeated: no contradiction, but no confirmation either.
    m_jump->latest = next;
    if (++m_jump->followers >= JumpFollowers && now - *m_lastTrusted >= JumpQuiet)
        trust(landing(next), now);
}

/// A stream that begins anywhere, or begins again, has lost nothing that anybody could count.
LossObserver::Place LossObserver::landing(const Place& claimed) const
{
    if (m_started && m_trusted.sequence.isBefore(claimed.sequence))
        return m_trusted.to(claimed.sequence, claimed.arrived);
    return {claimed.sequence, claimed.arrived, claimed.arrived + m_trusted.missing()};
}

void LossObserver::trust(Place place, TimePoint now)
{
    if (!m_started && place.missing() > 0)
        --place.passed; // Nobody knows whether this peer would have begun with 0 or with 1.
    m_started = true;
    m_jump.reset();
    m_lastTrusted = now;
    m_trusted = place;
    compare(place.missing(), now);
}

void LossObserver::compare(std::int64_t missing, TimePoint now)
{
    if (!m_comparison)
        m_comparison = Comparison{now, missing};
    m_comparison->least = std::min(m_comparison->least, missing);
    ++m_comparison->packets;
    if (m_comparison->packets < JudgedPackets || now - m_comparison->began < Judging)
        return;
    const auto least = static_cast<std::uint64_t>(std::max<std::int64_t>(m_comparison->least, 0));
    m_lost = std::max(m_lost, least);
    m_comparison.reset();
}

} // namespace pptp
