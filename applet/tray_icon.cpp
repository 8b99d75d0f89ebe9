// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/tray_icon.h"

#include "applet/icon_state.h"

#include <QCursor>

namespace pptp {
namespace {

bool isMissing(const TunnelsClient& client)
{
    return client.service() == TunnelsClient::Service::Missing;
}

} // namespace

TrayIcon::TrayIcon(TunnelsClient& client, QObject* parent)
    : QObject(parent), m_client(client), m_hostMenu(client, MenuKind::Host), m_ownMenu(client, MenuKind::Own)
{
    connect(&m_hostMenu, &TunnelMenu::quitRequested, this, &TrayIcon::quitRequested);
    connect(&m_ownMenu, &TunnelMenu::quitRequested, this, &TrayIcon::quitRequested);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger)
            m_ownMenu.menu()->popup(QCursor::pos());
    });
    connect(&m_client, &TunnelsClient::serviceChanged, this, &TrayIcon::show);
    connect(&m_client, &TunnelsClient::tunnelAdded, this, &TrayIcon::follow);
    connect(&m_client, &TunnelsClient::tunnelRemoved, this, &TrayIcon::show);
    for (RemoteTunnel* tunnel : m_client.tunnels())
        connect(tunnel, &RemoteTunnel::changed, this, &TrayIcon::show);

    m_icon.setContextMenu(m_hostMenu.menu());
    show();
    m_icon.show();
}

void TrayIcon::follow(RemoteTunnel* tunnel)
{
    connect(tunnel, &RemoteTunnel::changed, this, &TrayIcon::show);
    show();
}

void TrayIcon::show()
{
    QList<TunnelProperties> tunnels;
    for (const RemoteTunnel* tunnel : m_client.tunnels())
        tunnels.append(tunnel->properties());
    m_icon.setIcon(iconOf(isMissing(m_client) ? IconState::Error : iconStateOf(tunnels)));
    m_icon.setToolTip(toolTip(tunnels));
}

QString TrayIcon::toolTip(const QList<TunnelProperties>& tunnels) const
{
    constexpr int maximumLines = 10;
    if (isMissing(m_client))
        return tr("The PPTP service is not running.");
    QStringList lines;
    for (const TunnelProperties& tunnel : tunnels) {
        if (tunnel.tunnelState() != TunnelState::Disconnected && lines.size() < maximumLines)
            lines.append(EntryText::of(tunnel));
    }
    return lines.isEmpty() ? tr("PPTP: no tunnel is connected") : lines.join('\n');
}

} // namespace pptp
