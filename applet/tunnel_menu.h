// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The menu of the tray icon: one entry per tunnel, built from what the service says and nothing else.
#pragma once

#include "applet/tunnel_entry.h"
#include "client/tunnels_client.h"

#include <QMenu>

#include <memory>
#include <vector>

namespace pptp {

class TunnelMenu : public QObject {
    Q_OBJECT

public:
    TunnelMenu(TunnelsClient& client, MenuKind kind, QObject* parent = nullptr);

    [[nodiscard]] QMenu* menu() { return &m_menu; }

signals:
    void quitRequested();

private:
    void add(RemoteTunnel* tunnel);
    void remove(const RemoteTunnel* tunnel);
    void showNotice();
    [[nodiscard]] QString noticeText() const;

    TunnelsClient& m_client;
    MenuKind m_kind;
    QMenu m_menu;
    QAction m_notice; ///< In place of the tunnels, while there are none.
    QAction* m_separator;
    std::vector<std::unique_ptr<TunnelEntry>> m_entries; ///< By name.
};

} // namespace pptp
