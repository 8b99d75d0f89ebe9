// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// pptp-pty put together: the call, the side of pppd, the signals, and the exit status.
#pragma once

#include "daemon/tunnel/fork_launcher.h"
#include "pty/call.h"
#include "pty/call_log.h"
#include "pty/log_output.h"
#include "pty/options.h"
#include "pty/pppd_launch.h"
#include "pty/shared_route.h"
#include "pty/signals.h"
#include "pty/standard_input.h"

#include <optional>

#include <QTimer>

namespace pptp {

class Supervisor {
public:
    /// With a link pppd is started; without one it is at the other end of standard input.
    Supervisor(const PtyOptions& options, std::optional<LaunchLink> link);
    ~Supervisor();

    /// Begins; the application then exits with the status. An error is logged, and the end.
    [[nodiscard]] Result<void> start();
    void fail(const Error& error);

private:
    [[nodiscard]] Result<UniqueFd> terminal();
    void onUp();
    void onEndSignal();
    void onHangUp();
    void onPppdFailed(const Error& error);
    void onEnded(ExitStatus status);
    void logStatistics();

    PtyOptions m_options;
    LogOutput m_output;
    CallLog m_log;
    StrayOutput m_stray;
    SharedRoute m_route;
    ForkLauncher m_launcher;
    Call m_call;
    Signals m_signals;
    std::optional<PppdLaunch> m_pppd;
    std::optional<StandardInput> m_input;
    QTimer m_pppdGrace;                    ///< While pppd says goodbye to the other side.
    std::unique_ptr<HangUpWatch> m_hangUp; ///< Until the worker watches the terminal.
};

} // namespace pptp
