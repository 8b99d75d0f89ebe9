// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/tray_host.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace pptp {
namespace {

constexpr auto watcherName = "org.kde.StatusNotifierWatcher";
constexpr auto watcherPath = "/StatusNotifierWatcher";

} // namespace

TrayHost::TrayHost(const QDBusConnection& session, QObject* parent)
    : QObject(parent), m_session(session),
      m_watcher(watcherName, session, QDBusServiceWatcher::WatchForRegistration)
{
    connect(&m_watcher, &QDBusServiceWatcher::serviceRegistered, this, &TrayHost::ask);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &TrayHost::missing);
}

void TrayHost::start(std::chrono::milliseconds patience)
{
    m_patience.start(patience);
    // From any sender: QtDBus would look a name up and wait, and the signal only makes us ask the real one.
    m_session.connect({}, watcherPath, watcherName, "StatusNotifierHostRegistered", this, SLOT(ask()));
    ask();
}

void TrayHost::ask()
{
    if (m_hasAppeared)
        return;
    auto request =
        QDBusMessage::createMethodCall(watcherName, watcherPath, "org.freedesktop.DBus.Properties", "Get");
    request << QString(watcherName) << QString("IsStatusNotifierHostRegistered");
    request.setAutoStartService(false);
    auto* call = new QDBusPendingCallWatcher(m_session.asyncCall(request), this);
    connect(call, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* finished) {
        finished->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *finished;
        if (reply.isValid() && reply.value().variant().toBool())
            onHost();
    });
}

void TrayHost::onHost()
{
    if (m_hasAppeared)
        return;
    m_hasAppeared = true;
    m_patience.stop();
    emit appeared();
}

} // namespace pptp
