// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/fuzz/gre_model.h"

namespace pptp::fuzz {
namespace {

constexpr std::size_t StampBytes = 8; ///< At the front of each payload: sequence and number in the books.

void put(std::vector<std::byte>& bytes, std::uint32_t value, int count)
{
    for (int shift = (count - 1) * 8; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<std::byte>(value >> shift & 0xffU));
}

std::uint32_t number(Bytes bytes)
{
    std::uint32_t value = 0;
    for (const std::byte byte : bytes.first(4))
        value = value << 8 | std::to_integer<std::uint32_t>(byte);
    return value;
}

std::vector<std::byte> ipHeader()
{
    std::vector<std::byte> header(20);
    header[0] = std::byte{0x45};
    header[9] = std::byte{47};
    return header;
}

} // namespace

GreModel::GreModel(const GreConfig& config)
    : m_config(config), m_engine(config, *this), m_nextSent(config.firstSequence)
{
}

void GreModel::receive(const GreClaim& claim)
{
    const bool hasData = claim.sequence && !claim.empty;
    const std::size_t size = hasData ? StampBytes + claim.padding : 0;
    auto datagram = ipHeader();
    put(datagram, claim.sequence ? 0x30 : 0x20, 1);
    put(datagram, claim.acknowledgement ? 0x81 : 0x01, 1);
    put(datagram, 0x880b, 2);
    put(datagram, static_cast<std::uint32_t>(size), 2);
    put(datagram, OurCall, 2);
    if (claim.sequence)
        put(datagram, *claim.sequence, 4);
    if (claim.acknowledgement)
        put(datagram, *claim.acknowledgement, 4);
    if (hasData) {
        put(datagram, *claim.sequence, 4);
        put(datagram, static_cast<std::uint32_t>(m_book.size()), 4);
        datagram.resize(datagram.size() + claim.padding);
        m_book.push_back({*claim.sequence, size});
    }
    if (claim.sequence)
        m_received.insert(*claim.sequence);
    feed(datagram);
}

void GreModel::receiveRaw(Bytes datagram)
{
    const auto packet = decodeGreDatagram(datagram, OurCall);
    if (packet && !packet->payload.empty())
        return;
    if (packet && packet->sequence)
        m_received.insert(packet->sequence->value());
    feed(datagram);
}

void GreModel::feed(Bytes datagram)
{
    ++m_datagrams;
    m_engine.onDatagram(datagram, m_now);
    check();
}

void GreModel::sendPpp(std::size_t size, bool unasked)
{
    if (!unasked && !m_engine.wantsFrames())
        return;
    std::vector<std::byte> frame;
    if (size > 0 && size <= GreEngine::MaxPppFrame) {
        put(frame, m_frames, 4);
        ++m_frames;
    }
    frame.resize(std::max(size, frame.size()));
    m_engine.onPppFrame(frame, m_now);
    check();
}

void GreModel::wait(std::chrono::nanoseconds time)
{
    m_now += time;
    std::size_t runs = 0;
    do {
        m_engine.onTimer(m_now);
        check();
        // Each run makes room for a frame at least.
        require(++runs <= 2 + m_frames, "a timer that has run is not due");
    } while (m_engine.deadline().value_or(TimePoint::max()) <= m_now);
}

void GreModel::finish()
{
    m_outcome = SendOutcome::Sent;
    for (std::size_t steps = 0; m_engine.deadline(); ++steps) {
        require(steps <= 4 * (m_book.size() + m_frames) + 16, "a quiet engine comes to rest");
        wait(std::max<std::chrono::nanoseconds>(*m_engine.deadline() - m_now, std::chrono::nanoseconds(0)));
    }
    m_engine.finish(m_now);
    check();
    require(m_everRefused || m_frames > GreSender::MaxWaiting || m_sentFrames.size() == m_frames,
            "what nobody refused is sent");
    require(m_everRefused || m_sentNumbers.size() == m_nextSent.value() - m_config.firstSequence,
            "no number is left out");
}

SendOutcome GreModel::sendGre(std::span<const std::byte> packet)
{
    auto datagram = ipHeader();
    datagram.insert(datagram.end(), packet.begin(), packet.end());
    const auto sent = decodeGreDatagram(datagram, PeerCall);
    require(sent.has_value(), "what is sent is sound");
    require(packet.size() <= MaxGreHeaderBytes + GreEngine::MaxPppFrame, "what is sent has its largest size");
    if (sent->acknowledgement)
        require(m_received.contains(sent->acknowledgement->value()), "only what came is acknowledged");
    if (sent->sequence)
        checkSentData(*sent);
    else if (m_outcome != SendOutcome::Failed)
        // One more at the end may be for numbers without data.
        require(++m_pureAcks <= m_delivered.size() + 1, "no more acknowledgements than data");
    if (m_outcome == SendOutcome::Short)
        ++m_sent.txShort;
    if (m_outcome == SendOutcome::Failed)
        ++m_sent.txFailed;
    if (m_outcome == SendOutcome::Sent && !sent->sequence)
        ++m_sent.txAcks;
    return m_outcome;
}

void GreModel::checkSentData(const GrePacket& packet)
{
    require(packet.payload.size() >= 4, "a frame is sent whole");
    const std::uint32_t frame = number(packet.payload);
    require(frame < m_frames, "a frame that is sent came from pppd");
    if (m_config.testType == 0) {
        require(packet.sequence == m_nextSent, "each number is used once, and none is left out");
        require(m_sentFrames.empty() || *m_sentFrames.rbegin() < frame, "frames are sent in their order");
    }
    if (m_outcome == SendOutcome::Failed)
        return;
    require(m_sentFrames.insert(frame).second, "a frame is sent once");
    require(m_sentNumbers.insert(packet.sequence->value()).second, "a number is used once");
    if (m_nextSent.distanceTo(*packet.sequence) >= 0)
        m_nextSent = packet.sequence->next();
    if (m_outcome == SendOutcome::Sent) {
        ++m_sent.txSent;
        m_sent.txOctets += packet.payload.size();
    }
}

void GreModel::deliverPpp(std::span<const std::byte> frame)
{
    require(frame.size() >= StampBytes, "a frame is delivered whole");
    const std::uint32_t sequence = number(frame);
    const std::uint32_t index = number(frame.subspan(4));
    require(index < m_book.size(), "what is delivered was received");
    Entry& entry = m_book[index];
    require(!entry.delivered, "a packet is delivered once");
    require(entry.sequence == sequence && entry.size == frame.size(), "a packet is delivered as it came");
    entry.delivered = true;
    require(m_delivered.empty() || SequenceNumber(m_delivered.back()).isBefore(SequenceNumber(sequence)),
            "packets are delivered in order");
    m_delivered.push_back(sequence);
    m_deliveredOctets += frame.size();
}

void GreModel::check() const
{
    const GreStats& s = m_engine.stats();
    require(s.rxDatagrams == m_datagrams, "every datagram is counted");
    require(s.rxDatagrams == s.rxAccepted + s.rxUnderWindow + s.rxOverWindow + s.rxHeld + s.rxInvalid +
                                 s.rxTruncated + s.rxAcks + s.rxOtherCall,
            "every datagram is counted once");
    require(s.rxAccepted == m_delivered.size(), "what is delivered is counted");
    require(s.rxHeld <= m_config.missingWindow + 1U, "no more is held than allowed");
    require(s.rxDuplicates <= s.rxUnderWindow, "a duplicate is an old packet");
    require(s.rxHeld <= s.rxBuffered, "what is held was held back");
    require(s.rxOctets == m_deliveredOctets && s.rxFromQueue <= s.rxAccepted, "what is delivered is counted");
    require(s.txSent == m_sent.txSent && s.txOctets == m_sent.txOctets, "what is sent is counted");
    require(s.txAcks == m_sent.txAcks && s.txShort == m_sent.txShort, "what is sent is counted");
    require(s.txFailed >= m_sent.txFailed, "what is refused is counted");
}

} // namespace pptp::fuzz
