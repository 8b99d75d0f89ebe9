// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The tray icon's menu: each tunnel with its state, connected or disconnected by one click.
#pragma once

#include "client/tunnels_client.h"

#include <QMenu>

#include <map>

namespace pptp {

class TunnelMenu : public QObject {
    Q_OBJECT

public:
    explicit TunnelMenu(TunnelsClient& client, QObject* parent = nullptr);

    [[nodiscard]] QMenu& menu() { return m_menu; }

    /// "work — connected (10.99.0.2)"
    [[nodiscard]] static QString entryText(const TunnelProperties& tunnel);

signals:
    void quitRequested();

private:
    struct Entry {
        QAction* tunnel;
        QAction* problem;                   ///< The line below it, if something went wrong.
        std::optional<RemoteError> refusal; ///< Of the last click, when the tunnel's state does not show it.
    };

    void add(RemoteTunnel* tunnel);
    void remove(RemoteTunnel* tunnel);
    void toggle(RemoteTunnel* tunnel);
    void update(RemoteTunnel* tunnel);
    void updateNotes();
    [[nodiscard]] QAction* firstActionAfter(const QString& name) const;

    TunnelsClient& m_client;
    QMenu m_menu;
    std::map<RemoteTunnel*, Entry> m_entries;
    QAction* m_note = nullptr;         ///< Why the list is empty.
    QAction* m_startService = nullptr; ///< Only while the service is missing.
    QAction* m_notPrivate = nullptr;
};

} // namespace pptp
