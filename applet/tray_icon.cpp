// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/tray_icon.h"

#include "client/error_text.h"
#include "client/state_text.h"

#include <QCursor>

namespace pptp {

TrayIcon::TrayIcon(TunnelsClient& client, TunnelMenu& menu, QObject* parent)
    : QObject(parent), m_client(client)
{
    connect(&m_client, &TunnelsClient::serviceChanged, this, &TrayIcon::update);
    connect(&m_client, &TunnelsClient::tunnelAdded, this, &TrayIcon::watch);
    // It is out of the list already when the signal comes.
    connect(&m_client, &TunnelsClient::tunnelRemoved, this, &TrayIcon::update);
    for (RemoteTunnel* tunnel : m_client.tunnels())
        watch(tunnel);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [&menu](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger)
            menu.menu().popup(QCursor::pos());
    });
    m_icon.setContextMenu(&menu.menu());
    update();
    m_icon.show();
}

QString TrayIcon::toolTip(TunnelsClient::Service service, const QList<TunnelProperties>& tunnels)
{
    if (service == TunnelsClient::Service::Missing)
        return ErrorText::of(RemoteError::of(ErrorCode::ServiceMissing)).sentence;
    QStringList parts;
    for (const TunnelProperties& tunnel : tunnels) {
        if (tunnel.isConnected())
            parts.append(tr("%1 %2 (%3)").arg(tunnel.name, StateText::state(tunnel), tunnel.localAddress));
        else if (tunnel.tunnelState() != TunnelState::Disconnected)
            parts.append(tr("%1 %2").arg(tunnel.name, StateText::state(tunnel)));
    }
    return parts.isEmpty() ? tr("PPTP: no tunnel connected") : tr("PPTP: %1").arg(parts.join(" · "));
}

void TrayIcon::watch(RemoteTunnel* tunnel)
{
    connect(tunnel, &RemoteTunnel::changed, this, &TrayIcon::update);
    update();
}

void TrayIcon::update()
{
    QList<TunnelProperties> tunnels;
    for (const RemoteTunnel* tunnel : m_client.tunnels())
        tunnels.append(tunnel->properties());
    const IconState state = iconState(m_client.service(), tunnels);
    if (m_shown != state)
        m_icon.setIcon(stateIcon(state));
    m_shown = state;
    m_icon.setToolTip(toolTip(m_client.service(), tunnels));
}

} // namespace pptp
