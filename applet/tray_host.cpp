// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/tray_host.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QTimer>

namespace pptp {
namespace {

constexpr const char* watcherService = "org.kde.StatusNotifierWatcher";
constexpr const char* watcherPath = "/StatusNotifierWatcher";
constexpr int askAgainMs = 500; // Some watchers take their name before they know their host.

} // namespace

TrayHost::TrayHost(const QDBusConnection& sessionBus, QObject* parent)
    : QObject(parent), m_bus(sessionBus),
      m_watcher(watcherService, sessionBus, QDBusServiceWatcher::WatchForRegistration)
{
}

void TrayHost::start()
{
    connect(&m_watcher, &QDBusServiceWatcher::serviceRegistered, this, [this] {
        ask();
        QTimer::singleShot(askAgainMs, this, &TrayHost::ask);
    });
    m_bus.connect({}, watcherPath, watcherService, "StatusNotifierHostRegistered", this, SLOT(ask()));
    ask();
}

void TrayHost::ask()
{
    if (m_available)
        return;
    auto get =
        QDBusMessage::createMethodCall(watcherService, watcherPath, "org.freedesktop.DBus.Properties", "Get");
    get << QString(watcherService) << QString("IsStatusNotifierHostRegistered");
    get.setAutoStartService(false);
    auto* call = new QDBusPendingCallWatcher(m_bus.asyncCall(get), this);
    connect(call, &QDBusPendingCallWatcher::finished, this, [this, call] {
        call->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *call;
        if (m_available || !reply.isValid() || !reply.value().variant().toBool())
            return;
        m_available = true;
        emit available();
    });
}

} // namespace pptp
