// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What pptp-pty's exit status tells: one number for each kind of end, as its manual page lists them.
#pragma once

#include "common/error.h"

namespace pptp {

enum class ExitStatus {
    Ended = 0,  ///< As asked for, or with pppd.
    Failed = 1, ///< Something of this machine did not work.
    WrongOptions = 2,
    NameUnknown = 3,
    Unreachable = 4,   ///< No TCP connection to the server.
    ControlFailed = 5, ///< A connection, but no PPTP on it.
    CallRefused = 6,
    ClosedByServer = 7,
    ServerSilent = 8, ///< No answer to an echo request.
};

[[nodiscard]] ExitStatus exitStatus(const Error& error);

} // namespace pptp
