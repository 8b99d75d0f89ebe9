// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What pptp-tunneld and systemd say to each other: ready, watchdog, stop; and the log with its levels.
#pragma once

#include "common/unique_fd.h"

#include <functional>
#include <memory>

#include <QSocketNotifier>
#include <QTimer>

namespace pptp {

/// Sends Qt's messages to standard error with the level prefixes that the journal reads (sd-daemon(3)).
void logToStandardError();

class ServiceManager {
public:
    /// Blocks SIGTERM and SIGINT for the process and calls stop when one of them arrives.
    explicit ServiceManager(std::function<void()> stop);

    /// The name is owned, clients may come. Starts the watchdog's pings if systemd wants them.
    void ready();
    void stopping();

private:
    UniqueFd m_signals;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_watchdog;
};

} // namespace pptp
