// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/report_text.h"

#include "common/ipv4_address.h"
#include "common/printable_text.h"

#include <array>
#include <cstring>
#include <span>
#include <string_view>

namespace pptp {
namespace {

using Lines = std::vector<LogLine>;

constexpr bool Warning = true;

/// The results of RFC 2637, by their numbers: 2.2, 2.8 and 2.13.
constexpr std::array<std::string_view, 6> startResults{"",
                                                       "Successful Channel Establishment",
                                                       "General Error",
                                                       "Command Channel Already Exists",
                                                       "Requester is not Authorized",
                                                       "Protocol Version not Supported"};
constexpr std::array<std::string_view, 8> callResults{
    "",         "Connected",    "General Error", "No Carrier Detected", "Busy Signal", "No Dial Tone",
    "Time Out", "Do Not Accept"};
constexpr std::array<std::string_view, 5> disconnectResults{"", "Lost Carrier", "General Error",
                                                            "Administrative Shutdown", "(your) Request"};

std::string_view resultName(std::span<const std::string_view> names, std::uint32_t result)
{
    return result > 0 && result < names.size() ? names[result] : "Unknown Result Code";
}

std::string number(std::uint32_t value)
{
    return std::to_string(value);
}

LogLine resultLine(std::span<const std::string_view> names, const Closed& closed)
{
    return {false, "Result code is " + number(closed.resultCode) + " '" +
                       std::string(resultName(names, closed.resultCode)) + "'. Error code is " +
                       number(closed.errorCode) + ", Cause code is " + number(closed.causeCode)};
}

std::string because(const char* what, std::int32_t systemError)
{
    return systemError == 0 ? what : std::string(what) + ": " + std::strerror(systemError);
}

Lines lines(const ControlUp& up, CallIds)
{
    const std::string who =
        printableText(up.vendor.view()) + ", host name " + printableText(up.hostName.view());
    return {{false, "Client connection established."},
            {false, "The server is from " + who + ", firmware " + number(up.firmware) + '.'}};
}

Lines lines(const CallUp& up, CallIds ids)
{
    return {{false, "Outgoing call established (call ID " + number(ids.own) + ", peer's call ID " +
                        number(up.peerCallId) + ")."}};
}

Lines lines(const GreSeen&, CallIds)
{
    return {};
}

Lines lines(const LinkInfo&, CallIds)
{
    return {};
}

Lines lines(const LogNote& note, CallIds)
{
    const std::string first = number(note.first);
    const std::string expecting = " (expecting " + number(note.second);
    switch (note.kind) {
    case LogNoteKind::Buffering:
        return {{false, "buffering packet " + first + expecting + ", lost or reordered)"}};
    case LogNoteKind::TimedOut:
        return {{false, "timeout waiting for " + first + " packets"}};
    case LogNoteKind::Discarded:
        return {{false, "discarding duplicate or old packet " + first + expecting + ')'}};
    case LogNoteKind::TooFar:
        return {{Warning, "discarding bogus packet " + first + expecting + ')'}};
    case LogNoteKind::EchoRequested:
        return {{false, "An Echo-Request was sent, identifier " + first + '.'}};
    case LogNoteKind::EchoReplied:
        return {{false, "An Echo-Request was answered, identifier " + first + '.'}};
    case LogNoteKind::UnknownControl:
        return {{Warning, "A control message of type " + first + " was skipped."}};
    case LogNoteKind::ReservedField:
        return {{Warning, "A control message of type " + first + " uses a reserved field."}};
    case LogNoteKind::ShortRead:
        return {{Warning, "short read (" + first + "): a frame of pppd is cut off"}};
    case LogNoteKind::Suppressed:
        break;
    }
    return {{Warning, first + " more lines about packets were left out in this second."}};
}

Lines lines(const IcmpSeen& seen, CallIds)
{
    std::string text = "ICMP type " + number(seen.type) + " code " + number(seen.code) + " about our packets";
    if (seen.sender != 0)
        text += ", from " + Ipv4Address{seen.sender}.toString();
    if (seen.mtu != 0)
        text += ", next MTU " + number(seen.mtu);
    return {{Warning, text + '.'}};
}

Lines lines(const Closed& closed, CallIds ids)
{
    switch (closed.reason) {
    case CloseReason::Requested:
        return {{false, "The call was cleared."}};
    case CloseReason::ControlTimeout:
        return {{Warning, "The server accepted the connection but does not answer in PPTP."}};
    case CloseReason::NotPptp:
        return {{Warning, "What the server sends is not PPTP."}};
    case CloseReason::ControlRejected:
        return {{Warning, "The server refused the control connection."}, resultLine(startResults, closed)};
    case CloseReason::CallRejected:
        return {{Warning, "The server refused the call."}, resultLine(callResults, closed)};
    case CloseReason::CallDisconnected:
        return {{false, "Call disconnect notification received (call id " + number(ids.peer) + ')'},
                resultLine(disconnectResults, closed)};
    case CloseReason::ControlStopped:
        return {
            {false, "The server stopped the control connection, reason " + number(closed.resultCode) + '.'}};
    case CloseReason::EchoLost:
        return {{false, "closing control connection due to missing echo reply"}};
    case CloseReason::ConnectionLost:
        return {{Warning, because("The control connection was lost", closed.systemError)}};
    case CloseReason::PtyClosed:
        return {{false, "pppd closed its side; the call was cleared."}};
    case CloseReason::SystemError:
        return {{Warning, because("pptp-worker gave up", closed.systemError)}};
    case CloseReason::ProtocolError:
        break;
    }
    return {{Warning, "pptp-worker did not understand pptp-pty."}};
}

} // namespace

std::vector<LogLine> reportLines(const WorkerReport& report, CallIds ids)
{
    return std::visit([ids](const auto& record) { return lines(record, ids); }, report);
}

} // namespace pptp
