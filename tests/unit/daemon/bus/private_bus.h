// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A message bus of the test's own, and callers on it.
#pragma once

#include <QDBusConnection>
#include <QDBusPendingCall>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>
#include <QVariantList>

namespace pptp::test {

class PrivateBus {
public:
    /// Further elements of the bus's configuration, such as a policy.
    explicit PrivateBus(const QString& configuration = {});
    ~PrivateBus();
    [[nodiscard]] QString address() const { return m_address; }
    /// Ends dbus-daemon, as when the system goes down.
    void stop();

private:
    QTemporaryDir m_folder;
    QProcess m_daemon;
    QString m_address;
};

/// A process' connection to the bus, by its own unique name.
class Caller {
public:
    explicit Caller(const PrivateBus& bus);
    ~Caller();
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;

    [[nodiscard]] QString name() const { return m_connection.baseService(); }
    [[nodiscard]] QDBusConnection connection() const { return m_connection; }
    QDBusPendingCall call(const QString& path, const QString& interface, const QString& method,
                          const QVariantList& arguments = {}) const;
    /// The same as a call that wants no reply.
    void send(const QString& path, const QString& interface, const QString& method,
              const QVariantList& arguments = {}) const;
    /// The value of one of our properties, once it has arrived.
    [[nodiscard]] QVariant property(const QString& path, const QString& interface, const QString& name) const;
    void vanish();

private:
    QString m_key;
    QDBusConnection m_connection;
};

/// Waits for the answer: "" for success, else the error's name; "nothing" if there is no answer.
[[nodiscard]] QString outcome(const QDBusPendingCall& call);

} // namespace pptp::test
