// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/icon_state.h"

#include <algorithm>

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

int rank(IconState state)
{
    switch (state) {
    case IconState::Idle:
        return 0;
    case IconState::Connected:
        return 1;
    case IconState::Warning:
        return 2;
    case IconState::Error:
        return 3;
    case IconState::Connecting:
        return 4;
    }
    return 0;
}

} // namespace

IconState iconStateOf(const QList<TunnelProperties>& tunnels)
{
    IconState shown = IconState::Idle;
    for (const TunnelProperties& tunnel : tunnels)
        shown =
            std::max(shown, iconStateOf(tunnel), [](IconState a, IconState b) { return rank(a) < rank(b); });
    return shown;
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
