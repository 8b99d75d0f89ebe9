// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Starts pptp-worker as a child of this process: for tests and systems without systemd.
#pragma once

#include "daemon/tunnel/worker_launcher.h"

#include <QObject>

namespace pptp {

class ForkLauncher : public WorkerLauncher {
public:
    /// With a user name the worker changes to that user before anything else, which needs privileges.
    ForkLauncher(std::string program, std::string user);
    ~ForkLauncher() override;

    std::unique_ptr<LaunchedWorker> launch(const std::string& tunnel, UniqueFd channel,
                                           std::function<void(Error)> failed) override;
    Result<void> check() override;

private:
    std::string m_program;
    std::string m_user;
    QObject
        m_children; ///< Owns every child's QProcess; those that are left at the end are killed and reaped.
};

} // namespace pptp
