// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/remote_tunnel.h"

#include "client/secret_descriptor.h"
#include "client/statistics_proxy.h"
#include "client/tunnel_proxy.h"
#include "common/gre_stats.h"
#include "common/names.h"

#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

#include <chrono>

namespace pptp {
namespace {

// Connect replies at the end of the attempt, and persons may have to type passwords before, for polkit and up
// to three times for the tunnel: far more than the 25 s that a call has by default.
constexpr int callTimeoutMs = std::chrono::milliseconds(std::chrono::minutes(15)).count();

QVariantMap toOptions(const CallOptions& options)
{
    return {{"wait", options.wait}, {"interactive", options.interactive}};
}

CounterReading toReading(const QVariantMap& properties)
{
    CounterReading reading;
    reading.unavailable = qdbus_cast<QStringList>(properties.value("Unavailable"));
    for (const GreStatsField& field : allStatsFields) {
        const QString name = QString::fromLatin1(field.name.data(), qsizetype(field.name.size()));
        const auto it = properties.find(name);
        if (it != properties.end() && !reading.unavailable.contains(name))
            reading.counters.insert(name, it->toULongLong());
    }
    return reading;
}

} // namespace

RemoteTunnel::RemoteTunnel(const QDBusConnection& bus, const QString& busOwner, const QString& path,
                           const QVariantMap& properties, QObject* parent)
    : QObject(parent), m_bus(bus), m_busOwner(busOwner), m_path(path),
      m_tunnel(std::make_unique<TunnelProxy>(busOwner, path, bus)),
      m_statistics(std::make_unique<StatisticsProxy>(busOwner, path, bus))
{
    m_properties.apply(properties);
    m_tunnel->setTimeout(callTimeoutMs);
    connect(m_statistics.get(), &StatisticsProxy::Sample, this, &RemoteTunnel::sampled);
}

RemoteTunnel::~RemoteTunnel() = default;

void RemoteTunnel::connectTunnel(const CallOptions& options, QObject* context, Done done)
{
    QVariantMap map = toOptions(options);
    if (options.password)
        map.insert("secrets",
                   QVariantMap{{"password", QVariant::fromValue(toDescriptor(*options.password))}});
    watch(m_tunnel->Connect(map), context, std::move(done));
}

void RemoteTunnel::setSecret(const Secret& secret, const CallOptions& options, QObject* context, Done done)
{
    watch(m_tunnel->SetSecret(toDescriptor(secret), {{"interactive", options.interactive}}), context,
          std::move(done));
}

void RemoteTunnel::clearSecret(const CallOptions& options, QObject* context, Done done)
{
    watch(m_tunnel->ClearSecret({{"interactive", options.interactive}}), context, std::move(done));
}

void RemoteTunnel::disconnectTunnel(const CallOptions& options, QObject* context, Done done)
{
    watch(m_tunnel->Disconnect(toOptions(options)), context, std::move(done));
}

void RemoteTunnel::subscribe(uint intervalMs, QObject* context, Done done)
{
    watch(m_statistics->Subscribe(intervalMs), context, std::move(done));
}

void RemoteTunnel::readCounters(QObject* context, CountersDone done)
{
    auto* watcher = new QDBusPendingCallWatcher(getAll(names::StatisticsInterface), context);
    connect(watcher, &QDBusPendingCallWatcher::finished, context,
            [done = std::move(done)](QDBusPendingCallWatcher* call) {
                call->deleteLater();
                const QDBusPendingReply<QVariantMap> reply = *call;
                if (reply.isError())
                    done(RemoteError::fromBus(reply.error()), {});
                else
                    done(std::nullopt, toReading(reply.value()));
            });
}

void RemoteTunnel::update(const QVariantMap& changes, const QStringList& invalidated)
{
    const TunnelProperties before = m_properties;
    m_properties.apply(changes);
    if (!invalidated.isEmpty())
        refresh();
    if (m_properties != before)
        emit changed(before);
}

void RemoteTunnel::watch(const QDBusPendingCall& call, QObject* context, Done done)
{
    auto* watcher = new QDBusPendingCallWatcher(call, context);
    connect(watcher, &QDBusPendingCallWatcher::finished, context,
            [done = std::move(done)](QDBusPendingCallWatcher* finished) {
                finished->deleteLater();
                if (finished->isError())
                    done(RemoteError::fromBus(finished->error()));
                else
                    done(std::nullopt);
            });
}

QDBusPendingCall RemoteTunnel::getAll(const char* interface)
{
    auto call =
        QDBusMessage::createMethodCall(m_busOwner, m_path, "org.freedesktop.DBus.Properties", "GetAll");
    call << QString::fromLatin1(interface);
    return m_bus.asyncCall(call);
}

void RemoteTunnel::refresh()
{
    auto* watcher = new QDBusPendingCallWatcher(getAll(names::TunnelInterface), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* call) {
        call->deleteLater();
        const QDBusPendingReply<QVariantMap> reply = *call;
        if (reply.isValid())
            update(reply.value(), {});
    });
}

} // namespace pptp
