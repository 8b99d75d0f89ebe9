// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "benchmarks/gre_link.h"

#include <algorithm>
#include <cstring>

namespace pptp::bench {
namespace {

constexpr int SocketBytes = 64 << 20;
constexpr int MaxBatches = 16;
// RFC 2637, 4.1: K always, S with a sequence number; in the second byte A, and version 1.
constexpr std::byte HasKey{0x20};
constexpr std::byte HasSequence{0x10};
constexpr std::byte HasAcknowledgement{0x80};
constexpr std::byte Version{0x01};
constexpr std::uint16_t ProtocolPpp = 0x880b;

void put16(std::byte* at, std::size_t value)
{
    at[0] = static_cast<std::byte>(value >> 8U);
    at[1] = static_cast<std::byte>(value);
}

void put32(std::byte* at, std::uint32_t value)
{
    put16(at, value >> 16U);
    put16(at + 2, value & 0xffffU);
}

std::uint32_t get16(const std::byte* at)
{
    return std::to_integer<std::uint32_t>(at[0]) << 8U | std::to_integer<std::uint32_t>(at[1]);
}

std::uint32_t get32(const std::byte* at)
{
    return get16(at) << 16U | get16(at + 2);
}

} // namespace

GreLink::GreLink(int descriptor, Payload payload) : m_descriptor(descriptor), m_payload(payload)
{
    onPrepared();
    for (const int option : {SO_RCVBUFFORCE, SO_SNDBUFFORCE})
        ::setsockopt(m_descriptor, SOL_SOCKET, option, &SocketBytes, sizeof SocketBytes);
    for (std::size_t i = 0; i < Batch; ++i) {
        m_out[i].msg_hdr.msg_iov = m_outParts[i].data();
        m_out[i].msg_hdr.msg_iovlen = 2;
        m_inParts[i] = {m_buffers[i].data(), DatagramBytes};
        m_in[i].msg_hdr.msg_iov = &m_inParts[i];
        m_in[i].msg_hdr.msg_iovlen = 1;
    }
}

void GreLink::open(in_addr peer, std::uint16_t peerCallId)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr = peer;
    m_peerCallId = peerCallId;
    m_isOpen = ::connect(m_descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

std::size_t GreLink::writeHeader(Header& header, std::optional<std::uint32_t> sequence, std::size_t payload)
{
    std::size_t length = 8;
    header[0] = HasKey;
    header[1] = Version;
    put16(&header[2], ProtocolPpp);
    put16(&header[4], payload);
    put16(&header[6], m_peerCallId);
    if (sequence) {
        header[0] |= HasSequence;
        put32(&header[length], *sequence);
        length += 4;
    }
    if (m_owesAcknowledgement && m_highestReceived) {
        header[1] |= HasAcknowledgement;
        put32(&header[length], *m_highestReceived);
        length += 4;
        m_owesAcknowledgement = false;
    }
    return length;
}

std::size_t GreLink::send(std::size_t count)
{
    count = std::min(count, Batch);
    for (std::size_t i = 0; i < count; ++i) {
        const auto sequence = m_nextSequence + static_cast<std::uint32_t>(i);
        const auto& frame = payload(sequence);
        m_outParts[i][0] = {m_headers[i].data(), writeHeader(m_headers[i], sequence, frame.size())};
        m_outParts[i][1] = {const_cast<std::byte*>(frame.data()), frame.size()};
    }
    const int sent = ::sendmmsg(m_descriptor, m_out.data(), static_cast<unsigned>(count), MSG_DONTWAIT);
    if (sent <= 0) {
        ++m_counters.sendErrors;
        return 0;
    }
    m_nextSequence += static_cast<std::uint32_t>(sent);
    m_counters.sent += static_cast<std::uint64_t>(sent);
    return static_cast<std::size_t>(sent);
}

void GreLink::sendFrame(std::span<const std::byte> frame)
{
    if (m_payload == Payload::Plain)
        sendPayload(frame);
    else
        sendPayload(encodeHdlcFrame(frame));
}

void GreLink::sendPayload(std::span<const std::byte> payload)
{
    Header header;
    std::array<iovec, 2> parts{};
    const bool hasData = !payload.empty();
    parts[0] = {header.data(),
                writeHeader(header, hasData ? std::optional(m_nextSequence) : std::nullopt, payload.size())};
    parts[1] = {const_cast<std::byte*>(payload.data()), payload.size()};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    if (::sendmsg(m_descriptor, &message, MSG_DONTWAIT) < 0)
        ++m_counters.sendErrors;
    else if (hasData)
        ++m_nextSequence;
}

void GreLink::receive()
{
    for (int batches = 0; batches < MaxBatches; ++batches) {
        const int count = ::recvmmsg(m_descriptor, m_in.data(), Batch, MSG_DONTWAIT, nullptr);
        if (count <= 0)
            return;
        const auto received = static_cast<std::size_t>(count);
        for (std::size_t i = 0; i < received; ++i)
            takeDatagram(std::span(m_buffers[i]).first(m_in[i].msg_len));
        m_counters.lastReceived = monotonicNow();
        if (m_owesAcknowledgement)
            sendPayload({}); // one for each batch, as a busy server does
        if (received < Batch)
            return;
    }
}

void GreLink::takeDatagram(std::span<const std::byte> datagram)
{
    const std::size_t ipBytes =
        datagram.empty() ? 0 : (std::to_integer<std::size_t>(datagram[0]) & 0x0fU) * 4;
    if (datagram.size() < ipBytes + 8 || get16(&datagram[ipBytes + 6]) != OurCallId) {
        ++m_counters.damaged;
        return;
    }
    const auto gre = datagram.subspan(ipBytes);
    const bool hasData = (gre[0] & HasSequence) != std::byte{0};
    const bool acknowledges = (gre[1] & HasAcknowledgement) != std::byte{0};
    const std::size_t headerBytes = 8U + (hasData ? 4U : 0U) + (acknowledges ? 4U : 0U);
    const std::size_t payload = get16(&gre[4]);
    if (gre.size() < headerBytes + payload) {
        ++m_counters.damaged;
        return;
    }
    if (acknowledges)
        ++(hasData ? m_counters.carriedAcknowledgements : m_counters.pureAcknowledgements);
    if (!hasData)
        return;
    takeSequence(get32(&gre[8]));
    const auto data = gre.subspan(headerBytes, payload);
    if (m_payload == Payload::Plain)
        take(data);
    else
        takeEncoded(m_encoded, data);
}

void GreLink::takeSequence(std::uint32_t sequence)
{
    const auto step = m_highestReceived ? static_cast<std::int32_t>(sequence - *m_highestReceived) : 1;
    if (step <= 0) {
        ++m_counters.late;
        return;
    }
    m_counters.lost += static_cast<std::uint64_t>(step - 1);
    m_highestReceived = sequence;
    m_owesAcknowledgement = true;
}

} // namespace pptp::bench
