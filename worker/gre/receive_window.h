// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Decides what becomes of each received sequence number, so that PPP sees every packet once and in order.
#pragma once

#include "worker/gre/held_queue.h"
#include "worker/gre/sequence.h"
#include "worker/time_point.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace pptp {

struct ReceiveLimits {
    std::uint32_t window = 300;      ///< Furthest number ahead that is held back, so the most packets too.
    std::size_t bytes = 1024 * 1024; ///< Most memory that held packets may take.
    std::chrono::milliseconds timeout{300}; ///< How long a packet waits for those before it; 0: not at all.
    bool buffering = true;                  ///< False: what is ahead is delivered, what is late is lost.
};

enum class Arrival {
    InOrder,         ///< Deliver it now.
    Ahead,           ///< Deliver it now, without buffering; those before it are given up.
    Held,            ///< Kept back; takeNext() returns it when its turn comes.
    Behind,          ///< A number that was delivered or given up before.
    DuplicateOfHeld, ///< The same number is already held back.
    TooFar,          ///< Beyond the window, or no room to hold it.
};

/// Works on bytes of an unauthenticated network, so a number far ahead is a claim and not yet a fact. One
/// forged packet must not move the window, and a real loss, however long, must heal:
/// - a gap of up to NarrowGap numbers is given up when a packet behind it has waited for the timeout;
/// - a wider gap inside the window, only if two neighbouring numbers wait behind it, and only the timeout
///   after the last packet in order;
/// - a gap that a fast stream leaves a whole window behind, at once, since waiting would lose more; a Crowd
///   of packets without one in order meanwhile makes a stream, or half a window of held ones;
/// - a jump beyond the window is believed only when JumpFollowers packets followed close on the first one,
///   and nothing inside the window was accepted for JumpQuiet.
///
/// Without buffering there is no timeout for a narrow gap, and a wider one is given up as soon as one packet
/// and JumpFollowers more wait behind it without one in order meanwhile.
///
/// What remains to a forger who knows the numbers: with an idle call, or without buffering, each packet of
/// his up to NarrowGap ahead costs the numbers in front of it. A real packet behind a real loss looks exactly
/// like it, and to wait for a second one would keep back the only answer of a peer whose first ones were
/// lost (LCP behind a firewall that opens late), for as long as that peer waits before it repeats itself. And
/// 1 + JumpFollowers forged packets in a row, on a call that has been silent for JumpQuiet, are believed like
/// a stream after a long loss; to take that back would mean to believe a replay of old packets as well. It is
/// PPP that ends such a call, when its echoes stay out.
class ReceiveWindow {
public:
    static constexpr std::uint32_t NarrowGap = 32;
    static constexpr std::uint32_t Crowd = 64;
    static constexpr std::uint32_t JumpFollowers = 3;
    static constexpr std::int32_t JumpSpread = 8; ///< "Close": loss and reordering go on during a jump.
    static constexpr std::chrono::seconds JumpQuiet{1};

    explicit ReceiveWindow(const ReceiveLimits& limits) : m_limits(limits) {}

    /// Judges one packet. Call takeNext() until it is empty afterwards, whatever the answer.
    [[nodiscard]] Arrival accept(SequenceNumber sequence, std::span<const std::byte> payload, TimePoint now);
    /// The held packet whose turn it is, if there is one: the gap before it was closed or is given up.
    [[nodiscard]] std::optional<HeldPacket> takeNext(TimePoint now);
    /// When takeNext() will next give up a gap without another packet arriving.
    [[nodiscard]] std::optional<TimePoint> deadline() const;

    [[nodiscard]] std::size_t held() const { return m_held.size(); }
    /// The next number in order.
    [[nodiscard]] SequenceNumber expected() const { return m_next; }
    /// Numbers given up that never arrived.
    [[nodiscard]] std::uint64_t lost() const { return m_lost; }

private:
    struct Jump {
        SequenceNumber latest;
        std::uint32_t followers = 0;
        std::uint32_t arrived = 0; ///< Packets of this run, the first one included.
        bool continuesQueue = false;
    };

    [[nodiscard]] bool isExpected(SequenceNumber sequence) const;
    [[nodiscard]] bool isBeyondWindow(SequenceNumber sequence) const;
    [[nodiscard]] bool isOverfull() const;
    [[nodiscard]] bool isCrowded(std::uint32_t droppedBehindQueue) const;
    [[nodiscard]] Arrival hold(SequenceNumber sequence, std::span<const std::byte> payload, TimePoint now);
    [[nodiscard]] Arrival judgeJump(SequenceNumber sequence, std::span<const std::byte> payload,
                                    TimePoint now);
    void followJump(SequenceNumber sequence);
    void giveUpGapBefore(SequenceNumber sequence, std::uint32_t arrivedBefore);
    void noteInOrder(SequenceNumber sequence, TimePoint now);
    void noteInWindow(TimePoint now);

    ReceiveLimits m_limits;
    SequenceNumber m_next{};
    bool m_started = false;
    HeldQueue m_held{NarrowGap}; ///< All after m_next. Marked by each packet in order.
    std::uint64_t m_lost = 0;
    std::optional<TimePoint> m_lastInWindow;
    TimePoint m_lastInOrder = TimePoint::min();
    std::optional<Jump> m_jump;
};

} // namespace pptp
