// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Has each pptp-worker started by pptp-spawner, a unit of systemd's: confined in ways that a child of the
/// daemon, which has neither CAP_SETUID nor CAP_SYS_ADMIN, could not be.
#pragma once

#include "common/spawn_request.h"
#include "daemon/tunnel/worker_launcher.h"

#include <cstdint>
#include <memory>
#include <string>

namespace pptp {

class SpawnerConnection;

class SpawnerLauncher : public WorkerLauncher {
public:
    /// Connects to this socket, so that systemd starts the spawner before it is needed. If that fails, so
    /// does launch(), which tries again.
    explicit SpawnerLauncher(std::string socket);

    std::unique_ptr<LaunchedWorker> launch(const std::string& tunnel, UniqueFd channel,
                                           std::function<void(Error)> failed) override;
    Result<void> check() override;

private:
    [[nodiscard]] Result<void> connect();
    [[nodiscard]] Result<void> ask(const SpawnRequest& request, int channel);

    std::string m_socket;
    std::shared_ptr<SpawnerConnection> m_connection; ///< None, or one that may have broken since.
    std::uint32_t m_launched = 0;
};

} // namespace pptp
