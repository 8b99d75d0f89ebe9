// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What one call's GRE engine is told at its start, and where its output goes.
#pragma once

#include "common/worker_records.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

namespace pptp {

/// Well above any MTU that makes sense in PPTP (RFC 2637: 1532). A longer frame counts as txOversize.
inline constexpr std::size_t MaxPppFrame = 2048;

struct GreConfig {
    std::uint16_t callId = 0;     ///< What the peer writes into packets for us.
    std::uint16_t peerCallId = 0; ///< What we write; 0 is a legal id.
    std::chrono::milliseconds reorderTimeout{300};
    std::uint32_t missingWindow = 300;
    bool buffering = true;            ///< False: what is ahead is delivered at once, what is late is lost.
    std::uint32_t sendWindow = 0;     ///< Packets that may be unacknowledged; 0: no limit.
    std::uint32_t firstSequence = 0;  ///< Of the packets that we send.
    std::uint8_t testType = 0;        ///< Of reordering test (pptp(8)).
    std::uint32_t testRate = 100;     ///< Packets in order between two tests.
    std::uint32_t receiveWindow = 64; ///< What we announced: packets that the peer sends without waiting.
};

enum class SendOutcome { Sent, Short, Failed };

/// One packet of a batch, in two pieces so that nobody has to copy the payload behind the header.
struct OutgoingPacket {
    std::span<const std::byte> header;
    std::span<const std::byte> payload;
    bool isShort = false; ///< Set by the sink: the system took a part of it.
};

/// Where the engine's output goes. No function may call back into the engine.
class GreSink {
public:
    virtual ~GreSink() = default;
    /// GRE header and payload, without an IP header. Any error of the system is Failed, never an end.
    virtual SendOutcome sendGre(std::span<const std::byte> packet) = 0;
    /// Packets in the order of their numbers; stops at the first one that the system refuses, and returns how
    /// many it took. A sink that knows no better way sends one after the other.
    virtual std::size_t sendGreBatch(std::span<OutgoingPacket> packets);
    /// A PPP frame in its order, with FF 03 if the peer sent it. Never empty.
    virtual void deliverPpp(std::span<const std::byte> frame) = 0;
    /// What a log may want to know: Buffering, TimedOut, Discarded, TooFar. Whether it is wanted at the
    /// configured level, and how often, is for the receiver to judge.
    virtual void note(LogNoteKind /*kind*/, std::uint32_t /*first*/, std::uint32_t /*second*/) {}
};

} // namespace pptp
