// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a Tunnel does about its password.

#include "daemon/tunnel/tunnel.h"

#include <QtDebug>

namespace pptp {

SecretStorage Tunnel::secretStorage() const
{
    return m_profile ? m_profile->secretStorage : SecretStorage::System;
}

Result<void> Tunnel::storeSecret(const Secret& secret)
{
    return m_services.secrets.save(m_name, secret);
}

Result<void> Tunnel::clearSecret()
{
    return m_services.secrets.remove(m_name);
}

/// Each try is a call of its own: after a refusal both sides end the link (RFC 2759, 6).
bool Tunnel::mayAskAgain()
{
    const bool refused = m_state.failure && m_state.failure->code == ErrorCode::AuthRefused;
    if (!refused || m_state.next != Next::Fail || m_waiters.anybodyForTheEnd() ||
        !m_secret.refused(*m_state.failure))
        return false;
    qInfo("%s: %s; the user is asked again", nameInLog().c_str(), m_state.failure->detail.c_str());
    return true;
}

/// A password that is missing is better known before the server hears of us; and a person who is asked for it
/// keeps nobody from their turn.
void Tunnel::obtainSecret()
{
    m_secret.obtain([this](const Result<void>& found) { onSecret(found); });
    if (m_secret.isAsking())
        post(event::PersonAsked{});
}

void Tunnel::onSecret(const Result<void>& found)
{
    if (!found)
        return post(event::Broken{found.error()});
    post(event::PersonAnswered{});
    takeTurn();
}

} // namespace pptp
