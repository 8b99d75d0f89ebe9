// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/gre_packet.h"

namespace pptp {
namespace {

// RFC 2637, 4.1: |C|R|K|S|s|Recur| and |A|Flags|Ver|.
constexpr std::uint8_t KeyPresent = 0x20;
constexpr std::uint8_t SequencePresent = 0x10;
constexpr std::uint8_t AcknowledgementPresent = 0x80;
constexpr std::uint8_t EnhancedVersion = 0x01;
constexpr std::uint16_t PppProtocol = 0x880b;

/// Hands out fields from the front and nothing that is not there: no length check can be forgotten.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes) : m_rest(bytes) {}

    std::optional<std::span<const std::byte>> take(std::size_t count)
    {
        if (count > m_rest.size())
            return std::nullopt;
        const auto taken = m_rest.first(count);
        m_rest = m_rest.subspan(count);
        return taken;
    }

    std::optional<std::uint8_t> take8()
    {
        const auto bytes = take(1);
        if (!bytes)
            return std::nullopt;
        return std::to_integer<std::uint8_t>(bytes->front());
    }

    std::optional<std::uint16_t> take16()
    {
        const auto bytes = take(2);
        if (!bytes)
            return std::nullopt;
        return static_cast<std::uint16_t>(bigEndian(*bytes));
    }

    std::optional<std::uint32_t> take32()
    {
        const auto bytes = take(4);
        if (!bytes)
            return std::nullopt;
        return bigEndian(*bytes);
    }

private:
    static std::uint32_t bigEndian(std::span<const std::byte> bytes)
    {
        std::uint32_t value = 0;
        for (const auto byte : bytes)
            value = (value << 8) | std::to_integer<std::uint32_t>(byte);
        return value;
    }

    std::span<const std::byte> m_rest;
};

/// The options of an IPv4 header are part of its length; 20 bytes may not be assumed.
bool skipIpHeader(ByteReader& reader)
{
    const auto versionAndLength = reader.take8();
    if (!versionAndLength || *versionAndLength >> 4 != 4)
        return false;
    const std::size_t headerBytes = (*versionAndLength & 0x0fU) * 4U;
    return headerBytes >= 20 && reader.take(headerBytes - 1);
}

bool takeOptional(ByteReader& reader, bool present, std::optional<SequenceNumber>& field)
{
    if (!present)
        return true;
    const auto value = reader.take32();
    if (value)
        field = SequenceNumber(*value);
    return value.has_value();
}

void put16(std::span<std::byte> out, std::size_t at, std::uint16_t value)
{
    out[at] = static_cast<std::byte>(value >> 8);
    out[at + 1] = static_cast<std::byte>(value & 0xffU);
}

void put32(std::span<std::byte> out, std::size_t at, std::uint32_t value)
{
    put16(out, at, static_cast<std::uint16_t>(value >> 16));
    put16(out, at + 2, static_cast<std::uint16_t>(value & 0xffffU));
}

} // namespace

tl::expected<GrePacket, GreDefect> decodeGreDatagram(std::span<const std::byte> datagram,
                                                     std::uint16_t callId)
{
    ByteReader reader(datagram);
    if (!skipIpHeader(reader))
        return tl::unexpected(GreDefect::Invalid);

    const auto flags = reader.take8();
    const auto flagsAndVersion = reader.take8();
    const auto protocol = reader.take16();
    if (!flags || !flagsAndVersion || !protocol)
        return tl::unexpected(GreDefect::Truncated);
    const bool hasSequence = *flags & SequencePresent;
    const bool hasAcknowledgement = *flagsAndVersion & AcknowledgementPresent;
    // A packet with neither number would say nothing; it is no acknowledgement either.
    if ((*flags & ~SequencePresent) != KeyPresent ||
        (*flagsAndVersion & ~AcknowledgementPresent) != EnhancedVersion || *protocol != PppProtocol ||
        (!hasSequence && !hasAcknowledgement))
        return tl::unexpected(GreDefect::Invalid);

    const auto payloadLength = reader.take16();
    const auto packetCallId = reader.take16();
    if (!payloadLength || !packetCallId)
        return tl::unexpected(GreDefect::Truncated);
    if (*packetCallId != callId)
        return tl::unexpected(GreDefect::OtherCall);

    GrePacket packet;
    if (!takeOptional(reader, hasSequence, packet.sequence) ||
        !takeOptional(reader, hasAcknowledgement, packet.acknowledgement))
        return tl::unexpected(GreDefect::Truncated);
    const auto payload = reader.take(*payloadLength);
    if (!payload)
        return tl::unexpected(GreDefect::Truncated);
    if (hasSequence)
        packet.payload = *payload;
    return packet;
}

std::size_t encodeGreHeader(const GreHeader& header, std::span<std::byte, MaxGreHeaderBytes> out)
{
    out[0] = static_cast<std::byte>(KeyPresent | (header.sequence ? SequencePresent : 0U));
    out[1] = static_cast<std::byte>(EnhancedVersion | (header.acknowledgement ? AcknowledgementPresent : 0U));
    put16(out, 2, PppProtocol);
    put16(out, 4, header.payloadLength);
    put16(out, 6, header.peerCallId);
    std::size_t length = 8;
    for (const auto& number : {header.sequence, header.acknowledgement}) {
        if (!number)
            continue;
        put32(out, length, number->value());
        length += 4;
    }
    return length;
}

} // namespace pptp
