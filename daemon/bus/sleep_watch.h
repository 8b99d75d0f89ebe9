// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Has the machine's sleep wait until the tunnels are down, and tells when it wakes up
/// (org.freedesktop.login1).
///
/// Without logind nothing ever happens.
#pragma once

#include "daemon/bus/bus_pump.h"
#include "daemon/bus/sdbus_edge.h"

#include <functional>
#include <memory>
#include <string>

#include <QObject>

namespace pptp {

class SleepWatch : public QObject {
public:
    struct Observer {
        /// The machine is going to sleep, and waits (a few seconds at most) until done is called.
        std::function<void(std::function<void()> done)> prepare;
        std::function<void()> awake;
    };

    /// With a connection of its own to the bus where logind is (empty: the system bus).
    [[nodiscard]] static Result<std::unique_ptr<SleepWatch>> create(const std::string& busAddress,
                                                                    Observer observer);

private:
    SleepWatch(std::unique_ptr<sdbus::IConnection> connection, Observer observer);

    void inhibit();
    void onOwnerChanged(sdbus::Message& signal);
    void onPrepareForSleep(sdbus::Message& signal);

    std::unique_ptr<sdbus::IConnection> m_connection;
    BusPump m_pump;
    Observer m_observer;
    std::unique_ptr<sdbus::IProxy> m_logind;
    std::string m_owner;         ///< Unique name of logind: anybody may send a signal of that name.
    sdbus::UnixFd m_inhibitor{}; ///< Sleep waits while it is open.
    sdbus::Slot m_ownerMatch{};
    sdbus::Slot m_sleepMatch{};
};

} // namespace pptp
