// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/gre_sender.h"

#include <algorithm>
#include <utility>

namespace pptp {

GreSender::GreSender(const GreConfig& config, GreSink& sink, GreStats& stats, AckTracker& acks,
                     RoundTrip& roundTrip)
    : m_peerCallId(config.peerCallId), m_sink(sink), m_stats(stats), m_acks(acks), m_roundTrip(roundTrip),
      m_window(config.sendWindow, SequenceNumber(config.firstSequence)),
      m_test(config.testType, config.testRate)
{
}

void GreSender::onFrame(std::span<const std::byte> frame, TimePoint now)
{
    if (frame.empty())
        return;
    if (frame.size() > MaxPppFrame) {
        ++m_stats.txOversize;
        return;
    }
    if (!m_waiting.empty() || mustWait())
        wait(frame);
    else
        number(frame, now);
}

void GreSender::onFrames(std::span<const std::span<const std::byte>> frames, TimePoint now)
{
    while (!frames.empty()) {
        const bool inBatch = m_waiting.empty() && !mustWait() && !m_test.isOn();
        std::size_t done = inBatch ? sendBatch(frames, now) : 0;
        if (done == 0) {
            onFrame(frames.front(), now);
            done = 1;
        }
        frames = frames.subspan(done);
    }
}

/// The numbers are only lent until the system has taken the packets: the first one that it refuses is
/// dropped, and those behind it get the numbers from there on. Returns how many frames are done with; what is
/// nothing to be sent is left to the caller.
std::size_t GreSender::sendBatch(std::span<const std::span<const std::byte>> frames, TimePoint now)
{
    const std::size_t room = std::min({frames.size(), MaxBatch, m_window.room()});
    const SequenceNumber first = m_acks.nextToSend();
    const auto acknowledgement = m_acks.owed();
    GreHeader header{m_peerCallId, 0, first, acknowledgement};
    std::size_t count = 0;
    for (; count < room && !frames[count].empty() && frames[count].size() <= MaxPppFrame; ++count) {
        header.payloadLength = static_cast<std::uint16_t>(frames[count].size());
        const std::size_t bytes = encodeGreHeader(header, m_headers[count]);
        m_batch[count] = {std::span(m_headers[count]).first(bytes), frames[count]};
        header.sequence = header.sequence->next();
        header.acknowledgement.reset();
    }
    if (count == 0)
        return 0;
    const std::size_t taken = m_sink.sendGreBatch(std::span(m_batch).first(count));
    SequenceNumber sequence = first;
    for (std::size_t i = 0; i < taken; ++i, sequence = sequence.next()) {
        onTaken(sequence, frames[i].size(), m_batch[i].isShort, now);
        m_acks.onDataSent();
    }
    if (taken != 0 && acknowledgement)
        m_acks.onAckSent();
    if (taken == count)
        return count;
    onRefused(now);
    return taken + 1;
}

void GreSender::wait(std::span<const std::byte> frame)
{
    if (m_waiting.size() == MaxWaiting) {
        ++m_stats.txFailed;
        return;
    }
    if (!m_pauseEnd && m_waiting.empty())
        ++m_stats.txWindowWaits;
    m_waiting.emplace_back(frame.begin(), frame.end());
}

void GreSender::sendWaiting(TimePoint now)
{
    while (!m_waiting.empty() && !mustWait()) {
        if (m_test.isOn()) {
            number(m_waiting.front(), now);
            m_waiting.pop_front();
            continue;
        }
        std::array<std::span<const std::byte>, MaxBatch> frames;
        const std::size_t count = std::min(m_waiting.size(), MaxBatch);
        std::copy_n(m_waiting.begin(), count, frames.begin());
        const std::size_t done = sendBatch(std::span(frames).first(count), now);
        m_waiting.erase(m_waiting.begin(), m_waiting.begin() + static_cast<std::ptrdiff_t>(done));
    }
}

void GreSender::number(std::span<const std::byte> frame, TimePoint now)
{
    const SequenceNumber sequence = m_acks.nextToSend();
    if (!m_test.isOn()) {
        if (transmit(sequence, frame, now) != SendOutcome::Failed)
            m_acks.onDataSent();
        return;
    }
    // Packets that overtake need their numbers beforehand; one that is refused then is a loss like any other.
    m_acks.onDataSent();
    for (const NumberedFrame& packet : m_test.next({sequence, {frame.begin(), frame.end()}}))
        transmit(packet.sequence, packet.frame, now);
}

SendOutcome GreSender::transmit(SequenceNumber sequence, std::span<const std::byte> frame, TimePoint now)
{
    const auto acknowledgement = m_acks.owed();
    const auto length = static_cast<std::uint16_t>(frame.size());
    const auto outcome = send({m_peerCallId, length, sequence, acknowledgement}, frame, now);
    if (outcome == SendOutcome::Failed)
        return outcome;
    onTaken(sequence, frame.size(), outcome == SendOutcome::Short, now);
    if (acknowledgement)
        m_acks.onAckSent();
    return outcome;
}

void GreSender::onTaken(SequenceNumber sequence, std::size_t frameBytes, bool isShort, TimePoint now)
{
    m_pause = FirstPause;
    if (isShort) {
        ++m_stats.txShort;
    } else {
        ++m_stats.txSent;
        m_stats.txOctets += frameBytes;
    }
    m_window.onSent(sequence, now);
    m_roundTrip.onSent(sequence, now);
}

void GreSender::onRefused(TimePoint now)
{
    ++m_stats.txFailed;
    m_pauseEnd = now + m_pause;
    m_pause = std::min(m_pause * 2, LongestPause);
}

void GreSender::onAcknowledged(SequenceNumber acknowledgement, TimePoint now)
{
    m_window.onAcknowledged(acknowledgement, now);
    sendWaiting(now);
}

void GreSender::sendAcknowledgement(TimePoint now)
{
    const auto outcome = send({m_peerCallId, 0, std::nullopt, m_acks.owed()}, {}, now);
    if (outcome == SendOutcome::Failed)
        return;
    m_pause = FirstPause;
    ++(outcome == SendOutcome::Sent ? m_stats.txAcks : m_stats.txShort);
    m_acks.onAckSent();
}

void GreSender::onTimer(TimePoint now)
{
    if (m_pauseEnd && *m_pauseEnd <= now)
        m_pauseEnd.reset();
    sendWaiting(now);
    // Also of a window that only a frame of just now has filled, behind a packet of long ago.
    if (const auto windowEnd = m_window.deadline(m_roundTrip); windowEnd && *windowEnd <= now) {
        m_window.giveUp();
        sendWaiting(now);
    }
    const auto due = acknowledgementDue();
    if (due && *due <= now && !m_pauseEnd)
        sendAcknowledgement(now);
}

std::optional<TimePoint> GreSender::deadline() const
{
    if (m_pauseEnd)
        return m_pauseEnd;
    return firstOf(m_window.deadline(m_roundTrip), acknowledgementDue());
}

std::optional<TimePoint> GreSender::acknowledgementDue() const
{
    return m_acksWithheld ? std::nullopt : m_acks.deadline(m_roundTrip.estimate());
}

void GreSender::finish(TimePoint now)
{
    for (const auto& frame : std::exchange(m_waiting, {}))
        number(frame, now);
    for (const NumberedFrame& packet : m_test.flush())
        transmit(packet.sequence, packet.frame, now);
    if (m_acks.deadline(m_roundTrip.estimate()))
        sendAcknowledgement(now);
}

SendOutcome GreSender::send(const GreHeader& header, std::span<const std::byte> payload, TimePoint now)
{
    const std::size_t headerBytes = encodeGreHeader(header, std::span(m_packet).first<MaxGreHeaderBytes>());
    std::copy(payload.begin(), payload.end(), m_packet.begin() + static_cast<std::ptrdiff_t>(headerBytes));
    const auto outcome = m_sink.sendGre(std::span(m_packet).first(headerBytes + payload.size()));
    if (outcome == SendOutcome::Failed)
        onRefused(now);
    return outcome;
}

} // namespace pptp
