// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Tells when the desktop can show tray icons. Qt 6.4 decides once, at the first touch of QSystemTrayIcon,
/// whether tray icons go over D-Bus, so nothing may touch it before a host is registered.
#pragma once

#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace pptp {

class TrayHost : public QObject {
    Q_OBJECT

public:
    explicit TrayHost(const QDBusConnection& session, QObject* parent = nullptr);

    /// Looks, and then listens for as long as it takes.
    void start(std::chrono::milliseconds patience);

signals:
    void appeared(); ///< Once.
    void missing();  ///< Once, when no host appeared within `patience`; it may still come.

private slots:
    void ask();

private:
    void onHost();

    QDBusConnection m_session;
    QDBusServiceWatcher m_watcher;
    QTimer m_patience;
    bool m_hasAppeared = false;
};

} // namespace pptp
