// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// How pptp-worker is brought to life: by pptp-spawner in production, as a plain child in tests and by
/// pptp-pty.
#pragma once

#include "common/error.h"
#include "common/unique_fd.h"

#include <functional>
#include <memory>
#include <string>

namespace pptp {

/// A worker that was started. Destroying this ends the worker by force, unless ended() was called.
class LaunchedWorker {
public:
    virtual ~LaunchedWorker() = default;
    /// The worker closed its channel: it ends by itself and needs nothing more than to be reaped.
    virtual void ended() = 0;
};

class WorkerLauncher {
public:
    virtual ~WorkerLauncher() = default;

    /// Starts a worker with this end of the record channel as its standard input and returns at once: what
    /// is sent into the other end waits there until the worker reads it. failed is called, later, if the
    /// worker could not be started; its later death shows as end of file on the channel.
    [[nodiscard]] virtual std::unique_ptr<LaunchedWorker> launch(const std::string& tunnel, UniqueFd channel,
                                                                 std::function<void(Error)> failed) = 0;

    /// Why none could be started now, as far as that can be told without starting one.
    [[nodiscard]] virtual Result<void> check() = 0;
};

} // namespace pptp
