// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Starts a pptp-worker whenever the daemon asks for one, in the sandbox that systemd made for it once.
#pragma once

#include "common/error.h"
#include "common/unique_fd.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace pptp {

class Spawner {
public:
    static constexpr std::size_t MaxConnections = 8; ///< A daemon that was killed, and the next, need two.
    static constexpr std::size_t MaxWorkers = 1024;  ///< As many as there can be profiles.

    /// The socket listens; each worker is this program.
    [[nodiscard]] static Result<Spawner> create(UniqueFd listener, std::string program,
                                                std::chrono::milliseconds patience);

    /// Until there has been no daemon for as long as the patience lasts: one that was killed is back sooner
    /// and finds its spawner ready. Workers that have not cleared their calls by then are killed. A daemon
    /// that comes when it is over stays in the socket's queue, and systemd starts the next spawner for it.
    [[nodiscard]] Result<void> run();

private:
    struct Connection {
        unsigned id = 0;
        UniqueFd socket;
    };
    struct Worker {
        unsigned connection = 0; ///< Whose number it is.
        std::uint32_t number = 0;
        pid_t process = -1;
    };

    Spawner(UniqueFd listener, UniqueFd signals, std::string program, std::chrono::milliseconds patience);

    [[nodiscard]] bool outwaited();

    void accept();
    void hear(Connection& connection);
    void start(unsigned connection, std::uint32_t number, const std::string& tunnel, const UniqueFd& channel);
    void kill(unsigned connection, std::uint32_t number);
    void reap();

    UniqueFd m_listener;
    UniqueFd m_signals;
    std::string m_program;
    std::chrono::milliseconds m_patience;
    std::vector<Connection> m_connections;
    std::vector<Worker> m_workers;
    unsigned m_lastConnection = 0;
};

} // namespace pptp
