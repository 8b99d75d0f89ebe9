// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One tunnel of the service: cached properties and the calls that change it. Nothing here waits.
#pragma once

#include "client/bus_types.h"
#include "client/tunnel_properties.h"
#include "common/secret.h"

#include <QDBusConnection>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

class QDBusPendingCall;
class StatisticsProxy; // Generated.
class TunnelProxy;

namespace pptp {

struct CallOptions {
    bool wait = true;                 ///< Whether the reply comes at the end of the work or at its beginning.
    bool interactive = true;          ///< Whether polkit may ask the user.
    const Secret* password = nullptr; ///< For connect: what the service need not ask for.
};

/// The counters of a call that was asked for once.
struct CounterReading {
    Counters counters;       ///< By property name, those in `unavailable` left out.
    QStringList unavailable; ///< What this data path cannot count.
};

class RemoteTunnel : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(const std::optional<RemoteError>&)>;
    using CountersDone = std::function<void(const std::optional<RemoteError>&, const CounterReading&)>;

    /// `busOwner` is the service's unique name: with it no call of QtDBus ever looks a name up and waits.
    RemoteTunnel(const QDBusConnection& bus, const QString& busOwner, const QString& path,
                 const QVariantMap& properties, QObject* parent = nullptr);
    ~RemoteTunnel() override;

    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] const QString& name() const { return m_properties.name; }
    [[nodiscard]] const TunnelProperties& properties() const { return m_properties; }

    /// The answers come unless `context` is gone by then, also when the tunnel itself is.
    void connectTunnel(const CallOptions& options, QObject* context, Done done);
    /// Stores the password with the service, for every Connect to come.
    void setSecret(const Secret& secret, const CallOptions& options, QObject* context, Done done);
    void clearSecret(const CallOptions& options, QObject* context, Done done);
    void disconnectTunnel(const CallOptions& options, QObject* context, Done done);
    void readCounters(QObject* context, CountersDone done);
    /// Has sampled() emitted about every `intervalMs` while the tunnel is connected.
    void subscribe(uint intervalMs, QObject* context, Done done);

    /// What PropertiesChanged brought; `invalidated` names are asked for again.
    void update(const QVariantMap& changes, const QStringList& invalidated);

signals:
    void changed(const pptp::TunnelProperties& before);
    void sampled(qulonglong monotonic, const pptp::Counters& counters, const pptp::Gauges& gauges);

private:
    void watch(const QDBusPendingCall& call, QObject* context, Done done);
    QDBusPendingCall getAll(const char* interface);
    void refresh();

    QDBusConnection m_bus;
    QString m_busOwner;
    QString m_path;
    TunnelProperties m_properties;
    std::unique_ptr<TunnelProxy> m_tunnel;
    std::unique_ptr<StatisticsProxy> m_statistics;
};

} // namespace pptp
