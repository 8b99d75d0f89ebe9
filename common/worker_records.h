// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The fixed-size records that the daemon and one pptp-worker exchange over a SOCK_SEQPACKET pair.
///
/// Both ends are on one machine and from one build, so the fields are in host byte order. Every record is
/// checked on arrival by type and exact size. Text of the network is carried as bytes with a length and is
/// made printable by whoever shows it. End of file on the pair means: clear the call, then exit.
#pragma once

#include "common/error.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace pptp {

/// Up to 64 bytes of somebody's text, as PPTP has them for host names, vendors and phone numbers.
struct RecordText {
    std::uint32_t length = 0;
    std::array<char, 64> bytes{};

    bool operator==(const RecordText&) const = default;
    [[nodiscard]] static RecordText from(std::string_view text); ///< Cuts at 64 bytes.
    [[nodiscard]] std::string_view view() const; ///< Never longer than the array, whatever length says.
};

// --- daemon to worker ---

/// The first record, with exactly the descriptors of attachedTo() attached (SCM_RIGHTS), in that order.
struct WorkerConfig {
    static constexpr std::uint32_t Type = 1;
    std::uint16_t callId = 0; ///< Ours, random and not 0.
    std::uint16_t callSerial = 0;
    std::uint32_t controlTimeoutMs = 10'000; ///< For each reply: SCCRP, OCRP.
    std::uint32_t clearTimeoutMs = 2'000;    ///< For the disconnect notify, and again for StopCCRP.
    std::uint32_t idleWaitMs = 60'000;       ///< Silence before an Echo-Request; 0 sends none.
    std::uint32_t maxEchoWaitMs = 60'000;
    std::uint32_t reorderTimeoutMs = 300;
    std::uint16_t missingWindow = 300; ///< Furthest sequence ahead that is held back.
    std::uint16_t receiveWindow = 64;  ///< Announced in the OCRQ.
    std::uint32_t testRate = 100;      ///< Packets in order between two reordering tests; at least 1.
    std::uint8_t testType = 0;         ///< Of reordering test, as in pptp(8): 0 is none, up to 3.
    std::uint8_t logLevel = 1;    ///< 0 to 2; LogNote records are sent from 1 on, of every kind from 2 on.
    std::uint8_t quirks = 0;      ///< Bits of Quirks.
    std::uint8_t buffering = 1;   ///< 0 delivers what is ahead at once and lets what is late be lost.
    std::uint8_t synchronous = 0; ///< 1: one frame a read and write towards pppd, no HDLC.
    std::uint8_t sendWindow = 0;  ///< 1: no more unacknowledged packets than the peer's window allows.
    std::uint8_t controlOnly = 0; ///< 1: the kernel carries the packets, the worker only talks.
    std::uint8_t observed = 0;    ///< 1, with controlOnly: a GRE socket comes along that tells what is lost.
    std::uint8_t loopback = 0;    ///< 1: not a terminal to pppd but L2TP, with our call id for both its ids.
    std::array<std::uint8_t, 3> unused{};
    RecordText phone{};

    bool operator==(const WorkerConfig&) const = default;
};

/// What the descriptors attached to WorkerConfig are. History is the memory of common/link_history.h.
enum class WorkerDescriptor { Tcp, Gre, Pty, StatisticsPage, History };
inline constexpr std::size_t WorkerDescriptors = 5;

/// Which of them go with this configuration: a worker that only talks gets no way to pppd, and GRE only to
/// look at it.
[[nodiscard]] std::span<const WorkerDescriptor> attachedTo(const WorkerConfig& config);

/// Clear the call and the control connection politely, answer with Closed, exit.
struct ClearCall {
    static constexpr std::uint32_t Type = 2;
    std::uint32_t unused = 0;
    bool operator==(const ClearCall&) const = default;
};

// --- worker to daemon ---

/// SCCRP arrived and was accepted.
struct ControlUp {
    static constexpr std::uint32_t Type = 101;
    std::uint16_t firmware = 0;
    std::uint16_t unused = 0;
    RecordText hostName{};
    RecordText vendor{};
    bool operator==(const ControlUp&) const = default;
};

/// OCRP arrived and the call is connected: PPP may start.
struct CallUp {
    static constexpr std::uint32_t Type = 102;
    std::uint16_t peerCallId = 0; ///< 0 is a legal id.
    std::uint16_t peerWindow = 0;
    std::uint32_t connectSpeed = 0;
    bool operator==(const CallUp&) const = default;
};

/// The first GRE packet of our call was accepted: data, or an acknowledgement of ours.
struct GreSeen {
    static constexpr std::uint32_t Type = 103;
    std::uint32_t unused = 0;
    bool operator==(const GreSeen&) const = default;
};

/// Set-Link-Info from the peer: of interest to synchronous links only.
struct LinkInfo {
    static constexpr std::uint32_t Type = 104;
    std::uint32_t sendAccm = 0;
    std::uint32_t receiveAccm = 0;
    bool operator==(const LinkInfo&) const = default;
};

/// What a user of pptp(8) finds in the log at the same level, in numbers; whoever has a log words it.
enum class LogNoteKind : std::uint32_t {
    Buffering,      ///< first: sequence held back; second: the one expected.
    TimedOut,       ///< first: how many packets were given up.
    Discarded,      ///< first: sequence of a packet that is old or a duplicate; second: the one expected.
    TooFar,         ///< first: sequence beyond the window; second: the one expected. From level 1 on.
    EchoRequested,  ///< first: identifier of an Echo-Request that was sent.
    EchoReplied,    ///< first: identifier of an Echo-Request of the peer that was answered.
    UnknownControl, ///< first: type of a control message that was skipped. From level 1 on.
    ReservedField,  ///< first: type of a control message with a reserved field in use. From level 1 on.
    ShortRead,      ///< first: bytes of a frame of pppd that were too few.
    Suppressed,     ///< first: notes of the last second that were not sent, to spare the log.
};

/// The least log level at which notes of this kind are sent.
[[nodiscard]] constexpr std::uint8_t logLevelOf(LogNoteKind kind)
{
    switch (kind) {
    case LogNoteKind::TooFar:
    case LogNoteKind::UnknownControl:
    case LogNoteKind::ReservedField:
    case LogNoteKind::Suppressed:
        return 1;
    default:
        return 2;
    }
}

struct LogNote {
    static constexpr std::uint32_t Type = 105;
    LogNoteKind kind{};
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    bool operator==(const LogNote&) const = default;
};

/// The first ICMP message of this type and code about our GRE packets (RFC 792); evidence, never an end.
struct IcmpSeen {
    static constexpr std::uint32_t Type = 106;
    std::uint8_t type = 0;
    std::uint8_t code = 0;
    std::uint16_t mtu = 0;    ///< Of the next hop, with type 3 code 4; else 0.
    std::uint32_t sender = 0; ///< IPv4 address of who sent it, in host byte order; 0 if unknown.
    bool operator==(const IcmpSeen&) const = default;
};

enum class CloseReason : std::uint32_t {
    Requested,        ///< After ClearCall, or end of file on the pair.
    ControlTimeout,   ///< No SCCRP or OCRP in time.
    NotPptp,          ///< What came is not PPTP (wrong magic, impossible length).
    ControlRejected,  ///< SCCRP with another result; resultCode and errorCode are set.
    CallRejected,     ///< OCRP with another result; resultCode, errorCode and causeCode are set.
    CallDisconnected, ///< Call-Disconnect-Notify; resultCode, errorCode and causeCode are set.
    ControlStopped,   ///< Stop-Control-Connection-Request of the peer; resultCode is its reason.
    EchoLost,         ///< No answer to an Echo-Request within max-echo-wait.
    ConnectionLost,   ///< End of file or reset of TCP without a word; systemError is set on an error.
    PtyClosed,        ///< pppd is gone.
    SystemError,      ///< A system call failed in a way that cannot be survived; systemError is set.
    ProtocolError,    ///< The daemon's records made no sense.
};

/// The last record: the call and the control connection are over, the worker exits.
struct Closed {
    static constexpr std::uint32_t Type = 110;
    CloseReason reason{};
    std::uint32_t resultCode = 0;
    std::uint32_t errorCode = 0;
    std::uint32_t causeCode = 0;
    std::int32_t systemError = 0;
    bool operator==(const Closed&) const = default;
};

using WorkerCommand = std::variant<WorkerConfig, ClearCall>;
using WorkerReport = std::variant<ControlUp, CallUp, GreSeen, LinkInfo, LogNote, IcmpSeen, Closed>;

/// Room for the largest record with its header, on either way.
inline constexpr std::size_t MaxRecordBytes = 256;

/// The bytes of one record: its type, then the struct itself.
[[nodiscard]] std::string encodeRecord(const WorkerCommand& command);
[[nodiscard]] std::string encodeRecord(const WorkerReport& report);

/// Fails on an unknown type, on any size but the type's own, and on a value outside its enumeration.
[[nodiscard]] Result<WorkerCommand> decodeCommand(std::span<const std::byte> datagram);
[[nodiscard]] Result<WorkerReport> decodeReport(std::span<const std::byte> datagram);

} // namespace pptp
