// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Lets the service ask this program's user for passwords: org.pptptunnel.Tunnels1.Agent on our connection.
#pragma once

#include "client/tunnels_client.h"
#include "common/secret.h"

#include <QDBusContext>
#include <QDBusMessage>
#include <QObject>

#include <map>
#include <optional>

namespace pptp {

/// One question, as the service words it.
struct SecretPrompt {
    QString request; ///< Its name, for the answer.
    QString tunnelPath;
    QString tunnel;
    QString server;
    QString user;
    QString reason; ///< Why the answer before this one was refused: an error code; else empty.
    uint attempt = 1;
    uint attempts = 1;

    /// What the server said about the answer before, in a sentence; empty at the first attempt.
    [[nodiscard]] QString refusal() const;
};

class SecretAgent : public QObject, protected QDBusContext {
    Q_OBJECT

public:
    /// Registers with the service as soon as there is one, and with the next one if it goes.
    explicit SecretAgent(TunnelsClient& client, QObject* parent = nullptr);
    ~SecretAgent() override;

    /// Takes only questions about this tunnel; others are left to the user's other agents.
    void limitTo(const QString& tunnelPath) { m_onlyTunnel = tunnelPath; }

    /// Unknown requests, such as those that were cancelled meanwhile, are ignored.
    void answer(const QString& request, const Secret& secret);
    /// The user does not want to.
    void decline(const QString& request);

    // Called by the generated adaptor.
    QVariantMap RequestSecrets(const QString& request, const QDBusObjectPath& tunnel,
                               const QStringList& fields, const QVariantMap& hints);
    void Cancel(const QString& request, const QString& reason);
    void Release();

signals:
    /// The service knows us, or there is an error because of which it does not.
    void registered(const std::optional<pptp::RemoteError>& error);
    void asked(const pptp::SecretPrompt& prompt);
    /// Whatever asks the user is to go.
    void cancelled(const QString& request);

private:
    void registerWithService();
    void forgetAll();
    [[nodiscard]] bool isFromService() const;
    QVariantMap refuse(ErrorCode code, const QString& why);

    TunnelsClient& m_client;
    QString m_path; ///< Of our object.
    QString m_onlyTunnel;
    std::map<QString, QDBusMessage> m_open; ///< By request.
};

} // namespace pptp
