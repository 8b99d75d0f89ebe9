// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/password_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QVBoxLayout>

namespace pptp {
namespace {

/// Text from elsewhere is shown as it is, never as markup.
QLabel* plainLabel(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

PasswordDialog::PasswordDialog(const SecretPrompt& prompt, QWidget* parent)
    : QDialog(parent), m_prompt(prompt)
{
    setObjectName("PasswordDialog");
    setWindowTitle(tr("Password for “%1”").arg(prompt.tunnel));
    setWindowIcon(QIcon::fromTheme("dialog-password"));
    setLayout(new QVBoxLayout);
    addRefusal();
    addFacts();
    addField();
    addButtons();
    judge();
    m_field.setFocus();
}

PasswordDialog::~PasswordDialog()
{
    m_field.clear();
}

void PasswordDialog::addRefusal()
{
    const QString refusal = m_prompt.refusal();
    if (refusal.isEmpty())
        return;
    QLabel* sentence = plainLabel(refusal, this);
    sentence->setObjectName("refusal");
    QFont bold = sentence->font();
    bold.setBold(true);
    sentence->setFont(bold);
    layout()->addWidget(sentence);
    QLabel* attempt = plainLabel(tr("Attempt %1 of %2").arg(m_prompt.attempt).arg(m_prompt.attempts), this);
    attempt->setObjectName("attempt");
    layout()->addWidget(attempt);
}

void PasswordDialog::addFacts()
{
    auto* facts = new QFormLayout;
    facts->addRow(tr("Tunnel:"), plainLabel(m_prompt.tunnel, this));
    facts->addRow(tr("Server:"), plainLabel(m_prompt.server, this));
    facts->addRow(tr("User:"), plainLabel(m_prompt.user, this));
    static_cast<QVBoxLayout*>(layout())->addLayout(facts);
}

void PasswordDialog::addField()
{
    m_field.setObjectName("password");
    m_field.setEchoMode(QLineEdit::Password);
    m_field.setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    m_field.setAccessibleDescription(tr("The password of %1 at %2").arg(m_prompt.user, m_prompt.server));
    auto* label = new QLabel(tr("&Password:"), this);
    label->setBuddy(&m_field);
    layout()->addWidget(label);
    layout()->addWidget(&m_field);
    auto* show = new QCheckBox(tr("&Show the password"), this);
    connect(show, &QCheckBox::toggled, this,
            [this](bool visible) { m_field.setEchoMode(visible ? QLineEdit::Normal : QLineEdit::Password); });
    layout()->addWidget(show);
    m_problem.setTextFormat(Qt::PlainText);
    layout()->addWidget(&m_problem);
    connect(&m_field, &QLineEdit::textChanged, this, &PasswordDialog::judge);
}

void PasswordDialog::addButtons()
{
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_connect = buttons->addButton(tr("&Connect"), QDialogButtonBox::AcceptRole);
    m_connect->setObjectName("connect");
    m_connect->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout()->addWidget(buttons);
}

void PasswordDialog::judge()
{
    const auto size = static_cast<std::size_t>(m_field.text().toUtf8().size());
    m_connect->setEnabled(size > 0 && size <= Secret::MaxBytes);
    m_problem.setText(size > Secret::MaxBytes ? tr("It is longer than 255 bytes.") : QString());
    m_problem.setVisible(!m_problem.text().isEmpty());
}

Secret PasswordDialog::takePassword()
{
    QByteArray bytes = m_field.text().toUtf8();
    Secret secret(bytes.toStdString());
    explicit_bzero(bytes.data(), static_cast<std::size_t>(bytes.size()));
    m_field.clear();
    return secret;
}

} // namespace pptp
