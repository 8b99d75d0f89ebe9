// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/tunnel_menu.h"

#include <algorithm>

namespace pptp {

TunnelMenu::TunnelMenu(TunnelsClient& client, MenuKind kind, QObject* parent)
    : QObject(parent), m_client(client), m_kind(kind)
{
    m_menu.addAction(&m_notice);
    m_separator = m_menu.addSeparator();
    connect(m_menu.addAction(EntryText::escaped(tr("Quit (tunnels stay connected)"), kind)),
            &QAction::triggered, this, &TunnelMenu::quitRequested);
    connect(&m_notice, &QAction::triggered, &m_client, &TunnelsClient::activate);

    connect(&m_client, &TunnelsClient::tunnelAdded, this, &TunnelMenu::add);
    connect(&m_client, &TunnelsClient::tunnelRemoved, this, &TunnelMenu::remove);
    connect(&m_client, &TunnelsClient::serviceChanged, this, &TunnelMenu::showNotice);
    for (RemoteTunnel* tunnel : m_client.tunnels())
        add(tunnel);
    showNotice();
}

void TunnelMenu::add(RemoteTunnel* tunnel)
{
    const auto next = std::ranges::find_if(
        m_entries, [tunnel](const auto& entry) { return entry->tunnel()->name() > tunnel->name(); });
    QAction* before = next == m_entries.end() ? m_separator : (*next)->action();
    const auto entry = m_entries.insert(next, std::make_unique<TunnelEntry>(*tunnel, m_kind, nullptr));
    m_menu.insertAction(before, (*entry)->action());
    showNotice();
}

void TunnelMenu::remove(const RemoteTunnel* tunnel)
{
    std::erase_if(m_entries, [tunnel](const auto& entry) { return entry->tunnel() == tunnel; });
    showNotice();
}

void TunnelMenu::showNotice()
{
    m_notice.setText(EntryText::escaped(noticeText(), m_kind));
    m_notice.setEnabled(m_client.service() == TunnelsClient::Service::Missing);
    m_notice.setVisible(m_entries.empty());
}

QString TunnelMenu::noticeText() const
{
    switch (m_client.service()) {
    case TunnelsClient::Service::Missing:
        return tr("The PPTP service is not running. Click to start it.");
    case TunnelsClient::Service::Ready:
        return tr("No tunnels are set up");
    default:
        return tr("Looking for the PPTP service…");
    }
}

} // namespace pptp
