// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Answers the service's questions for passwords with those of the user at this terminal.
#pragma once

#include "client/secret_agent.h"
#include "pptpctl/output.h"
#include "pptpctl/password_prompt.h"

#include <QObject>

#include <deque>

namespace pptp {

class TerminalAgent : public QObject {
    Q_OBJECT

public:
    TerminalAgent(TunnelsClient& client, const Output& output, QObject* parent = nullptr);

    /// Leaves the questions about all other tunnels to others.
    void limitTo(const QString& tunnelPath) { m_agent.limitTo(tunnelPath); }
    [[nodiscard]] bool isAsking() const { return m_prompt.isOpen(); }
    /// The user wants to end it: the question on the screen is declined.
    void decline();

signals:
    void registered(const std::optional<pptp::RemoteError>& error);
    void asking();
    void answered();

private:
    void askNext();
    void onAnswer(std::optional<Result<Secret>> answer);
    void drop(const QString& request);

    SecretAgent m_agent;
    const Output& m_output;
    PasswordPrompt m_prompt;
    std::deque<SecretPrompt> m_waiting; ///< The first is on the screen.
};

} // namespace pptp
