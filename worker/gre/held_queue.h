// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Keeps the packets that wait for those before them, and knows at any time what a gap is judged by.
#pragma once

#include "worker/gre/sequence.h"
#include "worker/time_point.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace pptp {

struct HeldPacket {
    SequenceNumber sequence;
    TimePoint arrival;
    std::vector<std::byte> payload;
    std::uint32_t arrivedBefore = 0; ///< Numbers right before it that came, but had to be dropped.
    std::uint64_t marks = 0;         ///< Set by the queue: marks made before it came.
};

/// In the order of the numbers. Under reordering each arrival asks for all of this, with hundreds of packets
/// held, so nothing here looks through the queue: what is asked is kept up to date by insert() and
/// takeFront().
class HeldQueue {
public:
    /// An empty packet costs memory too: without this a flood of them would not meet a limit in bytes.
    static constexpr std::size_t OverheadBytes = 96;

    /// Packets whose numbers are at most this far apart are one group.
    explicit HeldQueue(std::uint32_t groupGap) : m_groupGap(groupGap) {}

    [[nodiscard]] bool isEmpty() const { return m_packets.empty(); }
    [[nodiscard]] std::size_t size() const { return m_packets.size(); }
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }
    [[nodiscard]] const HeldPacket& front() const { return m_packets.front(); }
    [[nodiscard]] const HeldPacket& back() const { return m_packets.back(); }
    [[nodiscard]] bool contains(SequenceNumber sequence) const;
    /// Whether two numbers without one between them are held.
    [[nodiscard]] bool hasNeighbours() const { return m_neighbours > 0; }
    /// Those of the held packets that came after the last mark().
    [[nodiscard]] std::size_t sinceMark() const { return m_sinceMark; }
    /// Arrival of the packet that has waited longest in the group of front(). Others, further ahead, perhaps
    /// for long, must not hurry those in front of them. Only if not empty.
    [[nodiscard]] TimePoint oldestOfFirstGroup() const;

    /// The number must not be held yet, and no smaller than any that was taken.
    void insert(HeldPacket packet);
    [[nodiscard]] HeldPacket takeFront();
    void mark()
    {
        ++m_marks;
        m_sinceMark = 0;
    }

private:
    struct ArrivalTime {
        SequenceNumber sequence;
        TimePoint time;
    };
    using Position = std::deque<HeldPacket>::const_iterator;

    [[nodiscard]] Position find(SequenceNumber sequence) const;
    [[nodiscard]] bool isNear(SequenceNumber from, SequenceNumber to) const;
    [[nodiscard]] bool wasTaken(SequenceNumber sequence) const;
    void extendGroup(Position last);
    void forgetTaken();

    std::uint32_t m_groupGap;
    std::deque<HeldPacket> m_packets;
    std::deque<ArrivalTime> m_arrivals; ///< Oldest first; those that were taken leave when it grows.
    SequenceNumber m_groupEnd;          ///< The last number of the first group.
    std::uint64_t m_marks = 0;
    std::size_t m_bytes = 0;
    std::size_t m_neighbours = 0;
    std::size_t m_sinceMark = 0;
};

} // namespace pptp
