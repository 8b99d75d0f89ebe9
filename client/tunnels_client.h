// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// All tunnels of the service, kept up to date, and whether there is a service at all.
#pragma once

#include "client/bus_types.h"
#include "client/remote_tunnel.h"

#include <QDBusMessage>
#include <QDBusServiceWatcher>
#include <QObject>

#include <map>
#include <memory>

namespace pptp {

class TunnelsClient : public QObject {
    Q_OBJECT

public:
    enum class Service {
        Unknown,  ///< Not asked yet.
        Starting, ///< Being looked for, started or read.
        Ready,    ///< The tunnels are known.
        Missing,  ///< Not running and not startable; error() says why. It may still appear.
    };
    Q_ENUM(Service)

    explicit TunnelsClient(const QDBusConnection& bus, QObject* parent = nullptr);
    ~TunnelsClient() override;

    /// Finds the service, or has the bus start it, and reads every tunnel with one call. Once is enough.
    void start();
    /// Has the bus start a service that is missing.
    void activate();

    [[nodiscard]] Service service() const { return m_service; }
    [[nodiscard]] const RemoteError& error() const { return m_error; }
    /// The service's version, empty while it is not ready.
    [[nodiscard]] const QString& version() const { return m_version; }

    [[nodiscard]] const QDBusConnection& bus() const { return m_bus; }
    /// The service's unique name; empty while there is none.
    [[nodiscard]] const QString& owner() const { return m_owner; }

    [[nodiscard]] QList<RemoteTunnel*> tunnels() const; ///< By name.
    /// Those that `text` may mean: a tunnel's name, its network interface or its object path.
    [[nodiscard]] QList<RemoteTunnel*> matching(const QString& text) const;

signals:
    void serviceChanged();
    void tunnelAdded(pptp::RemoteTunnel* tunnel);
    /// The tunnel lives until the event loop is reached again.
    void tunnelRemoved(pptp::RemoteTunnel* tunnel);

private slots:
    void onInterfacesAdded(const QDBusMessage& signal);
    void onInterfacesRemoved(const QDBusMessage& signal);
    void onPropertiesChanged(const QDBusMessage& signal);

private:
    void onOwnerChanged(const QString& owner);
    void bind(const QString& owner);
    void unbind();
    void setService(Service service);
    void setMissing(const RemoteError& error);
    bool subscribe(const char* interface, const char* name, const char* slot);
    void unsubscribe(const char* interface, const char* name, const char* slot);
    void readAll();
    void populate(const ManagedObjects& objects);
    void add(const QString& path, const InterfaceProperties& interfaces);
    void remove(const QString& path);
    QDBusPendingCall callBus(const char* method, const QVariantList& arguments);

    QDBusConnection m_bus;
    QDBusServiceWatcher m_watcher;
    Service m_service = Service::Unknown;
    RemoteError m_error;
    QString m_owner;
    QString m_version;
    std::map<QString, std::unique_ptr<RemoteTunnel>> m_tunnels; ///< By object path.
};

} // namespace pptp
