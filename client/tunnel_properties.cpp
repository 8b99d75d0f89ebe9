// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/tunnel_properties.h"

#include <QDBusArgument>

namespace pptp {
namespace {

// Containers arrive as QDBusArgument when they are nested in a variant; qdbus_cast takes both forms.
template <auto Member>
void assign(TunnelProperties& properties, const QVariant& value)
{
    auto& target = properties.*Member;
    target = qdbus_cast<std::remove_reference_t<decltype(target)>>(value);
}

struct Row {
    const char* name;
    void (*assign)(TunnelProperties&, const QVariant&);
};

using P = TunnelProperties;
constexpr Row rows[] = {
    {"Name", assign<&P::name>},
    {"Owner", assign<&P::owner>},
    {"Server", assign<&P::server>},
    {"User", assign<&P::user>},
    {"SecretStorage", assign<&P::secretStorage>},
    {"HasSecret", assign<&P::hasSecret>},
    {"State", assign<&P::state>},
    {"Phase", assign<&P::phase>},
    {"Error", assign<&P::error>},
    {"ErrorPeerText", assign<&P::errorPeerText>},
    {"ErrorDetails", assign<&P::errorDetails>},
    {"LastError", assign<&P::lastError>},
    {"LastErrorTime", assign<&P::lastErrorTime>},
    {"ServerAddress", assign<&P::serverAddress>},
    {"Interface", assign<&P::interface>},
    {"InterfaceIndex", assign<&P::interfaceIndex>},
    {"LocalAddress", assign<&P::localAddress>},
    {"PeerAddress", assign<&P::peerAddress>},
    {"Mtu", assign<&P::mtu>},
    {"Routes", assign<&P::routes>},
    {"DnsServers", assign<&P::dnsServers>},
    {"DnsDomains", assign<&P::dnsDomains>},
    {"DnsKeeper", assign<&P::dnsKeeper>},
    {"Authentication", assign<&P::authentication>},
    {"Encryption", assign<&P::encryption>},
    {"Protection", assign<&P::protection>},
    {"Weaknesses", assign<&P::weaknesses>},
    {"Private", assign<&P::isPrivate>},
    {"PeerVendor", assign<&P::peerVendor>},
    {"PeerHostName", assign<&P::peerHostName>},
    {"PeerFirmware", assign<&P::peerFirmware>},
    {"DataPath", assign<&P::dataPath>},
    {"DataPathReason", assign<&P::dataPathReason>},
    {"ConnectedSince", assign<&P::connectedSince>},
    {"ConnectedSinceMonotonic", assign<&P::connectedSinceMonotonic>},
};

} // namespace

void TunnelProperties::apply(const QVariantMap& changes)
{
    for (const Row& row : rows) {
        const auto it = changes.find(QLatin1String(row.name));
        if (it != changes.end())
            row.assign(*this, *it);
    }
}

std::optional<TunnelState> TunnelProperties::tunnelState() const
{
    return stateFromName(state.toStdString());
}

bool TunnelProperties::isBusy() const
{
    const auto known = tunnelState();
    return known != TunnelState::Connected && known != TunnelState::Disconnected &&
           known != TunnelState::Failed;
}

std::optional<RemoteError> TunnelProperties::failure() const
{
    if (error.isEmpty())
        return std::nullopt;
    RemoteError failure{.codeName = error, .detail = {}, .peerText = errorPeerText, .numbers = {}};
    for (auto it = errorDetails.begin(); it != errorDetails.end(); ++it) {
        if (it.key() == "detail")
            failure.detail = it->toString();
        else
            failure.numbers.insert(it.key(), it->toLongLong());
    }
    return failure;
}

} // namespace pptp
