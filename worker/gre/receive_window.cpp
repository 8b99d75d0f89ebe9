// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/receive_window.h"

#include <algorithm>

namespace pptp {
namespace {

/// An empty packet costs memory too: without this a flood of them would not meet the limit in bytes.
constexpr std::size_t EntryOverheadBytes = 96;

std::size_t costOf(std::size_t payloadBytes)
{
    return payloadBytes + EntryOverheadBytes;
}

bool isWide(SequenceNumber from, SequenceNumber to)
{
    return from.distanceTo(to) > static_cast<std::int32_t>(ReceiveWindow::NarrowGap);
}

} // namespace

Arrival ReceiveWindow::accept(SequenceNumber sequence, std::span<const std::byte> payload, TimePoint now)
{
    if (isExpected(sequence)) {
        m_started = true;
        m_next = sequence.next();
        m_lastInOrder = now;
        noteInWindow(now);
        return Arrival::InOrder;
    }
    if (!m_next.isBefore(sequence))
        return Arrival::Behind;
    if (!m_limits.buffering && !isWide(m_next, sequence))
        return acceptAhead(sequence, now, 0);
    if (!m_limits.buffering || isBeyondWindow(sequence))
        return judgeJump(sequence, payload, now);
    return hold(sequence, payload, now);
}

std::optional<HeldPacket> ReceiveWindow::takeNext(TimePoint now)
{
    if (m_held.empty())
        return std::nullopt;
    if (m_held.front().sequence != m_next) {
        const auto due = deadline();
        if (!due || *due > now)
            return std::nullopt;
        giveUpGapBefore(m_held.front().sequence, m_held.front().arrivedBefore);
    }
    HeldPacket packet{m_held.front().sequence, std::move(m_held.front().payload)};
    m_held.pop_front();
    m_heldBytes -= costOf(packet.payload.size());
    m_started = true;
    m_next = packet.sequence.next();
    return packet;
}

std::optional<TimePoint> ReceiveWindow::deadline() const
{
    if (m_held.empty())
        return std::nullopt;
    const TimePoint oldest = oldestOfFirstGroup();
    if (isOverfull())
        return oldest;
    if (!isWide(m_next, m_held.front().sequence))
        return oldest + m_limits.timeout;
    if (!neighboursWait())
        return std::nullopt;
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
    return m_heldBytes > m_limits.bytes || isBeyondWindow(m_held.back().sequence);
}

/// Enough packets wait, or came since the last one in order, to believe that the stream is where they are.
bool ReceiveWindow::isCrowded(std::uint32_t droppedBehindQueue) const
{
    const auto sinceInOrder = std::count_if(
        m_held.begin(), m_held.end(), [this](const Entry& entry) { return entry.arrival >= m_lastInOrder; });
    return sinceInOrder + std::int64_t{droppedBehindQueue} >=
               std::int64_t{std::min(m_limits.window, Crowd)} ||
           m_held.size() >= (m_limits.window + 1) / 2;
}

Arrival ReceiveWindow::hold(SequenceNumber sequence, std::span<const std::byte> payload, TimePoint now)
{
    const auto position = std::lower_bound(
        m_held.cbegin(), m_held.cend(), sequence,
        [](const Entry& entry, SequenceNumber wanted) { return entry.sequence.isBefore(wanted); });
    if (position != m_held.cend() && position->sequence == sequence)
        return Arrival::DuplicateOfHeld;
    if (m_heldBytes + costOf(payload.size()) > m_limits.bytes && !isCrowded(0))
        return Arrival::TooFar;
    noteInWindow(now);
    return insert(position, Entry{sequence, now, {payload.begin(), payload.end()}});
}

/// The packet that confirms a jump goes through the queue like any other, behind what is still held, and
/// takes the window with it. Those that led up to it were dropped, but they were not lost by the network.
Arrival ReceiveWindow::judgeJump(SequenceNumber sequence, std::span<const std::byte> payload, TimePoint now)
{
    if (!isJumpOver(sequence, now))
        return Arrival::TooFar;
    const std::uint32_t arrivedBefore = m_jump->arrived - 1;
    if (!m_limits.buffering)
        return acceptAhead(sequence, now, arrivedBefore);
    noteInWindow(now);
    return insert(m_held.cend(), Entry{sequence, now, {payload.begin(), payload.end()}, arrivedBefore});
}

bool ReceiveWindow::isJumpOver(SequenceNumber sequence, TimePoint now)
{
    if (!m_lastInWindow)
        m_lastInWindow = now; // Before the first packet of a call its silence counts from the first claim.
    followJump(sequence);
    const bool confirmed = m_jump->followers >= JumpFollowers && now - *m_lastInWindow >= JumpQuiet;
    const bool pushed = m_limits.buffering ? m_jump->continuesQueue && isCrowded(m_jump->arrived)
                                           : m_jump->arrived >= Crowd && !isBeyondWindow(m_jump->first);
    return m_jump->latest == sequence && (confirmed || pushed);
}

Arrival ReceiveWindow::acceptAhead(SequenceNumber sequence, TimePoint now, std::uint32_t arrivedBefore)
{
    giveUpGapBefore(sequence, arrivedBefore);
    m_started = true;
    m_next = sequence.next();
    m_lastInOrder = now;
    noteInWindow(now);
    return Arrival::Ahead;
}

void ReceiveWindow::followJump(SequenceNumber sequence)
{
    const std::int32_t step = m_jump ? m_jump->latest.distanceTo(sequence) : 0;
    if (!m_jump || step > JumpSpread || step < -JumpSpread) {
        const bool continuesQueue = !m_held.empty() && !isWide(m_held.back().sequence, sequence);
        m_jump = Jump{sequence, sequence, 0, 1, continuesQueue};
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

Arrival ReceiveWindow::insert(std::deque<Entry>::const_iterator position, Entry entry)
{
    m_heldBytes += costOf(entry.payload.size());
    m_held.insert(position, std::move(entry));
    return Arrival::Held;
}

void ReceiveWindow::giveUpGapBefore(SequenceNumber sequence, std::uint32_t arrivedBefore)
{
    auto gap = static_cast<std::uint32_t>(m_next.distanceTo(sequence));
    if (!m_started)
        --gap; // Nobody knows whether this peer would have begun with 0 or with 1.
    m_lost += gap - std::min(gap, arrivedBefore);
    m_next = sequence;
}

void ReceiveWindow::noteInWindow(TimePoint now)
{
    m_lastInWindow = now;
    m_jump.reset();
}

bool ReceiveWindow::neighboursWait() const
{
    return std::adjacent_find(m_held.begin(), m_held.end(), [](const Entry& left, const Entry& right) {
               return left.sequence.next() == right.sequence;
           }) != m_held.end();
}

/// A packet that waits behind a wide gap of its own, perhaps for long, must not hurry those in front of it.
TimePoint ReceiveWindow::oldestOfFirstGroup() const
{
    TimePoint oldest = m_held.front().arrival;
    SequenceNumber previous = m_held.front().sequence;
    for (const auto& entry : m_held) {
        if (isWide(previous, entry.sequence))
            break;
        oldest = std::min(oldest, entry.arrival);
        previous = entry.sequence;
    }
    return oldest;
}

} // namespace pptp
