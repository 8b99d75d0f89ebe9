// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The enhanced GRE header of RFC 2637, section 4.1: bytes of a raw socket to a value, and a value to bytes.
#pragma once

#include "worker/gre/sequence.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tl/expected.hpp>

namespace pptp {

/// Why a datagram carries nothing for our call. Each reason has a counter of its own.
enum class GreDefect {
    Invalid,   ///< Not IPv4, or not version 1 GRE of PPTP with exactly the flags that RFC 2637 allows.
    OtherCall, ///< Sound so far, but the call id is not ours.
    Truncated, ///< Ends before its header does, or before the payload length that its header claims.
};

struct GrePacket {
    /// The packet's place in the order, if it has one: data, or without payload a bare step of the sequence.
    std::optional<SequenceNumber> sequence;
    /// The highest of our numbers that the peer had received.
    std::optional<SequenceNumber> acknowledgement;
    /// Exactly the claimed payload, inside the caller's buffer; empty without a sequence number.
    std::span<const std::byte> payload;
};

/// Decodes what a raw IPv4 socket returns, the IP header included. The order of the checks decides which
/// defect a packet with several of them is counted as: format, call id, length.
[[nodiscard]] tl::expected<GrePacket, GreDefect> decodeGreDatagram(std::span<const std::byte> datagram,
                                                                   std::uint16_t callId);

struct GreHeader {
    std::uint16_t peerCallId = 0;
    std::uint16_t payloadLength = 0;
    std::optional<SequenceNumber> sequence{};
    std::optional<SequenceNumber> acknowledgement{};
};

inline constexpr std::size_t MaxGreHeaderBytes = 16;

/// Writes the header and returns its length: 8 bytes, and 4 for each of the optional fields.
[[nodiscard]] std::size_t encodeGreHeader(const GreHeader& header,
                                          std::span<std::byte, MaxGreHeaderBytes> out);

} // namespace pptp
