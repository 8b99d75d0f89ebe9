// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Starts each pptp-worker as a transient unit of systemd's: confined in ways that a child of the daemon,
/// which has neither CAP_SETUID nor CAP_SYS_ADMIN, could not be.
#pragma once

#include "daemon/bus/bus_pump.h"
#include "daemon/bus/sdbus_edge.h"
#include "daemon/tunnel/worker_launcher.h"

namespace pptp {

class UnitLauncher : public WorkerLauncher {
public:
    /// With a connection of its own to the bus where systemd is (empty: the system bus).
    [[nodiscard]] static Result<std::unique_ptr<UnitLauncher>> create(const std::string& busAddress,
                                                                      std::string program, std::string user);

    std::unique_ptr<LaunchedWorker> launch(const std::string& tunnel, UniqueFd channel,
                                           std::function<void(Error)> failed) override;

private:
    UnitLauncher(std::unique_ptr<sdbus::IConnection> connection, std::string program, std::string user);

    std::unique_ptr<sdbus::IConnection> m_connection;
    BusPump m_pump;
    std::string m_program;
    std::string m_user;
    unsigned m_launched = 0; ///< Part of the unit's name: the last one may still be going.
};

} // namespace pptp
