// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/tunnel_entry.h"

#include <QtDebug>

namespace pptp {

TunnelEntry::TunnelEntry(RemoteTunnel& tunnel, MenuKind kind, QObject* parent)
    : QObject(parent), m_tunnel(tunnel), m_kind(kind)
{
    m_action.setCheckable(true);
    connect(&m_action, &QAction::triggered, this, &TunnelEntry::toggle);
    connect(&m_tunnel, &RemoteTunnel::changed, this, [this](const TunnelProperties& before) {
        if (before.state != m_tunnel.properties().state)
            m_refusal.reset();
        show();
    });
    show();
}

void TunnelEntry::toggle()
{
    m_refusal.reset();
    show(); // The click has turned the check mark already; only the service says what is true.
    // The answer comes at the beginning of the work: its end is seen in the tunnel's state.
    const CallOptions options{.wait = false, .interactive = true};
    const auto done = [this](const std::optional<RemoteError>& error) { onAnswer(error); };
    const auto state = m_tunnel.properties().tunnelState();
    if (state == TunnelState::Disconnected || state == TunnelState::Failed)
        m_tunnel.connectTunnel(options, this, done);
    else if (state != TunnelState::Disconnecting)
        m_tunnel.disconnectTunnel(options, this, done);
}

void TunnelEntry::onAnswer(const std::optional<RemoteError>& error)
{
    if (!error)
        return;
    qWarning("%s: %s: %s", qUtf8Printable(m_tunnel.name()), qUtf8Printable(error->codeName),
             qUtf8Printable(error->detail));
    m_refusal = error;
    show();
}

void TunnelEntry::show()
{
    m_action.setText(EntryText::escaped(EntryText::of(m_tunnel.properties(), m_refusal), m_kind));
    m_action.setChecked(m_tunnel.properties().isConnected());
}

} // namespace pptp
