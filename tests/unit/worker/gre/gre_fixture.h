// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the tests of the GRE engine share: packets from literals, a sink that records, time that is counted.
#pragma once

#include "worker/gre/gre_engine.h"

#include <QByteArray>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pptp::test {

using Bytes = std::vector<std::byte>;
using namespace std::chrono_literals;

inline constexpr std::uint16_t OurCall = 0x1234;
inline constexpr std::uint16_t PeerCall = 0xabcd;
inline constexpr TimePoint Start{std::chrono::hours(1)};

inline Bytes hex(const char* text)
{
    const QByteArray raw = QByteArray::fromHex(text);
    Bytes bytes;
    for (const char c : raw)
        bytes.push_back(static_cast<std::byte>(c));
    return bytes;
}

inline Bytes text(const std::string& value)
{
    Bytes bytes;
    for (const char c : value)
        bytes.push_back(static_cast<std::byte>(c));
    return bytes;
}

/// An IPv4 header without options, as a raw socket puts it in front of what follows.
inline Bytes ipHeader()
{
    return hex("45000000 00000000 402f0000 0a000001 0a000002");
}

struct PacketFields {
    std::optional<std::uint32_t> sequence{};
    std::optional<std::uint32_t> acknowledgement{};
    Bytes payload{};
    std::uint16_t callId = OurCall;
};

/// A sound datagram with these fields, written independently of the encoder under test.
inline Bytes datagram(const PacketFields& fields)
{
    Bytes bytes = ipHeader();
    const auto put = [&bytes](std::uint32_t value, int count) {
        for (int shift = (count - 1) * 8; shift >= 0; shift -= 8)
            bytes.push_back(static_cast<std::byte>((value >> shift) & 0xffU));
    };
    put(fields.sequence ? 0x30 : 0x20, 1);
    put(fields.acknowledgement ? 0x81 : 0x01, 1);
    put(0x880b, 2);
    put(static_cast<std::uint32_t>(fields.payload.size()), 2);
    put(fields.callId, 2);
    if (fields.sequence)
        put(*fields.sequence, 4);
    if (fields.acknowledgement)
        put(*fields.acknowledgement, 4);
    bytes.insert(bytes.end(), fields.payload.begin(), fields.payload.end());
    return bytes;
}

/// The frame that packet number `sequence` carries in these tests.
inline Bytes frameOf(std::uint32_t sequence)
{
    return text("frame " + std::to_string(sequence));
}

class RecordingSink : public GreSink {
public:
    SendOutcome sendGre(std::span<const std::byte> packet) override
    {
        if (refuses-- == 0)
            return SendOutcome::Failed;
        sent.emplace_back(packet.begin(), packet.end());
        return outcome;
    }
    std::size_t sendGreBatch(std::span<OutgoingPacket> packets) override
    {
        batches.push_back(packets.size());
        return GreSink::sendGreBatch(packets);
    }
    void deliverPpp(std::span<const std::byte> frame) override
    {
        delivered.emplace_back(frame.begin(), frame.end());
    }

    void note(LogNoteKind kind, std::uint32_t first, std::uint32_t second) override
    {
        notes.push_back({kind, first, second});
    }

    SendOutcome outcome = SendOutcome::Sent;
    int refuses = -1; ///< Takes as many packets before it refuses one; below 0: all of them.
    std::vector<Bytes> sent;
    std::vector<std::size_t> batches; ///< Packets in each, refused or not.
    std::vector<Bytes> delivered;
    std::vector<LogNote> notes;
};

/// The engine between a recording sink and a clock that only moves when told.
struct EngineBench {
    explicit EngineBench(const GreConfig& config = {OurCall, PeerCall, 300ms, 300}) : engine(config, sink) {}

    void receive(std::uint32_t sequence) { receive(PacketFields{sequence, {}, frameOf(sequence)}); }
    void receive(const PacketFields& fields) { engine.onDatagram(datagram(fields), now); }
    void receiveAll(const std::vector<std::uint32_t>& sequences)
    {
        for (const auto sequence : sequences)
            receive(sequence);
    }
    void wait(std::chrono::nanoseconds duration)
    {
        now += duration;
        engine.onTimer(now);
    }
    /// Whether exactly these packets' frames were delivered so far, in this order.
    [[nodiscard]] bool deliveredExactly(const std::vector<std::uint32_t>& sequences) const
    {
        std::vector<Bytes> expected;
        for (const auto sequence : sequences)
            expected.push_back(frameOf(sequence));
        return sink.delivered == expected;
    }
    /// The invariant of gre_engine.h.
    [[nodiscard]] bool everyDatagramIsCountedOnce() const
    {
        const GreStats& s = engine.stats();
        return s.rxDatagrams == s.rxAccepted + s.rxUnderWindow + s.rxOverWindow + s.rxHeld + s.rxInvalid +
                                    s.rxTruncated + s.rxAcks + s.rxOtherCall;
    }

    RecordingSink sink;
    GreEngine engine;
    TimePoint now = Start;
};

} // namespace pptp::test
