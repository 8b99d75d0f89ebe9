// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Lets polkit ask for a password on this terminal, by running pkttyagent as long as a command takes.
#pragma once

#include "common/unique_fd.h"

#include <QProcess>
#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace pptp {

class PolkitAgent {
public:
    PolkitAgent() = default;
    ~PolkitAgent();
    PolkitAgent(const PolkitAgent&) = delete;
    PolkitAgent& operator=(const PolkitAgent&) = delete;

    /// Calls back when the agent is registered, or when there will be none.
    void start(std::function<void()> ready);

private:
    void becomeReady();

    QProcess m_process;
    UniqueFd m_registered;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::function<void()> m_ready;
};

} // namespace pptp
