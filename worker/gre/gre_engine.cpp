// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/gre_engine.h"

#include <algorithm>

namespace pptp {
namespace {

ReceiveLimits limitsOf(const GreConfig& config)
{
    ReceiveLimits limits;
    limits.window = config.missingWindow;
    limits.timeout = config.reorderTimeout;
    limits.buffering = config.buffering;
    return limits;
}

/// 0 stands for "no sample yet".
std::uint64_t microseconds(std::chrono::nanoseconds duration)
{
    const auto count = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
    return static_cast<std::uint64_t>(std::max<std::int64_t>(count, 1));
}

} // namespace

GreEngine::GreEngine(const GreConfig& config, GreSink& sink)
    : m_config(config), m_sink(sink), m_window(limitsOf(config)),
      m_acks(SequenceNumber(config.firstSequence), config.receiveWindow),
      m_sender(config, sink, m_stats, m_acks, m_roundTrip)
{
}

void GreEngine::onDatagram(std::span<const std::byte> withIpHeader, TimePoint now)
{
    ++m_stats.rxDatagrams;
    const auto packet = decodeGreDatagram(withIpHeader, m_config.callId);
    if (!packet) {
        countDefect(packet.error());
        return;
    }
    if (packet->acknowledgement)
        onAcknowledgement(*packet->acknowledgement, now);
    if (packet->sequence)
        onSequenced(*packet->sequence, packet->payload, now);
    else
        ++m_stats.rxAcks;
}

void GreEngine::onTimer(TimePoint now)
{
    deliverHeld(now);
    m_sender.onTimer(now);
}

std::optional<TimePoint> GreEngine::deadline() const
{
    return firstOf(m_window.deadline(), m_sender.deadline());
}

void GreEngine::countDefect(GreDefect defect)
{
    switch (defect) {
    case GreDefect::Invalid:
        ++m_stats.rxInvalid;
        break;
    case GreDefect::OtherCall:
        ++m_stats.rxOtherCall;
        break;
    case GreDefect::Truncated:
        ++m_stats.rxTruncated;
        break;
    }
}

void GreEngine::onAcknowledgement(SequenceNumber acknowledgement, TimePoint now)
{
    if (m_sender.holds(acknowledgement)) {
        ++m_stats.rxBadAcks;
        return;
    }
    switch (m_acks.onAckReceived(acknowledgement)) {
    case AckVerdict::Stale:
        return;
    case AckVerdict::NeverSent:
        ++m_stats.rxBadAcks;
        return;
    case AckVerdict::Advanced:
        break;
    }
    if (m_roundTrip.onAcknowledged(acknowledgement, now))
        publishRoundTrip();
    m_sender.onAcknowledged(acknowledgement, now);
}

void GreEngine::publishRoundTrip()
{
    m_stats.roundTripMicroseconds = microseconds(*m_roundTrip.estimate());
    m_stats.roundTripMinimumMicroseconds = microseconds(m_roundTrip.minimum());
    m_stats.roundTripMeanMicroseconds = microseconds(m_roundTrip.mean());
    m_stats.roundTripDeviationMicroseconds = microseconds(m_roundTrip.deviation());
}

void GreEngine::onSequenced(SequenceNumber sequence, std::span<const std::byte> payload, TimePoint now)
{
    const SequenceNumber expected = m_window.expected();
    const Arrival arrival = m_window.accept(sequence, payload, now);
    switch (arrival) {
    case Arrival::InOrder:
        deliver(sequence, payload, now);
        break;
    case Arrival::Ahead:
        ++m_stats.rxBuffered;
        deliver(sequence, payload, now);
        break;
    case Arrival::Held:
        ++m_stats.rxBuffered;
        break;
    case Arrival::DuplicateOfHeld:
        ++m_stats.rxDuplicates;
        ++m_stats.rxUnderWindow;
        break;
    case Arrival::Behind:
        ++m_stats.rxUnderWindow;
        break;
    case Arrival::TooFar:
        ++m_stats.rxOverWindow;
        break;
    }
    if (arrival != Arrival::InOrder)
        noteArrival(arrival, sequence, expected);
    deliverHeld(now);
}

void GreEngine::noteArrival(Arrival arrival, SequenceNumber sequence, SequenceNumber expected)
{
    LogNoteKind kind = LogNoteKind::Discarded;
    if (arrival == Arrival::Held)
        kind = LogNoteKind::Buffering;
    else if (arrival == Arrival::TooFar)
        kind = LogNoteKind::TooFar;
    else if (arrival == Arrival::Ahead)
        return; // It is delivered, and deliverHeld() tells what was given up for it.
    m_sink.note(kind, sequence.value(), expected.value());
}

void GreEngine::deliverHeld(TimePoint now)
{
    while (const auto packet = m_window.takeNext(now)) {
        if (!packet->payload.empty())
            ++m_stats.rxFromQueue;
        deliver(packet->sequence, packet->payload, now);
    }
    m_stats.rxHeld = m_window.held();
    if (const auto lost = m_window.lost(); lost != m_stats.rxLost) {
        m_sink.note(LogNoteKind::TimedOut, static_cast<std::uint32_t>(lost - m_stats.rxLost), 0);
        m_stats.rxLost = lost;
    }
}

void GreEngine::deliver(SequenceNumber sequence, std::span<const std::byte> payload, TimePoint now)
{
    if (payload.empty()) {
        ++m_stats.rxAcks;
        m_acks.onAdvanced(sequence);
        return;
    }
    ++m_stats.rxAccepted;
    m_stats.rxOctets += payload.size();
    m_acks.onDelivered(sequence, now);
    m_sink.deliverPpp(payload);
}

} // namespace pptp
