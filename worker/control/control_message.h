// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The control messages of RFC 2637, section 2, as values, and the only place that knows their bytes.
#pragma once

#include "common/error.h"
#include "common/worker_records.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>

namespace pptp {

/// RFC 2637, section 2: the control message types; the values are those on the wire.
enum class ControlType : std::uint16_t {
    StartRequest = 1,
    StartReply = 2,
    StopRequest = 3,
    StopReply = 4,
    EchoRequest = 5,
    EchoReply = 6,
    OutgoingCallRequest = 7,
    OutgoingCallReply = 8,
    IncomingCallRequest = 9,
    IncomingCallReply = 10,
    IncomingCallConnected = 11,
    CallClearRequest = 12,
    CallDisconnectNotify = 13,
    WanErrorNotify = 14,
    SetLinkInfo = 15,
};
inline constexpr std::size_t ControlTypes = 15;

inline constexpr std::uint32_t ControlMagic = 0x1A2B3C4D;
inline constexpr std::uint16_t ControlMessageKind = 1; ///< "PPTP Message Type"; 2 is reserved for management.
inline constexpr std::size_t ControlHeaderBytes = 12;
inline constexpr std::size_t MaxControlBytes = 220; ///< Of the largest type, Incoming-Call-Request.
inline constexpr std::uint16_t ProtocolVersion = 0x0100;

struct StartRequest {
    std::uint16_t version = ProtocolVersion;
    std::uint32_t framing = 0;
    std::uint32_t bearer = 0;
    std::uint16_t maxChannels = 0;
    std::uint16_t firmware = 0;
    RecordText hostName{};
    RecordText vendor{};
    bool operator==(const StartRequest&) const = default;
};

struct StartReply {
    std::uint16_t version = ProtocolVersion;
    std::uint8_t result = 0;
    std::uint8_t error = 0;
    std::uint32_t framing = 0;
    std::uint32_t bearer = 0;
    std::uint16_t maxChannels = 0;
    std::uint16_t firmware = 0;
    RecordText hostName{};
    RecordText vendor{};
    bool operator==(const StartReply&) const = default;
};

struct StopRequest {
    std::uint8_t reason = 0;
    bool operator==(const StopRequest&) const = default;
};

struct StopReply {
    std::uint8_t result = 0;
    std::uint8_t error = 0;
    bool operator==(const StopReply&) const = default;
};

struct EchoRequest {
    std::uint32_t identifier = 0;
    bool operator==(const EchoRequest&) const = default;
};

struct EchoReply {
    std::uint32_t identifier = 0;
    std::uint8_t result = 0;
    std::uint8_t error = 0;
    bool operator==(const EchoReply&) const = default;
};

struct OutgoingCallRequest {
    std::uint16_t callId = 0;
    std::uint16_t serial = 0;
    std::uint32_t minimumBps = 0;
    std::uint32_t maximumBps = 0;
    std::uint32_t bearer = 0;
    std::uint32_t framing = 0;
    std::uint16_t window = 0;
    std::uint16_t delay = 0;
    RecordText phone{};
    RecordText subaddress{};
    bool operator==(const OutgoingCallRequest&) const = default;
};

struct OutgoingCallReply {
    std::uint16_t callId = 0;     ///< The sender's.
    std::uint16_t peerCallId = 0; ///< That of the request.
    std::uint8_t result = 0;
    std::uint8_t error = 0;
    std::uint16_t cause = 0;
    std::uint32_t connectSpeed = 0;
    std::uint16_t window = 0;
    std::uint16_t delay = 0;
    std::uint32_t channel = 0;
    bool operator==(const OutgoingCallReply&) const = default;
};

struct IncomingCallRequest {
    std::uint16_t callId = 0;
    std::uint16_t serial = 0;
    std::uint32_t bearer = 0;
    std::uint32_t channel = 0;
    RecordText dialed{};
    RecordText dialing{};
    RecordText subaddress{};
    bool operator==(const IncomingCallRequest&) const = default;
};

struct IncomingCallReply {
    std::uint16_t callId = 0;
    std::uint16_t peerCallId = 0;
    std::uint8_t result = 0;
    std::uint8_t error = 0;
    std::uint16_t window = 0;
    std::uint16_t delay = 0;
    bool operator==(const IncomingCallReply&) const = default;
};

struct IncomingCallConnected {
    std::uint16_t peerCallId = 0;
    std::uint32_t connectSpeed = 0;
    std::uint16_t window = 0;
    std::uint16_t delay = 0;
    std::uint32_t framing = 0;
    bool operator==(const IncomingCallConnected&) const = default;
};

struct CallClearRequest {
    std::uint16_t callId = 0; ///< The sender's own: the peer's may not be known yet (RFC 2637, 2.12).
    bool operator==(const CallClearRequest&) const = default;
};

struct CallDisconnectNotify {
    std::uint16_t callId = 0;
    std::uint8_t result = 0;
    std::uint8_t error = 0;
    std::uint16_t cause = 0;
    bool operator==(const CallDisconnectNotify&) const = default;
};

struct WanErrorNotify {
    std::uint16_t peerCallId = 0;
    std::array<std::uint32_t, 6> counters{}; ///< In the order of RFC 2637, 2.14.
    bool operator==(const WanErrorNotify&) const = default;
};

struct SetLinkInfo {
    std::uint16_t peerCallId = 0;
    std::uint32_t sendAccm = 0;
    std::uint32_t receiveAccm = 0;
    bool operator==(const SetLinkInfo&) const = default;
};

/// The alternatives stand in the order of ControlType: that is how a type finds its struct.
using ControlMessage =
    std::variant<StartRequest, StartReply, StopRequest, StopReply, EchoRequest, EchoReply,
                 OutgoingCallRequest, OutgoingCallReply, IncomingCallRequest, IncomingCallReply,
                 IncomingCallConnected, CallClearRequest, CallDisconnectNotify, WanErrorNotify, SetLinkInfo>;
static_assert(std::variant_size_v<ControlMessage> == ControlTypes);

/// The bytes of one message, in a fixed place: nothing is allocated to send it.
struct ControlBytes {
    std::array<std::byte, MaxControlBytes> bytes{};
    std::size_t size = 0;
    [[nodiscard]] std::span<const std::byte> view() const { return std::span(bytes).first(size); }
};

struct ControlHeader {
    std::uint16_t length = 0;
    std::uint16_t kind = 0;
    std::uint32_t magic = 0;
    std::uint16_t type = 0;
};

/// Nothing if the type is none of the fifteen.
[[nodiscard]] std::optional<ControlType> controlType(std::uint16_t wireType);
/// The one length that a message of this type has.
[[nodiscard]] std::size_t controlSize(ControlType type);
[[nodiscard]] ControlHeader decodeControlHeader(std::span<const std::byte, ControlHeaderBytes> bytes);

[[nodiscard]] ControlBytes encodeControl(const ControlMessage& message);
/// Fails on a wrong magic, kind, type or length. Reserved fields may hold anything: some servers use them.
[[nodiscard]] Result<ControlMessage> decodeControl(std::span<const std::byte> message);
/// Whether a message that decodeControl() takes holds something where RFC 2637 wants 0.
[[nodiscard]] bool usesReservedFields(std::span<const std::byte> message);

} // namespace pptp
