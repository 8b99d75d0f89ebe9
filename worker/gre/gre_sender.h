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

#include <array>
#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <vector>

namespace pptp {

/// A packet that the system refuses is dropped as the network might have dropped it, since whatever is inside
/// has a retransmission of its own; its number is used again, so that the peer sees no gap. After a refusal
/// frames wait a moment, longer after each further one, so that a link that is down is not asked thousands of
/// times a second.
class GreSender {
public:
    /// What one large read from pppd's terminal can hold of the smallest frames. Beyond it frames are lost.
    static constexpr std::size_t MaxWaiting = 1024;
    static constexpr std::chrono::milliseconds FirstPause{1};
    static constexpr std::chrono::milliseconds LongestPause{64};

    GreSender(const GreConfig& config, GreSink& sink, GreStats& stats, AckTracker& acks,
              RoundTrip& roundTrip);

    void onFrame(std::span<const std::byte> frame, TimePoint now);
    void onAcknowledged(SequenceNumber acknowledgement, TimePoint now);
    void sendAcknowledgement(TimePoint now);
    void onTimer(TimePoint now);
    [[nodiscard]] std::optional<TimePoint> deadline() const;
    /// False while frames would only wait here.
    [[nodiscard]] bool wantsFrames() const { return m_waiting.empty() && !mustWait(); }
    /// Sends what waits, whatever the window says: there will be no later.
    void flush(TimePoint now);

private:
    [[nodiscard]] bool mustWait() const { return m_pauseEnd || m_window.isFull(m_acks.nextToSend()); }
    void wait(std::span<const std::byte> frame);
    void sendWaiting(TimePoint now);
    void number(std::span<const std::byte> frame, TimePoint now);
    SendOutcome transmit(SequenceNumber sequence, std::span<const std::byte> frame, TimePoint now);
    SendOutcome send(const GreHeader& header, std::span<const std::byte> payload);

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
    std::array<std::byte, MaxGreHeaderBytes + MaxPppFrame> m_packet{};
};

} // namespace pptp
