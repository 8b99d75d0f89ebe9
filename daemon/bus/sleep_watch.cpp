// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/sleep_watch.h"

#include "daemon/bus/bus_guard.h"

#include <QPointer>

namespace pptp {
namespace {

constexpr const char* Service = "org.freedesktop.login1";
constexpr const char* Path = "/org/freedesktop/login1";
constexpr const char* Interface = "org.freedesktop.login1.Manager";
constexpr const char* Bus = "org.freedesktop.DBus";

} // namespace

Result<std::unique_ptr<SleepWatch>> SleepWatch::create(const std::string& busAddress, Observer observer)
{
    auto connection = openBus(busAddress);
    if (!connection)
        return tl::unexpected(connection.error());
    try {
        return std::unique_ptr<SleepWatch>(new SleepWatch(std::move(*connection), std::move(observer)));
    } catch (const sdbus::Error& error) {
        return fail(ErrorCode::NotSupported, "watching for sleep: " + error.getMessage());
    }
}

// The daemon's other connection says that the bus is gone, and ends the daemon.
SleepWatch::SleepWatch(std::unique_ptr<sdbus::IConnection> connection, Observer observer)
    : m_connection(std::move(connection)), m_pump(*m_connection, [](const std::string&) {}),
      m_observer(std::move(observer)), m_logind(createBusProxy(*m_connection, Service, Path))
{
    m_ownerMatch = addBusMatch(*m_connection,
                               std::string("type='signal',sender='") + Bus + "',interface='" + Bus +
                                   "',member='NameOwnerChanged',arg0='" + Service + "'",
                               [this](sdbus::Message& signal) { onOwnerChanged(signal); });
    m_sleepMatch = addBusMatch(*m_connection,
                               std::string("type='signal',sender='") + Service + "',path='" + Path +
                                   "',interface='" + Interface + "',member='PrepareForSleep'",
                               [this](sdbus::Message& signal) { onPrepareForSleep(signal); });
    inhibit();
}

/// "delay": the sleep waits for us, but not for ever. A logind that is not there or says no is no error.
void SleepWatch::inhibit()
{
    m_logind->callMethodAsync("Inhibit")
        .onInterface(Interface)
        .withArguments(std::string("sleep"), std::string("pptp-tunneld"),
                       std::string("Tunnels are taken down first"), std::string("delay"))
        .uponReplyInvoke([this](const sdbus::Error* error, const sdbus::UnixFd& inhibitor) {
            guardEvent("Inhibit", [&] {
                if (error) {
                    qCInfo(busLog, "sleep will not wait for the tunnels: %s", error->getMessage().c_str());
                    return;
                }
                m_inhibitor = inhibitor;
                m_owner = m_logind->getCurrentlyProcessedMessage()->getSender();
            });
        });
}

void SleepWatch::onOwnerChanged(sdbus::Message& signal)
{
    std::string name;
    std::string before;
    std::string now;
    if (signal.getSender() != Bus)
        return;
    signal >> name >> before >> now;
    m_owner.clear();
    m_inhibitor.reset();
    if (!now.empty())
        inhibit();
}

void SleepWatch::onPrepareForSleep(sdbus::Message& signal)
{
    bool begins = false;
    if (m_owner.empty() || signal.getSender() != m_owner)
        return;
    signal >> begins;
    if (!begins) {
        qCInfo(busLog, "the system is awake");
        if (!m_inhibitor.isValid())
            inhibit();
        m_observer.awake();
        return;
    }
    qCInfo(busLog, "the system is going to sleep");
    m_observer.prepare([self = QPointer(this)] {
        if (self)
            self->m_inhibitor.reset();
    });
}

} // namespace pptp
