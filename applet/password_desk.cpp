// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/password_desk.h"

#include <QtDebug>

namespace pptp {

PasswordDesk::PasswordDesk(TunnelsClient& client, QObject* parent) : QObject(parent), m_agent(client, this)
{
    connect(&m_agent, &SecretAgent::asked, this, &PasswordDesk::ask);
    connect(&m_agent, &SecretAgent::cancelled, this, &PasswordDesk::drop);
    connect(&m_agent, &SecretAgent::registered, this, [](const std::optional<RemoteError>& error) {
        if (error)
            qWarning("Passwords cannot be asked for here: %s", qUtf8Printable(error->detail));
    });
}

PasswordDesk::~PasswordDesk() = default;

void PasswordDesk::ask(const SecretPrompt& prompt)
{
    auto dialog = std::make_unique<PasswordDialog>(prompt);
    connect(dialog.get(), &QDialog::finished, this,
            [this, request = prompt.request](int result) { finish(request, result); });
    PasswordDialog& shown = *dialog;
    m_dialogs.insert_or_assign(prompt.request, std::move(dialog));
    shown.show();
    shown.raise();
    shown.activateWindow();
}

void PasswordDesk::finish(const QString& request, int result)
{
    auto dialog = m_dialogs.extract(request);
    if (dialog.empty())
        return;
    if (result == QDialog::Accepted)
        m_agent.answer(request, dialog.mapped()->takePassword());
    else
        m_agent.decline(request);
    // This is the dialog's own signal.
    dialog.mapped().release()->deleteLater();
}

void PasswordDesk::drop(const QString& request)
{
    m_dialogs.erase(request);
}

PasswordDialog* PasswordDesk::dialog(const QString& request) const
{
    const auto found = m_dialogs.find(request);
    return found == m_dialogs.end() ? nullptr : found->second.get();
}

} // namespace pptp
