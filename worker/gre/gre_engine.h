// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One call's GRE traffic in both directions: datagrams and PPP frames in, packets and frames in order out.
#pragma once

#include "common/gre_stats.h"
#include "worker/gre/ack_tracker.h"
#include "worker/gre/gre_config.h"
#include "worker/gre/gre_packet.h"
#include "worker/gre/gre_sender.h"
#include "worker/gre/receive_window.h"
#include "worker/gre/round_trip.h"
#include "worker/time_point.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace pptp {

/// Every datagram ends in exactly one counter. After each call holds:
///
///   rxDatagrams == rxAccepted + rxUnderWindow + rxOverWindow + rxHeld + rxInvalid + rxTruncated + rxAcks
///                  + rxOtherCall
///
/// where a packet with a sequence number but without data counts in rxAcks when its turn in the order comes.
/// rxBuffered counts events (each packet that came ahead of its turn) and is no term of the sum; rxFromQueue
/// is a part of rxAccepted, rxDuplicates of rxUnderWindow; rxLost counts numbers that never became datagrams.
class GreEngine {
public:
    static constexpr std::size_t MaxPppFrame = pptp::MaxPppFrame;

    GreEngine(const GreConfig& config, GreSink& sink);

    void onDatagram(std::span<const std::byte> withIpHeader, TimePoint now);
    /// The kernel had no room for as many datagrams right before the next one.
    void onKernelDropped(std::uint32_t datagrams) { m_stats.rxKernelDropped += datagrams; }
    void onReadError() { ++m_stats.rxOsErrors; }
    void onIcmpError()
    {
        ++m_stats.rxOsErrors;
        ++m_stats.rxIcmpErrors;
    }
    void onPppFrame(std::span<const std::byte> frame, TimePoint now) { m_sender.onFrame(frame, now); }
    /// As each of them in turn, with fewer calls of the system. They need to live no longer than the call.
    void onPppFrames(std::span<const std::span<const std::byte>> frames, TimePoint now)
    {
        m_sender.onFrames(frames, now);
    }
    /// False while a frame waits, for the send window or because the system has just refused a packet:
    /// further ones had better wait where they are. onDatagram() and onTimer() may change it.
    [[nodiscard]] bool wantsFrames() const { return m_sender.wantsFrames(); }
    /// Sends what is still held back, and the acknowledgement that is owed, before the call is cleared.
    void finish(TimePoint now) { m_sender.finish(now); }
    /// While pppd does not take what it is given, no pure acknowledgement is sent: a peer that heeds our
    /// window then waits. One that does not could not be slowed down by anything else either.
    void setDeliveryBusy(bool busy) { m_sender.withholdAcknowledgements(busy); }
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
    void noteArrival(Arrival arrival, SequenceNumber sequence, SequenceNumber expected);
    void publishRoundTrip();
    void deliver(SequenceNumber sequence, std::span<const std::byte> payload, TimePoint now);
    void deliverHeld(TimePoint now);

    GreConfig m_config;
    GreSink& m_sink;
    GreStats m_stats;
    ReceiveWindow m_window;
    AckTracker m_acks;
    RoundTrip m_roundTrip;
    GreSender m_sender;
};

} // namespace pptp
