// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/held_queue.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace pptp {
namespace {

constexpr std::size_t TakenAtLeast = 32; ///< So many taken arrivals may stay in the list in any case.

} // namespace

bool HeldQueue::contains(SequenceNumber sequence) const
{
    const auto position = find(sequence);
    return position != m_packets.end() && position->sequence == sequence;
}

TimePoint HeldQueue::oldestOfFirstGroup() const
{
    const auto oldest =
        std::find_if(m_arrivals.begin(), m_arrivals.end(), [this](const ArrivalTime& arrival) {
            return !wasTaken(arrival.sequence) && !m_groupEnd.isBefore(arrival.sequence);
        });
    return oldest->time;
}

void HeldQueue::insert(HeldPacket packet)
{
    const SequenceNumber sequence = packet.sequence;
    forgetTaken();
    m_arrivals.push_back({sequence, packet.arrival});
    m_bytes += packet.payload.size() + OverheadBytes;
    packet.marks = m_marks;
    ++m_sinceMark;

    const auto position = m_packets.insert(find(sequence), std::move(packet));
    const auto following = std::next(position);
    const bool isFirst = position == m_packets.begin();
    if (!isFirst && std::prev(position)->sequence.next() == sequence)
        ++m_neighbours;
    if (following != m_packets.end() && sequence.next() == following->sequence)
        ++m_neighbours;
    // Inside the first group, or in front of it and near, it changes nothing of where the group ends.
    const bool leadsTheGroup =
        isFirst && following != m_packets.end() && isNear(sequence, following->sequence);
    if ((isFirst && !leadsTheGroup) ||
        (!isFirst && m_groupEnd.isBefore(sequence) && isNear(m_groupEnd, sequence)))
        extendGroup(position);
}

HeldPacket HeldQueue::takeFront()
{
    HeldPacket packet = std::move(m_packets.front());
    m_packets.pop_front();
    m_bytes -= packet.payload.size() + OverheadBytes;
    if (packet.marks == m_marks)
        --m_sinceMark;
    if (m_packets.empty())
        return packet;
    if (packet.sequence.next() == m_packets.front().sequence)
        --m_neighbours;
    if (packet.sequence == m_groupEnd)
        extendGroup(m_packets.begin());
    return packet;
}

/// A packet that comes after all others, as most do, needs no search.
HeldQueue::Position HeldQueue::find(SequenceNumber sequence) const
{
    if (m_packets.empty() || m_packets.back().sequence.isBefore(sequence))
        return m_packets.end();
    return std::lower_bound(
        m_packets.begin(), m_packets.end(), sequence,
        [](const HeldPacket& packet, SequenceNumber wanted) { return packet.sequence.isBefore(wanted); });
}

bool HeldQueue::isNear(SequenceNumber from, SequenceNumber to) const
{
    return std::int64_t{from.distanceTo(to)} <= std::int64_t{m_groupGap};
}

/// All that is held lies behind all that was taken.
bool HeldQueue::wasTaken(SequenceNumber sequence) const
{
    return m_packets.empty() || sequence.isBefore(m_packets.front().sequence);
}

/// Each packet is passed here once or, if the group was cut off from the front meanwhile, a few times.
void HeldQueue::extendGroup(Position last)
{
    auto following = std::next(last);
    while (following != m_packets.end() && isNear(last->sequence, following->sequence))
        last = following++;
    m_groupEnd = last->sequence;
}

void HeldQueue::forgetTaken()
{
    while (!m_arrivals.empty() && wasTaken(m_arrivals.front().sequence))
        m_arrivals.pop_front();
    if (m_arrivals.size() > 2 * m_packets.size() + TakenAtLeast)
        std::erase_if(m_arrivals, [this](const ArrivalTime& arrival) { return wasTaken(arrival.sequence); });
}

} // namespace pptp
