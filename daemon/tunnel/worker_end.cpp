// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/worker_end.h"

namespace pptp {
namespace {

Error withCodes(ErrorCode code, const char* detail, const Closed& closed)
{
    return {code,
            detail,
            {},
            {{"result-code", closed.resultCode},
             {"error-code", closed.errorCode},
             {"cause-code", closed.causeCode}}};
}

Error withErrno(ErrorCode code, std::string detail, const Closed& closed)
{
    if (closed.systemError == 0)
        return {code, std::move(detail)};
    return errnoError(code, detail, closed.systemError);
}

} // namespace

Error closedError(const Closed& closed)
{
    switch (closed.reason) {
    case CloseReason::Requested:
        return {ErrorCode::Cancelled, "the call was cleared as asked"};
    case CloseReason::ControlTimeout:
        return {ErrorCode::ControlTimeout, "the server accepted TCP but did not answer in PPTP"};
    case CloseReason::NotPptp:
        return {ErrorCode::ControlRejected, "what the server sent is not PPTP"};
    case CloseReason::ControlRejected:
        return withCodes(ErrorCode::ControlRejected, "the server refused the control connection", closed);
    case CloseReason::CallRejected:
        return withCodes(ErrorCode::CallRejected, "the server refused the call", closed);
    case CloseReason::CallDisconnected:
        return withCodes(ErrorCode::ClosedByServer, "the server disconnected the call", closed);
    case CloseReason::ControlStopped:
        return {ErrorCode::ClosedByServer,
                "the server stopped the control connection",
                {},
                {{"stop-reason", closed.resultCode}}};
    case CloseReason::EchoLost:
        return {ErrorCode::PeerUnreachable, "no answer to an Echo-Request"};
    case CloseReason::ConnectionLost:
        return withErrno(ErrorCode::ClosedByServer, "the control connection ended", closed);
    case CloseReason::PtyClosed:
        return {ErrorCode::PppdFailed, "pppd closed its side"};
    case CloseReason::SystemError:
        return withErrno(ErrorCode::WorkerFailed, "pptp-worker gave up", closed);
    case CloseReason::ProtocolError:
        break;
    }
    return {ErrorCode::WorkerFailed, "pptp-worker did not understand the daemon"};
}

} // namespace pptp
