// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Tells when the desktop has a place for tray icons. Qt 6.4 decides for ever, at the first QSystemTrayIcon,
/// whether it speaks the StatusNotifier protocol; so none may be made before a host is there.
#pragma once

#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QObject>

namespace pptp {

class TrayHost : public QObject {
    Q_OBJECT

public:
    explicit TrayHost(const QDBusConnection& sessionBus, QObject* parent = nullptr);

    /// Emits available() once, now or whenever a host registers.
    void start();

signals:
    void available();

private slots:
    void ask();

private:
    QDBusConnection m_bus;
    QDBusServiceWatcher m_watcher;
    bool m_available = false;
};

} // namespace pptp
