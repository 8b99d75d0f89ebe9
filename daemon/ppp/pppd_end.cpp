// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/pppd_report.h"

#include <cstring>

namespace pptp {
namespace {

/// pppd's exit statuses (pppd(8)) that mean something here; the others are failures of pppd itself.
namespace status {
enum : int {
    Ok = 0,
    OptionError = 2,
    NotRoot = 3,
    NoKernelSupport = 4,
    UserRequest = 5,
    NegotiationFailed = 10,
    PeerDead = 15,
    HangUp = 16,
    Loopback = 17,
    AuthToPeerFailed = 19,
};
}

Error error(ErrorCode code, const char* detail)
{
    return {code, detail, {}, {}};
}

/// RFC 2759, 6. Of these the peer is sure; any other number is a refusal like 691.
Error refusalError(std::uint32_t number)
{
    switch (number) {
    case 646: // the account is in order, only not now: another password would not help
        return error(ErrorCode::AccountDisabled, "the account may not log on at this time");
    case 647:
        return error(ErrorCode::AccountDisabled, "the account is disabled");
    case 648:
        return error(ErrorCode::PasswordExpired, "the password has expired");
    case 649:
        return error(ErrorCode::NoDialin, "the account may not dial in");
    default:
        return error(ErrorCode::AuthRefused, "the server refused the user name or the password");
    }
}

bool isRefusal(std::uint32_t number)
{
    return (number >= 646 && number <= 649) || number == 691;
}

std::optional<Error> failureError(PppFailure failure)
{
    switch (failure) {
    case PppFailure::None:
        return std::nullopt;
    case PppFailure::NotAuthenticated:
        return error(ErrorCode::AuthMethod,
                     "the server wants an authentication that the profile does not allow");
    case PppFailure::MppeRefused:
        return error(ErrorCode::EncryptionRequired, "the server agreed to no encryption");
    case PppFailure::MppeWeak:
        return error(ErrorCode::EncryptionTooWeak, "the server offered only weaker encryption");
    case PppFailure::MppeUnavailable:
        return error(ErrorCode::EncryptionUnavailable, "the kernel has no MPPE (module ppp_mppe)");
    case PppFailure::MppeInsisted:
        return error(ErrorCode::EncryptionRefused, "the server ended the link, since it wants encryption");
    }
    return std::nullopt;
}

/// The link was closed in an orderly way, by the peer or because nothing was agreed.
Error closedIn(PppPhase phase)
{
    switch (phase) {
    case PppPhase::Authenticate:
        return error(ErrorCode::ClosedByServer, "the server ended the link during authentication");
    case PppPhase::Network:
        return error(ErrorCode::AddressFailed, "no addresses were agreed");
    case PppPhase::Running:
        return error(ErrorCode::ClosedByServer, "the server ended the link");
    default:
        return error(ErrorCode::LinkFailed, "the link was not agreed on (LCP)");
    }
}

Error systemError(int exitStatus)
{
    switch (exitStatus) {
    case status::OptionError:
        return error(ErrorCode::PppdFailed, "pppd refused its options or the plugin");
    case status::NotRoot:
        return error(ErrorCode::PppdFailed, "pppd lacks privileges");
    case status::NoKernelSupport:
        return error(ErrorCode::NotSupported, "the kernel has no PPP (module ppp_generic)");
    default:
        return {ErrorCode::PppdFailed, "pppd ended with status " + std::to_string(exitStatus), {}, {}};
    }
}

Error statusError(const PppExit& exit, bool terminated)
{
    switch (exit.status) {
    case status::UserRequest:
        // A server that hangs up over it may be heard of by the worker first, and pppd is ended for that.
        if (terminated && exit.failure != PppFailure::None && exit.lastPhase < PppPhase::Running)
            return *failureError(exit.failure);
        return terminated ? error(ErrorCode::Cancelled, "pppd was told to end")
                          : error(ErrorCode::PppdFailed, "pppd was ended from outside");
    case status::Ok:
    case status::NegotiationFailed:
        return failureError(exit.failure).value_or(closedIn(exit.lastPhase));
    case status::PeerDead:
        return error(ErrorCode::PeerUnreachable, "no answer to LCP echo requests");
    case status::HangUp:
        if (exit.failure != PppFailure::None && exit.lastPhase < PppPhase::Running)
            return *failureError(exit.failure);
        if (exit.lastPhase == PppPhase::Running)
            return error(ErrorCode::ClosedByServer, "the line was closed");
        return error(ErrorCode::LinkFailed, "the line was closed before the link was up");
    case status::Loopback:
        return error(ErrorCode::LinkFailed, "the line is looped back");
    case status::AuthToPeerFailed:
        return refusalError(exit.peerError);
    default:
        return systemError(exit.status);
    }
}

Error reportedError(const PppExit& exit, bool terminated)
{
    Error result = statusError(exit, terminated);
    const bool cancelled = result.code == ErrorCode::Cancelled;
    // Servers of Microsoft's also end a link with such a number, without a failure of the authentication.
    if (!cancelled && isRefusal(exit.peerError) && exit.lastPhase < PppPhase::Running)
        result = refusalError(exit.peerError);
    result.numbers["status"] = exit.status;
    if (cancelled)
        return result;
    if (exit.peerError != 0)
        result.numbers[exit.status == status::AuthToPeerFailed ? "mschap-error" : "ras-error"] =
            exit.peerError;
    if (result.code == ErrorCode::AuthMethod && exit.wanted != 0)
        result.numbers["wanted-authentication"] = exit.wanted;
    result.peerText = exit.peerText;
    return result;
}

Error endError(const PppdEnd& end)
{
    if (end.cause)
        return *end.cause;
    if (end.report)
        return reportedError(*end.report, end.terminated);
    if (end.terminated)
        return error(ErrorCode::Cancelled, "pppd was told to end");
    if (end.signal != 0) {
        const std::string name = strsignal(end.signal);
        return {ErrorCode::PppdFailed, "pppd was killed: " + name, {}, {{"signal", end.signal}}};
    }
    if (!end.exitCode)
        return error(ErrorCode::PppdFailed, "pppd could not be started");
    Error failed = systemError(*end.exitCode);
    failed.numbers["status"] = *end.exitCode;
    return failed;
}

} // namespace

Error pppdEndError(const PppdEnd& end)
{
    Error result = endError(end);
    if (!end.lastError.empty() && !end.cause && result.code != ErrorCode::Cancelled)
        result.detail += "; pppd said: " + end.lastError;
    return result;
}

} // namespace pptp
