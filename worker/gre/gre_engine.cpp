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
    return limits;
}

std::optional<TimePoint> earlier(std::optional<TimePoint> left, std::optional<TimePoint> right)
{
    if (left && right)
        return std::min(*left, *right);
    return left ? left : right;
}

} // namespace

GreEngine::GreEngine(const GreConfig& config, GreSink& sink)
    : m_config(config), m_sink(sink), m_window(limitsOf(config))
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

void GreEngine::onPppFrame(std::span<const std::byte> frame, TimePoint now)
{
    if (frame.empty())
        return;
    if (frame.size() > MaxPppFrame) {
        ++m_stats.txOversize;
        return;
    }
    const SequenceNumber sequence = m_acks.nextToSend();
    const auto acknowledgement = m_acks.owed();
    const auto length = static_cast<std::uint16_t>(frame.size());
    const auto outcome = send({m_config.peerCallId, length, sequence, acknowledgement}, frame);
    // A refused packet never reached the network: its number is used again, so that the peer sees no gap.
    if (outcome == SendOutcome::Failed)
        return;
    if (outcome == SendOutcome::Sent)
        ++m_stats.txSent;
    m_acks.onDataSent();
    m_roundTrip.onSent(sequence, now);
    if (acknowledgement)
        m_acks.onAckSent();
}

void GreEngine::onTimer(TimePoint now)
{
    drainWindow(now);
    const auto due = m_acks.deadline(m_roundTrip.estimate());
    if (due && *due <= now)
        sendAcknowledgement(now);
}

std::optional<TimePoint> GreEngine::deadline() const
{
    return earlier(m_window.deadline(), m_acks.deadline(m_roundTrip.estimate()));
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
    if (m_acks.onAckReceived(acknowledgement) != AckVerdict::Advanced)
        return;
    m_roundTrip.onAcknowledged(acknowledgement, now);
    if (const auto estimate = m_roundTrip.estimate()) {
        const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(*estimate).count();
        // 0 stands for "no sample yet".
        m_stats.roundTripMicroseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(micros, 1));
    }
}

void GreEngine::onSequenced(SequenceNumber sequence, std::span<const std::byte> payload, TimePoint now)
{
    switch (m_window.accept(sequence, payload, now)) {
    case Arrival::InOrder:
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
    drainWindow(now);
}

void GreEngine::drainWindow(TimePoint now)
{
    while (const auto packet = m_window.takeNext(now))
        deliver(packet->sequence, packet->payload, now);
    m_stats.rxHeld = m_window.held();
    m_stats.rxLost = m_window.lost();
}

void GreEngine::deliver(SequenceNumber sequence, std::span<const std::byte> payload, TimePoint now)
{
    if (payload.empty()) {
        ++m_stats.rxAcks;
        m_acks.onAdvanced(sequence);
        return;
    }
    ++m_stats.rxAccepted;
    m_acks.onDelivered(sequence, now);
    m_sink.deliverPpp(payload);
}

void GreEngine::sendAcknowledgement(TimePoint now)
{
    const auto outcome = send({m_config.peerCallId, 0, std::nullopt, m_acks.owed()}, {});
    if (outcome == SendOutcome::Failed) {
        m_acks.onAckRefused(now);
        return;
    }
    if (outcome == SendOutcome::Sent)
        ++m_stats.txAcks;
    m_acks.onAckSent();
}

SendOutcome GreEngine::send(const GreHeader& header, std::span<const std::byte> payload)
{
    const std::size_t headerBytes = encodeGreHeader(header, std::span(m_packet).first<MaxGreHeaderBytes>());
    std::copy(payload.begin(), payload.end(), m_packet.begin() + static_cast<std::ptrdiff_t>(headerBytes));
    const auto outcome = m_sink.sendGre(std::span(m_packet).first(headerBytes + payload.size()));
    if (outcome == SendOutcome::Failed)
        ++m_stats.txFailed;
    else if (outcome == SendOutcome::Short)
        ++m_stats.txShort;
    return outcome;
}

} // namespace pptp
