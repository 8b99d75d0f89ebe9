// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The daemon's side of one pptp-worker: hands it its descriptors, hears its reports, sees its end.
#pragma once

#include "common/gre_stats.h"
#include "common/unique_fd.h"
#include "common/worker_records.h"
#include "daemon/tunnel/worker_launcher.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include <QObject>
#include <QSocketNotifier>

namespace pptp {

struct StatisticsPage;

/// Between which descriptors a worker carries packets, or at which it looks on.
struct WorkerData {
    int gre = -1;
    int pty = -1; ///< Or what is in its place; not for one that looks on.
};

class WorkerProcess : public QObject {
public:
    struct Observer {
        std::function<void(const WorkerReport&)> report;
        /// Once, last. No error: the worker said Closed before it went. Also when it could not be started.
        std::function<void(std::optional<Error>)> gone;
    };

    WorkerProcess(WorkerLauncher& launcher, const std::string& tunnel, Observer observer);
    ~WorkerProcess() override;

    /// Sends the configuration and, in the order of WorkerDescriptor, the descriptors of this call: data
    /// unless it is for a worker that only talks. The statistics page is made here, and so is a history that
    /// nobody reads if there is no other.
    [[nodiscard]] Result<void> configure(const WorkerConfig& config, int tcp, std::optional<WorkerData> data,
                                         int history = -1);
    /// Asks for a polite end of the call; gone follows. Before configure() the worker just ends.
    void clearCall();

    [[nodiscard]] std::optional<GreStats> statistics() const;

private:
    void onReadable();
    void end(std::optional<Error> error);
    [[nodiscard]] Result<UniqueFd> makeStatisticsPage();
    [[nodiscard]] Result<void> send(const WorkerCommand& command, std::span<const int> descriptors);

    Observer m_observer;
    UniqueFd m_channel;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::unique_ptr<LaunchedWorker> m_worker;
    const StatisticsPage* m_page = nullptr;
    bool m_configured = false;
    bool m_saidClosed = false;
};

} // namespace pptp
