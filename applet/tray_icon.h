// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The icon in the tray: the state of all tunnels together, their lines as tooltip, and the menu.
#pragma once

#include "applet/tunnel_menu.h"

#include <QSystemTrayIcon>

namespace pptp {

/// Must not be made before TrayHost::appeared().
class TrayIcon : public QObject {
    Q_OBJECT

public:
    explicit TrayIcon(TunnelsClient& client, QObject* parent = nullptr);

signals:
    void quitRequested();

private:
    void follow(RemoteTunnel* tunnel);
    void show();
    [[nodiscard]] QString toolTip(const QList<TunnelProperties>& tunnels) const;

    TunnelsClient& m_client;
    TunnelMenu m_hostMenu; ///< Drawn by the tray host.
    TunnelMenu m_ownMenu;  ///< For a left click, which some hosts hand to us.
    QSystemTrayIcon m_icon;
};

} // namespace pptp
