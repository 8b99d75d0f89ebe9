// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The GRE engine between a network and a pppd that keep books: every datagram that goes in is numbered, and
/// after each step what came out, and every counter, has to agree with the books.
#pragma once

#include "tests/fuzz/fuzz_input.h"
#include "worker/gre/gre_engine.h"

#include <optional>
#include <set>
#include <vector>

namespace pptp::fuzz {

inline constexpr std::uint16_t OurCall = 0x1234;
inline constexpr std::uint16_t PeerCall = 0xabcd;

/// The fields of a packet that is about to be sent to the engine.
struct GreClaim {
    std::optional<std::uint32_t> sequence{};
    std::optional<std::uint32_t> acknowledgement{};
    std::size_t padding = 0; ///< Of the payload, which also has the packet's number in the books.
    bool empty = false;      ///< A sequence number without data.
};

class GreModel : private GreSink {
public:
    explicit GreModel(const GreConfig& config);

    void receive(const GreClaim& claim);
    /// A datagram of any bytes; one that would be data is left out, as it is in no book.
    void receiveRaw(Bytes datagram);
    /// A frame of pppd, if the engine wants one or whether it wants one or not.
    void sendPpp(std::size_t size, bool unasked);
    void wait(std::chrono::nanoseconds time);
    /// Lets everything happen that is only a matter of time, and ends the call.
    void finish();

    void refuse(SendOutcome outcome)
    {
        m_outcome = outcome;
        m_everRefused = m_everRefused || outcome != SendOutcome::Sent;
    }

    /// What was delivered so far, by sequence number.
    [[nodiscard]] const std::vector<std::uint32_t>& delivered() const { return m_delivered; }
    [[nodiscard]] std::uint32_t nextSent() const { return m_nextSent.value(); }
    [[nodiscard]] const GreStats& stats() const { return m_engine.stats(); }
    [[nodiscard]] const GreConfig& config() const { return m_config; }

private:
    struct Entry {
        std::uint32_t sequence = 0;
        std::size_t size = 0;
        bool delivered = false;
    };

    SendOutcome sendGre(std::span<const std::byte> packet) override;
    void deliverPpp(std::span<const std::byte> frame) override;
    void checkSentData(const GrePacket& packet);
    void feed(Bytes datagram);
    void check() const;

    GreConfig m_config;
    GreEngine m_engine;
    TimePoint m_now{std::chrono::hours(1)};

    std::vector<Entry> m_book; ///< Of the data that went in.
    std::uint64_t m_datagrams = 0;
    std::vector<std::uint32_t> m_delivered;
    std::uint64_t m_deliveredOctets = 0;
    std::set<std::uint32_t> m_received; ///< Numbers that an acknowledgement of ours may name.

    SendOutcome m_outcome = SendOutcome::Sent;
    bool m_everRefused = false;
    SequenceNumber m_nextSent;
    std::uint32_t m_frames = 0; ///< Of pppd, good ones.
    std::set<std::uint32_t> m_sentFrames;
    std::set<std::uint32_t> m_sentNumbers;
    std::uint64_t m_pureAcks = 0;
    GreStats m_sent; ///< Its counters of sending, as they should be.
};

} // namespace pptp::fuzz
