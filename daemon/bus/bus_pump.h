// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Drives one bus connection from the Qt event loop of the thread that made it.
#pragma once

#include "daemon/bus/sdbus_edge.h"

#include <QSocketNotifier>
#include <QTimer>
#include <functional>
#include <memory>
#include <string>

namespace pptp {

class BusPump {
public:
    /// Calls lost once, from the event loop, when the connection is over.
    BusPump(sdbus::IConnection& connection, std::function<void(const std::string& reason)> lost);
    ~BusPump();
    BusPump(const BusPump&) = delete;
    BusPump& operator=(const BusPump&) = delete;

private:
    void pump();
    void arm();
    void armTimer(const BusWait& wait);
    void watch(int fd);
    void lose(const std::string& reason);

    sdbus::IConnection& m_connection;
    std::function<void(const std::string&)> m_lost;
    QObject m_context; ///< Receiver of queued calls: what is still queued dies with the pump.
    QTimer m_timer;
    std::optional<std::chrono::microseconds> m_deadline;
    std::unique_ptr<QSocketNotifier> m_readable;
    std::unique_ptr<QSocketNotifier> m_writable;
    bool m_pumping = false;
    bool m_over = false;
};

} // namespace pptp
