// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/send_window.h"

#include <algorithm>
#include <limits>

namespace pptp {
namespace {

constexpr int DeviationFactor = 4; // RFC 2637, A.1: chi
constexpr int LargestPatience = 64;

} // namespace

SendWindow::SendWindow(std::uint32_t peerWindow, SequenceNumber first)
    : m_largest(peerWindow), m_size(std::max(peerWindow / 2, std::min(peerWindow, 2U))), m_oldest(first),
      m_next(first)
{
}

std::size_t SendWindow::room() const
{
    if (m_largest == 0)
        return std::numeric_limits<std::size_t>::max();
    const std::int64_t left = std::int64_t{m_size} - std::int64_t{m_oldest.distanceTo(m_next)};
    return left > 0 ? static_cast<std::size_t>(left) : 0;
}

void SendWindow::onSent(SequenceNumber sequence, TimePoint now)
{
    if (m_oldest == m_next)
        m_since = now; // Nothing was on its way.
    if (!sequence.isBefore(m_next))
        m_next = sequence.next();
}

void SendWindow::onAcknowledged(SequenceNumber acknowledgement, TimePoint now)
{
    if (acknowledgement.isBefore(m_oldest))
        return; // It was taken as given before.
    m_acknowledged += static_cast<std::uint32_t>(m_oldest.distanceTo(acknowledgement.next()));
    m_oldest = acknowledgement.next();
    m_since = now;
    m_patience = 1;
    if (m_acknowledged >= m_size) {
        m_acknowledged = 0;
        m_size = std::min(m_size + 1, m_largest);
    }
}

std::optional<TimePoint> SendWindow::deadline(const RoundTrip& roundTrip) const
{
    if (!isFull())
        return std::nullopt;
    std::chrono::nanoseconds timeout = FirstTimeout;
    if (const auto estimate = roundTrip.estimate())
        timeout = *estimate + DeviationFactor * roundTrip.deviation();
    return m_since +
           std::clamp<std::chrono::nanoseconds>(timeout * m_patience, ShortestTimeout, LongestTimeout);
}

void SendWindow::giveUp()
{
    m_oldest = m_next;
    m_acknowledged = 0;
    m_size = (m_size + 1) / 2; // Rounded up (4.2.2), so at least 1.
    m_patience = std::min(m_patience * 2, LargestPatience);
}

} // namespace pptp
