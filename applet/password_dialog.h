// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The window that asks for the password of one tunnel.
#pragma once

#include "client/secret_agent.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace pptp {

class PasswordDialog : public QDialog {
    Q_OBJECT

public:
    explicit PasswordDialog(const SecretPrompt& prompt, QWidget* parent = nullptr);
    ~PasswordDialog() override;

    [[nodiscard]] const SecretPrompt& prompt() const { return m_prompt; }
    /// Takes it out of the field.
    [[nodiscard]] Secret takePassword();

private:
    void addFacts();
    void addRefusal();
    void addField();
    void addButtons();
    void judge();

    const SecretPrompt m_prompt;
    QLineEdit m_field;
    QLabel m_problem; ///< Why what was typed cannot be a password.
    QPushButton* m_connect = nullptr;
};

} // namespace pptp
