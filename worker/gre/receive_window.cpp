// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/receive_window.h"

#include <algorithm>

namespace pptp {
namespace {

bool isWide(SequenceNumber from, SequenceNumber to)
{
    return from.distanceTo(to) > static_cast<std::int32_t>(ReceiveWindow::NarrowGap);
}

} // namespace

Arrival ReceiveWindow::accept(SequenceNumber sequence, std::span<const std::byte> payload, TimePoint now)
{
    if (isExpected(sequence)) {
        noteInOrder(sequence, now);
        return Arrival::InOrder;
    }
    if (!m_next.isBefore(sequence))
        return Arrival::Behind;
    if (!m_limits.buffering && !isWide(m_next, sequence)) {
        // Nothing that is held comes before it: what has no wide gap before it does not stay.
        giveUpGapBefore(sequence, 0);
        noteInOrder(sequence, now);
        return Arrival::Ahead;
    }
    if (isBeyondWindow(sequence))
        return judgeJump(sequence, payload, now);
    return hold(sequence, payload, now);
}

std::optional<HeldPacket> ReceiveWindow::takeNext(TimePoint now)
{
    if (m_held.isEmpty())
        return std::nullopt;
    if (m_held.front().sequence != m_next) {
        const auto due = deadline();
        if (!due || *due > now)
            return std::nullopt;
        giveUpGapBefore(m_held.front().sequence, m_held.front().arrivedBefore);
    }
    HeldPacket packet = m_held.takeFront();
    m_started = true;
    m_next = packet.sequence.next();
    return packet;
}

std::optional<TimePoint> ReceiveWindow::deadline() const
{
    if (m_held.isEmpty())
        return std::nullopt;
    const TimePoint oldest = m_held.oldestOfFirstGroup();
    if (isOverfull())
        return oldest;
    if (!isWide(m_next, m_held.front().sequence))
        return m_limits.buffering ? oldest + m_limits.timeout : oldest;
    if (!m_held.hasNeighbours())
        return std::nullopt;
    if (!m_limits.buffering && m_held.sinceMark() > JumpFollowers)
        return oldest;
    return std::max(oldest, m_lastInOrder) + m_limits.timeout;
}

/// Peers begin with 0, as RFC 2637 has it, or with 1. Any other first number has to earn its trust.
bool ReceiveWindow::isExpected(SequenceNumber sequence) const
{
    return sequence == m_next || (!m_started && sequence == m_next.next());
}

bool ReceiveWindow::isBeyondWindow(SequenceNumber sequence) const
{
    return std::int64_t{m_next.distanceTo(sequence)} > std::int64_t{m_limits.window};
}

/// Only for the moment between the insertion of a packet that makes room for itself and the next takeNext().
bool ReceiveWindow::isOverfull() const
{
    return m_held.bytes() > m_limits.bytes || isBeyondWindow(m_held.back().sequence);
}

/// Enough packets wait, or came since the last one in order, to believe that the stream is where they are.
bool ReceiveWindow::isCrowded(std::uint32_t droppedBehindQueue) const
{
    return std::uint64_t{m_held.sinceMark()} + droppedBehindQueue >= std::min(m_limits.window, Crowd) ||
           m_held.size() >= (m_limits.window + 1) / 2;
}

Arrival ReceiveWindow::hold(SequenceNumber sequence, std::span<const std::byte> payload, TimePoint now)
{
    if (m_held.contains(sequence))
        return Arrival::DuplicateOfHeld;
    if (m_held.bytes() + HeldQueue::OverheadBytes + payload.size() > m_limits.bytes && !isCrowded(0))
        return Arrival::TooFar;
    noteInWindow(now);
    m_held.insert({sequence, now, {payload.begin(), payload.end()}});
    return Arrival::Held;
}

/// The packet that confirms a jump goes through the queue like any other, behind what is still held, and
/// takes the window with it. Those that led up to it were dropped, but they were not lost by the network.
Arrival ReceiveWindow::judgeJump(SequenceNumber sequence, std::span<const std::byte> payload, TimePoint now)
{
    if (!m_lastInWindow)
        m_lastInWindow = now; // Before the first packet of a call its silence counts from the first claim.
    followJump(sequence);
    const bool confirmed = m_jump->followers >= JumpFollowers && now - *m_lastInWindow >= JumpQuiet;
    const bool pushed = m_jump->continuesQueue && isCrowded(m_jump->arrived);
    if (m_jump->latest != sequence || !(confirmed || pushed))
        return Arrival::TooFar;
    const std::uint32_t arrivedBefore = m_jump->arrived - 1;
    noteInWindow(now);
    m_held.insert({sequence, now, {payload.begin(), payload.end()}, arrivedBefore});
    return Arrival::Held;
}

void ReceiveWindow::followJump(SequenceNumber sequence)
{
    const std::int32_t step = m_jump ? m_jump->latest.distanceTo(sequence) : 0;
    if (!m_jump || step > JumpSpread || step < -JumpSpread) {
        const bool continuesQueue = !m_held.isEmpty() && !isWide(m_held.back().sequence, sequence);
        m_jump = Jump{sequence, 0, 1, continuesQueue};
        return;
    }
    if (step == 0)
        return;
    ++m_jump->arrived;
    if (step < 0)
        return; // Late within the run: no contradiction, but no confirmation either.
    ++m_jump->followers;
    m_jump->latest = sequence;
}

void ReceiveWindow::giveUpGapBefore(SequenceNumber sequence, std::uint32_t arrivedBefore)
{
    auto gap = static_cast<std::uint32_t>(m_next.distanceTo(sequence));
    if (!m_started)
        --gap; // Nobody knows whether this peer would have begun with 0 or with 1.
    m_lost += gap - std::min(gap, arrivedBefore);
    m_next = sequence;
}

void ReceiveWindow::noteInOrder(SequenceNumber sequence, TimePoint now)
{
    m_started = true;
    m_next = sequence.next();
    m_lastInOrder = now;
    m_held.mark();
    noteInWindow(now);
}

void ReceiveWindow::noteInWindow(TimePoint now)
{
    m_lastInWindow = now;
    m_jump.reset();
}

} // namespace pptp
