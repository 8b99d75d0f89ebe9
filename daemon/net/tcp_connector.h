// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Opens the TCP connection to a PPTP server without blocking; it never reads a byte from it.
#pragma once

#include "common/error.h"
#include "common/unique_fd.h"
#include "daemon/net/server_socket.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

namespace pptp {

class TcpConnector : public QObject {
public:
    using Done = std::function<void(Result<UniqueFd>)>;

    /// Calls back once, later: with the connected socket (non-blocking, close-on-exec, TCP_NODELAY), or
    /// ConnectionRefused, ServerUnreachable (also when the deadline passes), NoRoute, NetworkDown,
    /// ConfigureFailed. Destroying the connector, cancel() or a new call stops it silently. The callback may
    /// do any of these.
    void connectTo(const ServerEndpoint& endpoint, std::chrono::milliseconds deadline, Done done);
    void cancel();

private:
    [[nodiscard]] Result<void> start(const ServerEndpoint& endpoint);
    void onWritable();
    void finish(Result<UniqueFd> result);
    /// An answer that is known at once is given later all the same.
    void finishLater(std::function<void()> finishing);

    std::string m_where;
    UniqueFd m_socket;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::unique_ptr<QTimer> m_timer; ///< The deadline, or the turn of the event loop before an early answer.
    Done m_done;
};

} // namespace pptp
