// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The icon in the tray: state, tooltip and menu. Must not be made before TrayHost says so.
#pragma once

#include "applet/state_icon.h"
#include "applet/tunnel_menu.h"

#include <QSystemTrayIcon>

namespace pptp {

class TrayIcon : public QObject {
    Q_OBJECT

public:
    TrayIcon(TunnelsClient& client, TunnelMenu& menu, QObject* parent = nullptr);

    /// "PPTP: work connected (10.99.0.2)", one line for each tunnel that is not at rest.
    [[nodiscard]] static QString toolTip(TunnelsClient::Service service,
                                         const QList<TunnelProperties>& tunnels);

private:
    void watch(RemoteTunnel* tunnel);
    void update();

    TunnelsClient& m_client;
    QSystemTrayIcon m_icon;
    std::optional<IconState> m_shown;
};

} // namespace pptp
