// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One tunnel in the menu: its state in words, and one click that connects or disconnects it.
#pragma once

#include "applet/entry_text.h"
#include "client/remote_tunnel.h"

#include <QAction>
#include <QObject>

#include <optional>

namespace pptp {

class TunnelEntry : public QObject {
    Q_OBJECT

public:
    TunnelEntry(RemoteTunnel& tunnel, MenuKind kind, QObject* parent);

    [[nodiscard]] const RemoteTunnel* tunnel() const { return &m_tunnel; }
    [[nodiscard]] QAction* action() { return &m_action; }

private:
    void toggle();
    void show();
    void onAnswer(const std::optional<RemoteError>& error);

    RemoteTunnel& m_tunnel;
    MenuKind m_kind;
    QAction m_action;
    std::optional<RemoteError> m_refusal; ///< Why the last click had no effect, until something changes.
};

} // namespace pptp
