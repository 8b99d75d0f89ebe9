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

std::optional<Error> failureError(PppFailure failure)
{
    switch (failure) {
    case PppFailure::None:
        return std::nullopt;
    case PppFailure::NotAuthenticated:
        return error(ErrorCode::AuthMethod, "the server asked for no authentication that the profile allows");
    case PppFailure::MppeRefused:
        return error(ErrorCode::EncryptionRequired, "the server agreed to no encryption");
    case PppFailure::MppeWeak:
        return error(ErrorCode::EncryptionTooWeak, "the server offered only weaker encryption");
    case PppFailure::MppeUnavailable:
        return error(ErrorCode::EncryptionUnavailable, "the kernel has no MPPE (module ppp_mppe)");
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

Error reportedError(const PppExit& exit, bool terminated)
{
    switch (exit.status) {
    case status::UserRequest:
        return terminated ? error(ErrorCode::Cancelled, "pppd was told to end")
                          : error(ErrorCode::PppdFailed, "pppd was ended from outside");
    case status::Ok:
    case status::NegotiationFailed:
        return failureError(exit.failure).value_or(closedIn(exit.lastPhase));
    case status::PeerDead:
        return error(ErrorCode::PeerUnreachable, "no answer to LCP echo requests");
    case status::HangUp:
        if (exit.lastPhase == PppPhase::Running)
            return error(ErrorCode::ClosedByServer, "the line was closed");
        return error(ErrorCode::LinkFailed, "the line was closed before the link was up");
    case status::Loopback:
        return error(ErrorCode::LinkFailed, "the line is looped back");
    case status::AuthToPeerFailed:
        return error(ErrorCode::AuthRefused, "the server refused the user name or the password");
    default:
        return systemError(exit.status);
    }
}

Error endError(const PppdEnd& end)
{
    if (end.cause)
        return *end.cause;
    if (end.report) {
        Error reported = reportedError(*end.report, end.terminated);
        reported.numbers["status"] = end.report->status;
        return reported;
    }
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
