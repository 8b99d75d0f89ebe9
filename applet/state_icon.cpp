// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/state_icon.h"

#include <algorithm>

namespace pptp {
namespace {

/// A profile that could not be read is no failed attempt: it must not keep the icon alarmed for ever.
bool attemptFailed(const TunnelProperties& tunnel)
{
    if (tunnel.tunnelState() != TunnelState::Failed)
        return false;
    const auto failure = tunnel.failure();
    return !failure || failure->code() != ErrorCode::InvalidSettings;
}

bool unencrypted(const TunnelProperties& tunnel)
{
    return tunnel.isConnected() && tunnel.protection == "none";
}

} // namespace

IconState iconState(TunnelsClient::Service service, const QList<TunnelProperties>& tunnels)
{
    if (service == TunnelsClient::Service::Missing)
        return IconState::Error;
    if (std::ranges::any_of(tunnels, &TunnelProperties::isBusy))
        return IconState::Connecting;
    const bool connected = std::ranges::any_of(tunnels, &TunnelProperties::isConnected);
    const bool failed = std::ranges::any_of(tunnels, attemptFailed);
    if (!connected)
        return failed ? IconState::Error : IconState::Idle;
    return failed || std::ranges::any_of(tunnels, unencrypted) ? IconState::Warning : IconState::Connected;
}

QString iconName(IconState state)
{
    switch (state) {
    case IconState::Idle:
        return QStringLiteral("pptp-tunnel-idle-symbolic");
    case IconState::Connecting:
        return QStringLiteral("pptp-tunnel-connecting-symbolic");
    case IconState::Connected:
        return QStringLiteral("pptp-tunnel-connected-symbolic");
    case IconState::Warning:
        return QStringLiteral("pptp-tunnel-warning-symbolic");
    case IconState::Error:
        break;
    }
    return QStringLiteral("pptp-tunnel-error-symbolic");
}

QIcon stateIcon(IconState state)
{
    const QString name = iconName(state);
    return QIcon::hasThemeIcon(name) ? QIcon::fromTheme(name)
                                     : QIcon(QStringLiteral(":/pptp-tunnel/icons/%1.svg").arg(name));
}

} // namespace pptp
