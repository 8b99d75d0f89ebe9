// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Shows a window for each password that the service asks this user for.
#pragma once

#include "applet/password_dialog.h"

#include <QObject>

#include <map>
#include <memory>

namespace pptp {

class PasswordDesk : public QObject {
    Q_OBJECT

public:
    explicit PasswordDesk(TunnelsClient& client, QObject* parent = nullptr);
    ~PasswordDesk() override;

    /// Takes a question; the agent does that by itself.
    void ask(const SecretPrompt& prompt);
    /// Closes its window, if it is still there.
    void drop(const QString& request);
    /// The window of a question, or null.
    [[nodiscard]] PasswordDialog* dialog(const QString& request) const;

private:
    void finish(const QString& request, int result);

    SecretAgent m_agent;
    std::map<QString, std::unique_ptr<PasswordDialog>> m_dialogs; ///< By request.
};

} // namespace pptp
