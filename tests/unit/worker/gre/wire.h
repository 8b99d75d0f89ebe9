// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Packets by the million: datagrams without an allocation each, and a sink that checks instead of keeping.
#pragma once

#include "gre_fixture.h"

#include <array>
#include <cstring>

namespace pptp::test {

/// A frame that tells who sent it, and with which number.
enum class Origin : std::uint8_t { Peer, Forger };

class Wire {
public:
    [[nodiscard]] std::span<const std::byte> data(std::uint32_t sequence, Origin origin = Origin::Peer)
    {
        put(m_data, 28, sequence);
        put(m_data, 33, sequence);
        m_data[32] = static_cast<std::byte>(origin);
        return m_data;
    }
    /// A number without data.
    [[nodiscard]] std::span<const std::byte> step(std::uint32_t sequence)
    {
        put(m_step, 28, sequence);
        return m_step;
    }
    [[nodiscard]] std::span<const std::byte> acknowledgement(std::uint32_t number)
    {
        put(m_ack, 28, number);
        return m_ack;
    }

private:
    static void put(Bytes& bytes, std::size_t offset, std::uint32_t value)
    {
        for (std::size_t n = 0; n < 4; ++n)
            bytes[offset + n] = static_cast<std::byte>(value >> (24 - 8 * n));
    }

    Bytes m_data = datagram({0, {}, Bytes(5)});
    Bytes m_step = datagram({0, {}, {}});
    Bytes m_ack = datagram({{}, 0, {}});
};

/// Checks that frames come in the order of their numbers, each once; `inOrder` becomes false if not.
class CheckingSink : public GreSink {
public:
    SendOutcome sendGre(std::span<const std::byte> packet) override
    {
        if ((packet[0] & std::byte{0x10}) == std::byte{0})
            ++pureAcks;
        else
            ++dataPackets;
        return outcome;
    }
    void deliverPpp(std::span<const std::byte> frame) override
    {
        std::uint32_t number = 0;
        for (std::size_t n = 1; n < 5; ++n)
            number = number << 8U | static_cast<std::uint32_t>(frame[n]);
        if (last) {
            const std::int32_t step = SequenceNumber(*last).distanceTo(SequenceNumber(number));
            inOrder = inOrder && frame.size() == 5 && step > 0;
            span += static_cast<std::uint32_t>(step);
        } else {
            span = number + 1ULL;
        }
        last = number;
        ++(static_cast<Origin>(frame[0]) == Origin::Peer ? ofPeer : ofForger);
    }

    SendOutcome outcome = SendOutcome::Sent;
    bool inOrder = true;
    std::optional<std::uint32_t> last;
    std::uint64_t span = 0; ///< Numbers from 0 to the last one, with all rounds.
    std::uint64_t ofPeer = 0;
    std::uint64_t ofForger = 0;
    std::uint64_t pureAcks = 0;
    std::uint64_t dataPackets = 0;
};

/// The invariant of gre_engine.h, and what else holds at any time.
inline bool isConsistent(const GreStats& s)
{
    return s.rxDatagrams == s.rxAccepted + s.rxUnderWindow + s.rxOverWindow + s.rxHeld + s.rxInvalid +
                                s.rxTruncated + s.rxAcks + s.rxOtherCall &&
           s.rxFromQueue <= s.rxAccepted && s.rxHeld + s.rxFromQueue <= s.rxBuffered &&
           s.rxDuplicates <= s.rxUnderWindow && s.rxIcmpErrors <= s.rxOsErrors && s.txAcks <= s.rxAccepted;
}

/// Lets a call get to this number by confirmed jumps, none of which may reach half way round.
inline void bringTo(GreEngine& engine, Wire& wire, TimePoint& now, std::uint32_t next)
{
    engine.onDatagram(wire.data(0), now);
    for (const std::uint32_t stop : {0x60000000U, 0xb0000000U, next - 1}) {
        now += 2s;
        engine.onTimer(now);
        for (std::uint32_t n = stop - 3; n != stop + 1; ++n)
            engine.onDatagram(wire.data(n), now);
    }
    engine.onTimer(now);
}

} // namespace pptp::test
