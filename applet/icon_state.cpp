// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/icon_state.h"

namespace pptp {
namespace {

IconState iconStateOf(const TunnelProperties& tunnel)
{
    if (tunnel.isBusy())
        return IconState::Connecting;
    switch (*tunnel.tunnelState()) {
    case TunnelState::Failed:
        return IconState::Error;
    case TunnelState::Connected:
        return tunnel.protection == "none" ? IconState::Warning : IconState::Connected;
    default:
        return IconState::Idle;
    }
}

} // namespace

IconState iconStateOf(const QList<TunnelProperties>& tunnels)
{
    QList<IconState> states;
    for (const TunnelProperties& tunnel : tunnels)
        states.append(iconStateOf(tunnel));
    if (states.contains(IconState::Connecting))
        return IconState::Connecting;
    if (states.contains(IconState::Warning))
        return IconState::Warning;
    const bool connected = states.contains(IconState::Connected);
    if (states.contains(IconState::Error))
        return connected ? IconState::Warning : IconState::Error;
    return connected ? IconState::Connected : IconState::Idle;
}

QString iconName(IconState state)
{
    switch (state) {
    case IconState::Idle:
        return "pptp-tunnel-idle-symbolic";
    case IconState::Connecting:
        return "pptp-tunnel-connecting-symbolic";
    case IconState::Connected:
        return "pptp-tunnel-connected-symbolic";
    case IconState::Warning:
        return "pptp-tunnel-warning-symbolic";
    case IconState::Error:
        return "pptp-tunnel-error-symbolic";
    }
    return {};
}

QIcon iconOf(IconState state)
{
    const QString name = iconName(state);
    return QIcon::fromTheme(name, QIcon(":/icons/" + name + ".svg"));
}

} // namespace pptp
