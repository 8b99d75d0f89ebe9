// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One pppd child: started with a clean environment and three descriptors, listened to, ended within bounds.
#pragma once

#include "common/error.h"
#include "common/profile.h"
#include "common/secret.h"
#include "common/unique_fd.h"
#include "daemon/ppp/pppd_report.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <QObject>
#include <QProcess>
#include <QSocketNotifier>
#include <QTimer>

namespace pptp {

class PppdProcess : public QObject {
public:
    struct Observer {
        std::function<void(const PppReport&)> report;    ///< Everything but PppSecretRequest and PppExit.
        std::function<Result<Secret>()> secretWanted;    ///< The answer goes to the plugin at once.
        std::function<void(const std::string&)> logLine; ///< A line of pppd's log, printable ASCII or UTF-8.
        std::function<void(const PppdEnd&)> ended;       ///< Once, last; also when the start failed.
    };

    /// The profile says which methods may have the password and whether scripts run.
    explicit PppdProcess(Observer observer, Profile profile = {});
    /// Kills a pppd that still runs, and reaps it.
    ~PppdProcess() override;

    /// Starts program with the arguments in its own process group. The plugin's end of the channel, link if
    /// it is one, and nothing else is inherited besides 0, 1 and 2; argumentsFor gets the number of the
    /// former in the child, and the latter keeps its own.
    void start(const std::string& program,
               const std::function<std::vector<std::string>(int pluginDescriptor)>& argumentsFor,
               int link = -1);

    /// SIGTERM now, SIGKILL to the whole group when the grace is over. ended is called in either case.
    /// Scripts that still run are killed at once, or pppd would wait for them; its last one has the grace.
    void terminate(std::chrono::milliseconds grace);

    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] qint64 processId() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace pptp
