// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One tunnel as the bus shows it, as a value: the cache that every getter reads.
#pragma once

#include "client/remote_error.h"
#include "common/tunnel_state.h"

#include <QStringList>
#include <QVariantMap>

#include <optional>

namespace pptp {

struct TunnelProperties {
    QString name;
    QString owner;
    QString server;
    QString user;

    QString secretStorage; ///< "system", "agent" or "none".
    bool hasSecret = false;

    QString state; ///< As on the bus: a newer service may know more states than this client.
    QString phase;
    QString error;
    QString errorPeerText;
    QVariantMap errorDetails;
    QString lastError;
    qulonglong lastErrorTime = 0; ///< Microseconds since the epoch.

    QString serverAddress;
    QString interface;
    int interfaceIndex = 0;
    QString localAddress;
    QString peerAddress;
    uint mtu = 0;
    QStringList routes;
    QStringList dnsServers;
    QStringList dnsDomains;
    QString dnsKeeper;

    QString authentication;
    QString encryption;
    QString protection;
    QStringList weaknesses;
    bool isPrivate = false;

    QString peerVendor;
    QString peerHostName;
    uint peerFirmware = 0;
    QString dataPath;
    QString dataPathReason;
    qulonglong connectedSince = 0; ///< Microseconds since the epoch, 0 unless connected.
    qulonglong connectedSinceMonotonic = 0;

    bool operator==(const TunnelProperties&) const = default;

    /// Takes over the values of a GetAll or a PropertiesChanged; names that are not known are ignored.
    void apply(const QVariantMap& changes);

    [[nodiscard]] std::optional<TunnelState> tunnelState() const;
    [[nodiscard]] bool isConnected() const { return tunnelState() == TunnelState::Connected; }
    /// Between two resting states; an unknown state counts as busy.
    [[nodiscard]] bool isBusy() const;
    /// Why the tunnel is in state "failed".
    [[nodiscard]] std::optional<RemoteError> failure() const;
};

} // namespace pptp
