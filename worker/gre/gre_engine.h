// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One call's GRE traffic in both directions: datagrams and PPP frames in, packets and frames in order out.
#pragma once

#include "common/gre_stats.h"
#include "worker/gre/ack_tracker.h"
#include "worker/gre/gre_packet.h"
#include "worker/gre/receive_window.h"
#include "worker/gre/round_trip.h"
#include "worker/time_point.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace pptp {

struct GreConfig {
    std::uint16_t callId = 0;     ///< What the peer writes into packets for us.
    std::uint16_t peerCallId = 0; ///< What we write; 0 is a legal id.
    std::chrono::milliseconds reorderTimeout{300};
    std::uint32_t missingWindow = 300;
    bool buffering = true;           ///< False: what is ahead is delivered at once, what is late is lost.
    std::uint32_t sendWindow = 0;    ///< Packets that may be unacknowledged; 0: no limit.
    std::uint32_t firstSequence = 0; ///< Of the packets that we send.
    std::uint8_t testType = 0;       ///< Of reordering test (pptp(8)).
    std::uint32_t testRate = 100;    ///< Packets in order between two tests.
};

enum class SendOutcome { Sent, Short, Failed };

/// Where the engine's output goes. Neither function may call back into the engine.
class GreSink {
public:
    virtual ~GreSink() = default;
    /// GRE header and payload, without an IP header. Any error of the system is Failed, never an end.
    virtual SendOutcome sendGre(std::span<const std::byte> packet) = 0;
    /// A PPP frame in its order, with FF 03 if the peer sent it. Never empty.
    virtual void deliverPpp(std::span<const std::byte> frame) = 0;
};

/// Every datagram ends in exactly one counter. After each call holds:
///
///   rxDatagrams == rxAccepted + rxUnderWindow + rxOverWindow + rxHeld + rxInvalid + rxTruncated + rxAcks
///                  + rxOtherCall
///
/// where a packet with a sequence number but without data counts in rxAcks when its turn in the order comes.
/// rxBuffered counts events (each packet that was ever held back) and is no term of the sum; rxDuplicates is
/// a part of rxUnderWindow; rxLost counts numbers that never became datagrams.
class GreEngine {
public:
    /// Well above any MTU that makes sense in PPTP (RFC 2637: 1532). A longer frame counts as txOversize.
    static constexpr std::size_t MaxPppFrame = 2048;

    GreEngine(const GreConfig& config, GreSink& sink);

    void onDatagram(std::span<const std::byte> withIpHeader, TimePoint now);
    void onReadError() { ++m_stats.rxOsErrors; }
    void onPppFrame(std::span<const std::byte> frame, TimePoint now);
    /// Gives up gaps and sends pure acknowledgements that are due. Pure acknowledgements are sent from here
    /// only, so a caller that reads a batch of datagrams first acknowledges the batch with one packet.
    void onTimer(TimePoint now);
    /// When to call onTimer() next; a time in the past means now.
    [[nodiscard]] std::optional<TimePoint> deadline() const;
    [[nodiscard]] const GreStats& stats() const { return m_stats; }

private:
    void countDefect(GreDefect defect);
    void onAcknowledgement(SequenceNumber acknowledgement, TimePoint now);
    void onSequenced(SequenceNumber sequence, std::span<const std::byte> payload, TimePoint now);
    void drainWindow(TimePoint now);
    void deliver(SequenceNumber sequence, std::span<const std::byte> payload, TimePoint now);
    void sendAcknowledgement(TimePoint now);
    [[nodiscard]] SendOutcome send(const GreHeader& header, std::span<const std::byte> payload);

    GreConfig m_config;
    GreSink& m_sink;
    GreStats m_stats;
    ReceiveWindow m_window;
    AckTracker m_acks;
    RoundTrip m_roundTrip;
    std::array<std::byte, MaxGreHeaderBytes + MaxPppFrame> m_packet{};
};

} // namespace pptp
