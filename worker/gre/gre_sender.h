// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The sending half of the engine: PPP frames to numbered packets, as fast as the peer and the system allow.
#pragma once

#include "common/gre_stats.h"
#include "worker/gre/ack_tracker.h"
#include "worker/gre/gre_config.h"
#include "worker/gre/gre_packet.h"
#include "worker/gre/reorder_test.h"
#include "worker/gre/round_trip.h"
#include "worker/gre/send_window.h"
#include "worker/time_point.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <vector>

namespace pptp {

/// A packet that the system refuses is dropped as the network might have dropped it, since whatever is inside
/// has a retransmission of its own, and a queue that is full or a link that is down is no better served with
/// old packets; its number is used again, so that the peer sees no gap. After a refusal everything waits a
/// moment, longer after each further one, so that a link that is down is not asked thousands of times a
/// second. A refused acknowledgement is still owed, and the next packet takes it along.
class GreSender {
public:
    /// Packets that are given to the system at once.
    static constexpr std::size_t MaxBatch = 64;
    /// What one large read from pppd's terminal can hold of the smallest frames, and a batch that was
    /// collected before it. Beyond it frames are lost.
    static constexpr std::size_t MaxWaiting = 1024 + MaxBatch;
    static constexpr std::chrono::milliseconds FirstPause{1};
    static constexpr std::chrono::milliseconds LongestPause{64};

    GreSender(const GreConfig& config, GreSink& sink, GreStats& stats, AckTracker& acks,
              RoundTrip& roundTrip);

    void onFrame(std::span<const std::byte> frame, TimePoint now);
    void onFrames(std::span<const std::span<const std::byte>> frames, TimePoint now);
    /// Whether the packet has its number, but waits to be overtaken.
    [[nodiscard]] bool holds(SequenceNumber sequence) const { return m_test.holds(sequence); }
    void onAcknowledged(SequenceNumber acknowledgement, TimePoint now);
    /// Those that nothing rides along with; they stay owed.
    void withholdAcknowledgements(bool withhold) { m_acksWithheld = withhold; }
    /// Sends what had to wait, and the acknowledgement that is due.
    void onTimer(TimePoint now);
    [[nodiscard]] std::optional<TimePoint> deadline() const;
    /// False while frames wait here. That the next one would is no reason: only a frame shows that the window
    /// is in somebody's way.
    [[nodiscard]] bool wantsFrames() const { return m_waiting.empty(); }
    /// Sends what waits, whatever the window says: there will be no later.
    void finish(TimePoint now);

private:
    [[nodiscard]] bool mustWait() const { return m_pauseEnd || m_window.isFull(); }
    void wait(std::span<const std::byte> frame);
    void sendWaiting(TimePoint now);
    [[nodiscard]] std::size_t sendBatch(std::span<const std::span<const std::byte>> frames, TimePoint now);
    void number(std::span<const std::byte> frame, TimePoint now);
    [[nodiscard]] std::optional<TimePoint> acknowledgementDue() const;
    void sendAcknowledgement(TimePoint now);
    SendOutcome transmit(SequenceNumber sequence, std::span<const std::byte> frame, TimePoint now);
    void onTaken(SequenceNumber sequence, std::size_t frameBytes, bool isShort, TimePoint now);
    void onRefused(TimePoint now);
    SendOutcome send(const GreHeader& header, std::span<const std::byte> payload, TimePoint now);

    std::uint16_t m_peerCallId;
    GreSink& m_sink;
    GreStats& m_stats;
    AckTracker& m_acks;
    RoundTrip& m_roundTrip;
    SendWindow m_window;
    ReorderTest m_test;
    std::deque<std::vector<std::byte>> m_waiting;
    std::chrono::milliseconds m_pause = FirstPause;
    std::optional<TimePoint> m_pauseEnd;
    bool m_acksWithheld = false;
    std::array<std::byte, MaxGreHeaderBytes + MaxPppFrame> m_packet{};
    std::array<std::array<std::byte, MaxGreHeaderBytes>, MaxBatch> m_headers{};
    std::array<OutgoingPacket, MaxBatch> m_batch{};
};

} // namespace pptp
