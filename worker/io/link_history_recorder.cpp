// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/link_history_recorder.h"

#include <algorithm>
#include <limits>

namespace pptp {
namespace {

template <class Number>
Number limited(std::uint64_t value)
{
    return static_cast<Number>(std::min<std::uint64_t>(value, std::numeric_limits<Number>::max()));
}

/// What was counted between two moments of one call.
LinkSample between(const GreStats& before, const GreStats& after)
{
    const auto growth = [&](std::uint64_t GreStats::*field) {
        return after.*field >= before.*field ? after.*field - before.*field : 0;
    };
    LinkSample sample;
    sample.received = limited<std::uint32_t>(growth(&GreStats::rxAccepted));
    sample.sent = limited<std::uint32_t>(growth(&GreStats::txSent));
    sample.receivedOctets = limited<std::uint32_t>(growth(&GreStats::rxOctets));
    sample.sentOctets = limited<std::uint32_t>(growth(&GreStats::txOctets));
    sample.lost = limited<std::uint32_t>(growth(&GreStats::rxLost));
    sample.late = limited<std::uint16_t>(growth(&GreStats::rxUnderWindow));
    sample.buffered = limited<std::uint16_t>(growth(&GreStats::rxBuffered));
    sample.roundTripMicroseconds = limited<std::uint32_t>(after.roundTripMicroseconds);
    return sample;
}

} // namespace

void LinkHistoryRecorder::record(TimePoint now, const GreStats& stats)
{
    if (stats == m_last)
        return;
    const LinkSample change = between(m_last, stats);
    const bool isNews =
        change != LinkSample{.roundTripMicroseconds = limited<std::uint32_t>(m_last.roundTripMicroseconds)};
    const auto uptime = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
    const auto second = limited<std::uint32_t>(static_cast<std::uint64_t>(uptime));
    if (isNews && m_second == second) {
        LinkSample sample = between(m_before, stats);
        sample.second = second;
        m_history.amend(sample);
    } else if (isNews) {
        m_before = m_last;
        m_second = second;
        LinkSample sample = change;
        sample.second = second;
        m_history.append(sample);
    }
    m_last = stats;
}

} // namespace pptp
