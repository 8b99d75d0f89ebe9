// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Opens the TCP connection to a PPTP server without blocking; it never reads a byte from it.
#pragma once

#include "common/error.h"
#include "common/ipv4_address.h"
#include "common/unique_fd.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

namespace pptp {

/// Where TCP and GRE of one tunnel go, and how.
struct ServerEndpoint {
    Ipv4Address address;
    std::uint16_t port = 1723;
    std::optional<Ipv4Address> localBind;
    std::uint32_t routeMark = 0;
};

class TcpConnector : public QObject {
public:
    using Done = std::function<void(Result<UniqueFd>)>;

    /// Calls back once, later: with the connected socket (non-blocking, close-on-exec, TCP_NODELAY), or
    /// ConnectionRefused, ServerUnreachable (also when the deadline passes), NoRoute, NetworkDown,
    /// ConfigureFailed. Destroying the connector or cancel() stops it silently.
    void connectTo(const ServerEndpoint& endpoint, std::chrono::milliseconds deadline, Done done);
    void cancel();

private:
    void finish(Result<UniqueFd> result);
    void onWritable();

    UniqueFd m_socket;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_deadline;
    Done m_done;
};

} // namespace pptp
