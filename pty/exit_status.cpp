// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/exit_status.h"

namespace pptp {

ExitStatus exitStatus(const Error& error)
{
    switch (error.code) {
    case ErrorCode::Cancelled:
    case ErrorCode::PppdFailed: // its side was closed, for whatever reason: pppd tells its own
        return ExitStatus::Ended;
    case ErrorCode::InvalidArguments:
    case ErrorCode::InvalidSettings:
        return ExitStatus::WrongOptions;
    case ErrorCode::NameUnresolved:
        return ExitStatus::NameUnknown;
    case ErrorCode::NoRoute:
    case ErrorCode::NetworkDown:
    case ErrorCode::ServerUnreachable:
    case ErrorCode::ConnectionRefused:
        return ExitStatus::Unreachable;
    case ErrorCode::ControlTimeout:
    case ErrorCode::ControlRejected:
        return ExitStatus::ControlFailed;
    case ErrorCode::CallRejected:
        return ExitStatus::CallRefused;
    case ErrorCode::ClosedByServer:
        return ExitStatus::ClosedByServer;
    case ErrorCode::PeerUnreachable:
        return ExitStatus::ServerSilent;
    default:
        return ExitStatus::Failed;
    }
}

} // namespace pptp
