// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The command line of pptp-tunneld: where things are. In production every default holds.
#pragma once

#include <string>

#include <QStringList>

namespace pptp {

struct DaemonOptions {
    std::string busAddress; ///< Empty: the system bus.
    std::string profiles;
    std::string secrets;
    std::string runtime;
    std::string spawner; ///< Its socket.
    std::string worker;
    std::string workerUser; ///< Of a child. Empty: our own.
    std::string pppd;
    std::string plugin;
    bool forkWorkers = false; ///< Not by the spawner.
};

/// Prints help, version or an error and exits where the command line says so.
[[nodiscard]] DaemonOptions parseDaemonOptions(const QStringList& arguments);

} // namespace pptp
