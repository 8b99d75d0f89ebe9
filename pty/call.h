// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One call from the server's name to its end: everything that pptp-pty does with its privileges.
///
/// It opens what a call needs and gives it to a pptp-worker, which alone reads from it. Each address of the
/// server is tried until TCP connects; from then on there is only that one.
#pragma once

#include "common/profile.h"
#include "common/unique_fd.h"
#include "daemon/net/gre_socket.h"
#include "daemon/net/resolver.h"
#include "daemon/net/tcp_connector.h"
#include "daemon/tunnel/worker_process.h"
#include "pty/call_log.h"
#include "pty/exit_status.h"
#include "pty/report_text.h"
#include "pty/shared_route.h"

#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include <QObject>
#include <QTimer>

namespace pptp {

class Call : public QObject {
public:
    struct Observer {
        std::function<void()> up;              ///< PPP may begin.
        std::function<void(ExitStatus)> ended; ///< Once, last; never from inside a method that was called.
    };

    Call(const Profile& profile, const CallLog& log, SharedRoute& route, WorkerLauncher& launcher,
         Observer observer);

    /// The terminal is what PPP comes from and goes to; it is kept until the call has ended.
    void start(UniqueFd terminal);
    /// Ends the call politely and in bounded time. With a reason that is what is reported as the end.
    void clear(ExitStatus reason = ExitStatus::Ended);

    /// Zeros before there is a worker that counts.
    [[nodiscard]] GreStats statistics() const;

private:
    void connectNext();
    void onAddressFailed(const Error& error);
    [[nodiscard]] Result<void> prepare(const ServerEndpoint& endpoint);
    void configureWorker(UniqueFd tcp);
    void onReport(const WorkerReport& report);
    void onWorkerGone(const std::optional<Error>& error);
    void fail(const Error& error);
    void end(ExitStatus status);

    const Profile& m_profile;
    const CallLog& m_log;
    SharedRoute& m_route;
    WorkerLauncher& m_launcher;
    Observer m_observer;

    Resolver m_resolver;
    TcpConnector m_connector;
    std::deque<Ipv4Address> m_addresses; ///< Not tried yet.
    UniqueFd m_terminal;
    UniqueFd m_gre;
    CallIds m_ids;
    std::unique_ptr<WorkerProcess> m_worker;
    bool m_configured = false;
    std::optional<ExitStatus> m_status; ///< Known before the worker is gone.
    bool m_ended = false;
    QTimer m_grace; ///< For the worker's polite end.
};

} // namespace pptp
