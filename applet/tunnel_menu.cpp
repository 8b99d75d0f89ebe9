// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/tunnel_menu.h"

#include "client/error_text.h"
#include "client/state_text.h"

#include <algorithm>

namespace pptp {
namespace {

/// In a menu "&" marks a key; our texts may hold what a server said.
QString withoutMnemonics(QString text)
{
    return text.replace('&', "&&");
}

bool wantsDisconnect(const TunnelProperties& tunnel)
{
    return tunnel.isConnected() || tunnel.isBusy();
}

} // namespace

TunnelMenu::TunnelMenu(TunnelsClient& client, QObject* parent) : QObject(parent), m_client(client)
{
    m_note = m_menu.addAction(QString());
    m_note->setEnabled(false);
    m_startService = m_menu.addAction(tr("Start the service"));
    connect(m_startService, &QAction::triggered, &m_client, &TunnelsClient::activate);
    m_menu.addSeparator();
    m_notPrivate = m_menu.addAction(withoutMnemonics(StateText::notPrivate()));
    m_notPrivate->setEnabled(false);
    connect(m_menu.addAction(tr("Quit (tunnels stay connected)")), &QAction::triggered, this,
            &TunnelMenu::quitRequested);

    connect(&m_client, &TunnelsClient::tunnelAdded, this, &TunnelMenu::add);
    connect(&m_client, &TunnelsClient::tunnelRemoved, this, &TunnelMenu::remove);
    connect(&m_client, &TunnelsClient::serviceChanged, this, &TunnelMenu::updateNotes);
    for (RemoteTunnel* tunnel : m_client.tunnels())
        add(tunnel);
    updateNotes();
}

QString TunnelMenu::entryText(const TunnelProperties& tunnel)
{
    const QString state = StateText::state(tunnel);
    QString remark;
    if (tunnel.isConnected())
        remark = tunnel.localAddress;
    else if (tunnel.isBusy())
        remark = StateText::phase(tunnel);
    return remark.isEmpty() ? tr("%1 — %2").arg(tunnel.name, state)
                            : tr("%1 — %2 (%3)").arg(tunnel.name, state, remark);
}

void TunnelMenu::add(RemoteTunnel* tunnel)
{
    QAction* before = firstActionAfter(tunnel->name());
    Entry entry{.tunnel = new QAction(&m_menu), .problem = new QAction(&m_menu), .refusal = {}};
    entry.tunnel->setCheckable(true);
    entry.problem->setEnabled(false);
    m_menu.insertAction(before, entry.tunnel);
    m_menu.insertAction(before, entry.problem);
    m_entries.emplace(tunnel, entry);
    connect(entry.tunnel, &QAction::triggered, tunnel, [this, tunnel] { toggle(tunnel); });
    connect(tunnel, &RemoteTunnel::changed, this, [this, tunnel] {
        m_entries.at(tunnel).refusal.reset();
        update(tunnel);
    });
    update(tunnel);
}

void TunnelMenu::remove(RemoteTunnel* tunnel)
{
    const auto node = m_entries.extract(tunnel);
    if (node.empty())
        return;
    tunnel->disconnect(this);
    delete node.mapped().tunnel;
    delete node.mapped().problem;
    updateNotes();
}

void TunnelMenu::toggle(RemoteTunnel* tunnel)
{
    const auto done = [this, tunnel](const std::optional<RemoteError>& error) {
        const auto entry = m_entries.find(tunnel);
        if (entry == m_entries.end())
            return;
        // A failed attempt shows in the tunnel's own state; somebody's "disconnect" is no problem.
        if (error && error->codeName != tunnel->properties().error && error->code() != ErrorCode::Cancelled)
            entry->second.refusal = error;
        update(tunnel);
    };
    m_entries.at(tunnel).refusal.reset();
    if (wantsDisconnect(tunnel->properties()))
        tunnel->disconnectTunnel({}, tunnel, done);
    else
        tunnel->connectTunnel({}, tunnel, done);
    update(tunnel); // The click moved the check mark; the state alone decides about it.
}

void TunnelMenu::update(RemoteTunnel* tunnel)
{
    const TunnelProperties& properties = tunnel->properties();
    const Entry& entry = m_entries.at(tunnel);
    entry.tunnel->setText(withoutMnemonics(entryText(properties)));
    entry.tunnel->setChecked(properties.isConnected());
    const auto problem = entry.refusal ? entry.refusal : properties.failure();
    entry.problem->setVisible(problem.has_value());
    if (problem)
        entry.problem->setText(withoutMnemonics("    " + ErrorText::of(*problem, properties).sentence));
    updateNotes();
}

void TunnelMenu::updateNotes()
{
    const bool missing = m_client.service() == TunnelsClient::Service::Missing;
    if (missing)
        m_note->setText(ErrorText::of(m_client.error()).sentence);
    else if (m_client.service() == TunnelsClient::Service::Ready)
        m_note->setText(tr("No tunnels are set up."));
    else
        m_note->setText(tr("Waiting for the service …"));
    m_note->setVisible(m_entries.empty());
    m_startService->setVisible(missing);
    m_notPrivate->setVisible(std::ranges::any_of(
        m_entries, [](const auto& entry) { return entry.first->properties().isConnected(); }));
}

QAction* TunnelMenu::firstActionAfter(const QString& name) const
{
    QAction* found = m_note;
    const QString* closest = nullptr;
    for (const auto& [tunnel, entry] : m_entries) {
        if (tunnel->name() > name && (!closest || tunnel->name() < *closest)) {
            closest = &tunnel->name();
            found = entry.tunnel;
        }
    }
    return found;
}

} // namespace pptp
