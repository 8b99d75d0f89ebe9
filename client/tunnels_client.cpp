// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/tunnels_client.h"

#include "common/names.h"

#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

#include <algorithm>

namespace pptp {
namespace {

constexpr const char* objectManager = "org.freedesktop.DBus.ObjectManager";
constexpr const char* propertiesInterface = "org.freedesktop.DBus.Properties";

template <class Function>
void whenFinished(const QDBusPendingCall& call, QObject* context, Function function)
{
    auto* watcher = new QDBusPendingCallWatcher(call, context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context,
                     [function = std::move(function)](QDBusPendingCallWatcher* finished) {
                         finished->deleteLater();
                         function(*finished);
                     });
}

} // namespace

TunnelsClient::TunnelsClient(const QDBusConnection& bus, QObject* parent)
    : QObject(parent), m_bus(bus), m_watcher(names::BusName, bus, QDBusServiceWatcher::WatchForOwnerChange)
{
    registerBusTypes();
    connect(&m_watcher, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString&, const QString&, const QString& owner) { onOwnerChanged(owner); });
}

TunnelsClient::~TunnelsClient() = default;

void TunnelsClient::start()
{
    if (!m_bus.isConnected()) {
        setMissing(RemoteError::of(ErrorCode::ServiceMissing, m_bus.lastError().message()));
        return;
    }
    setService(Service::Starting);
    whenFinished(callBus("GetNameOwner", {QString(names::BusName)}), this,
                 [this](const QDBusPendingCall& call) {
                     const QDBusPendingReply<QString> reply = call;
                     if (reply.isValid())
                         bind(reply.value());
                     else if (m_owner.isEmpty())
                         activate();
                 });
}

void TunnelsClient::activate()
{
    if (!m_owner.isEmpty())
        return;
    setService(Service::Starting);
    const QVariantList arguments{QString(names::BusName), 0U};
    whenFinished(callBus("StartServiceByName", arguments), this, [this](const QDBusPendingCall& call) {
        // On success the watcher has seen, or will see, the new owner.
        if (call.isError() && m_owner.isEmpty())
            setMissing(RemoteError::fromBus(call.error()));
    });
}

QList<RemoteTunnel*> TunnelsClient::tunnels() const
{
    QList<RemoteTunnel*> sorted;
    for (const auto& [path, tunnel] : m_tunnels)
        sorted.append(tunnel.get());
    std::ranges::sort(sorted, {}, [](const RemoteTunnel* tunnel) { return tunnel->name(); });
    return sorted;
}

QList<RemoteTunnel*> TunnelsClient::matching(const QString& text) const
{
    QList<RemoteTunnel*> found;
    for (RemoteTunnel* tunnel : tunnels()) {
        if (tunnel->name() == text || tunnel->path() == text ||
            (!text.isEmpty() && tunnel->properties().interface == text))
            found.append(tunnel);
    }
    return found;
}

void TunnelsClient::onOwnerChanged(const QString& owner)
{
    if (owner == m_owner)
        return;
    if (!owner.isEmpty()) {
        bind(owner);
        return;
    }
    m_error = RemoteError::of(ErrorCode::ServiceMissing);
    // Whoever hears that a tunnel goes can see that the whole service does.
    m_service = Service::Missing;
    unbind();
    emit serviceChanged();
}

void TunnelsClient::bind(const QString& owner)
{
    if (owner == m_owner)
        return;
    unbind();
    m_owner = owner;
    setService(Service::Starting);
    // Listening begins before the tunnels are read, so that no change falls between.
    subscribe(objectManager, "InterfacesAdded", SLOT(onInterfacesAdded(QDBusMessage)));
    subscribe(objectManager, "InterfacesRemoved", SLOT(onInterfacesRemoved(QDBusMessage)));
    subscribe(propertiesInterface, "PropertiesChanged", SLOT(onPropertiesChanged(QDBusMessage)));
    readAll();
}

void TunnelsClient::unbind()
{
    if (m_owner.isEmpty())
        return;
    unsubscribe(objectManager, "InterfacesAdded", SLOT(onInterfacesAdded(QDBusMessage)));
    unsubscribe(objectManager, "InterfacesRemoved", SLOT(onInterfacesRemoved(QDBusMessage)));
    unsubscribe(propertiesInterface, "PropertiesChanged", SLOT(onPropertiesChanged(QDBusMessage)));
    m_owner.clear();
    m_version.clear();
    while (!m_tunnels.empty())
        remove(m_tunnels.begin()->first);
}

void TunnelsClient::setService(Service service)
{
    if (service == m_service)
        return;
    m_service = service;
    emit serviceChanged();
}

void TunnelsClient::setMissing(const RemoteError& error)
{
    m_error = error;
    setService(Service::Missing);
}

bool TunnelsClient::subscribe(const char* interface, const char* name, const char* slot)
{
    return m_bus.connect(m_owner, {}, interface, name, this, slot);
}

void TunnelsClient::unsubscribe(const char* interface, const char* name, const char* slot)
{
    m_bus.disconnect(m_owner, {}, interface, name, this, slot);
}

void TunnelsClient::readAll()
{
    const auto request =
        QDBusMessage::createMethodCall(m_owner, names::RootPath, objectManager, "GetManagedObjects");
    whenFinished(m_bus.asyncCall(request), this, [this, owner = m_owner](const QDBusPendingCall& call) {
        if (owner != m_owner)
            return; // An older service's answer.
        const QDBusPendingReply<ManagedObjects> reply = call;
        if (reply.isError()) {
            setMissing(RemoteError::fromBus(reply.error()));
            return;
        }
        populate(reply.value());
        setService(Service::Ready);
    });
    auto version = QDBusMessage::createMethodCall(m_owner, names::RootPath, propertiesInterface, "Get");
    version << QString(names::ManagerInterface) << QString("Version");
    whenFinished(m_bus.asyncCall(version), this, [this, owner = m_owner](const QDBusPendingCall& call) {
        const QDBusPendingReply<QDBusVariant> reply = call;
        if (owner == m_owner && reply.isValid())
            m_version = reply.value().variant().toString();
    });
}

void TunnelsClient::populate(const ManagedObjects& objects)
{
    for (auto it = objects.begin(); it != objects.end(); ++it)
        add(it.key().path(), *it);
}

void TunnelsClient::add(const QString& path, const InterfaceProperties& interfaces)
{
    const auto properties = interfaces.find(names::TunnelInterface);
    if (properties == interfaces.end() || m_tunnels.contains(path))
        return;
    auto tunnel = std::make_unique<RemoteTunnel>(m_bus, m_owner, path, *properties);
    RemoteTunnel* added = tunnel.get();
    m_tunnels.emplace(path, std::move(tunnel));
    emit tunnelAdded(added);
}

void TunnelsClient::remove(const QString& path)
{
    auto node = m_tunnels.extract(path);
    if (node.empty())
        return;
    // Whoever is told may be inside a signal of this very tunnel.
    RemoteTunnel* removed = node.mapped().release();
    emit tunnelRemoved(removed);
    removed->deleteLater();
}

void TunnelsClient::onInterfacesAdded(const QDBusMessage& signal)
{
    const QVariantList arguments = signal.arguments();
    if (arguments.size() != 2)
        return;
    add(arguments[0].value<QDBusObjectPath>().path(), qdbus_cast<InterfaceProperties>(arguments[1]));
}

void TunnelsClient::onInterfacesRemoved(const QDBusMessage& signal)
{
    const QVariantList arguments = signal.arguments();
    if (arguments.size() == 2 && arguments[1].toStringList().contains(names::TunnelInterface))
        remove(arguments[0].value<QDBusObjectPath>().path());
}

void TunnelsClient::onPropertiesChanged(const QDBusMessage& signal)
{
    const QVariantList arguments = signal.arguments();
    const auto tunnel = m_tunnels.find(signal.path());
    if (arguments.size() != 3 || arguments[0] != QString(names::TunnelInterface) || tunnel == m_tunnels.end())
        return;
    tunnel->second->update(qdbus_cast<QVariantMap>(arguments[1]), arguments[2].toStringList());
}

QDBusPendingCall TunnelsClient::callBus(const char* method, const QVariantList& arguments)
{
    auto call = QDBusMessage::createMethodCall("org.freedesktop.DBus", "/org/freedesktop/DBus",
                                               "org.freedesktop.DBus", method);
    call.setArguments(arguments);
    return m_bus.asyncCall(call);
}

} // namespace pptp
