// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Tells how many packets of a call never came, from a few of them, where somebody else receives them all.
#pragma once

#include "worker/gre/sequence.h"
#include "worker/time_point.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace pptp {

/// What is missing at a packet is its place in the sequence less the number of packets that had arrived by
/// then, which the kernel counts. A packet that was overtaken, or one that overtook, says too little or too
/// much, but only for itself: each one is measured from the beginning of the call. So the least of several
/// packets over a while is what counts as lost, and what once counted as lost stays so.
///
/// The numbers come from an unauthenticated network. One that is further from where the sequence ought to be
/// than Slack, and than what has arrived since the one before it, is a claim and changes nothing, unless
/// JumpFollowers others follow close on it and nothing else was heard for JumpQuiet. A duplicate, or a forged
/// packet, has arrived like any other, and so hides one that was lost.
class LossObserver {
public:
    static constexpr std::int64_t Slack = 1024;
    static constexpr std::uint32_t JumpFollowers = 3;
    static constexpr std::chrono::seconds JumpQuiet{1};
    static constexpr std::uint32_t JudgedPackets = 3; ///< The fewest that are compared,
    static constexpr std::chrono::seconds Judging{1}; ///< and the shortest time.

    /// A packet with a number of its own, and how many of those had arrived by then, with itself.
    void onPacket(SequenceNumber sequence, std::uint64_t arrived, TimePoint now);

    [[nodiscard]] std::uint64_t lost() const { return m_lost; }

private:
    struct Place {
        SequenceNumber sequence;
        std::int64_t arrived = 0;
        std::int64_t passed = 0; ///< Numbers up to this one, from the beginning of the call.

        [[nodiscard]] std::int64_t missing() const { return passed - arrived; }
        [[nodiscard]] Place to(SequenceNumber other, std::int64_t arrivedThen) const;
        [[nodiscard]] bool isFollowedBy(const Place& next) const;
    };
    struct Jump {
        Place latest;
        std::uint32_t followers = 0;
    };
    struct Comparison {
        TimePoint began;
        std::int64_t least = 0;
        std::uint32_t packets = 0;
    };

    void followJump(SequenceNumber sequence, std::int64_t arrived, TimePoint now);
    [[nodiscard]] Place landing(const Place& claimed) const;
    void trust(Place place, TimePoint now);
    void compare(std::int64_t missing, TimePoint now);

    Place m_trusted{SequenceNumber(0).previous()}; ///< Before the first packet.
    bool m_started = false;
    std::optional<TimePoint> m_lastTrusted;
    std::optional<Jump> m_jump;
    std::optional<Comparison> m_comparison;
    std::uint64_t m_lost = 0;
};

} // namespace pptp
