// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Finds the password for one Connect: from the caller, then what is stored, then the user's agents.
///
/// It is found before the server hears of us: a person may take longer than a server waits for the answer to
/// its challenge. It is kept as long as the call, because a server may challenge again at any time.
#pragma once

#include "common/profile.h"
#include "daemon/profiles/secret_store.h"
#include "daemon/tunnel/secret_asker.h"
#include "daemon/tunnel/tunnel_control.h"

#include <functional>
#include <optional>
#include <string>

namespace pptp {

class SecretSource {
public:
    /// A password that a person types is tried so often in one Connect; a stored one only once.
    static constexpr unsigned MaxAttempts = 3;

    SecretSource(std::string tunnel, const SecretStore& store, SecretAsker& asker);

    /// A Connect begins; what is known from the one before is wiped.
    void begin(const Profile& profile, ConnectRequest request);
    /// Somebody wants the same tunnel while it waits for its next call: what they brought comes first, and
    /// they are the one to ask.
    void join(ConnectRequest request);
    /// Calls back once, at once unless somebody is asked.
    void obtain(std::function<void(Result<void>)> done);
    /// A person is being asked.
    [[nodiscard]] bool isAsking() const { return m_asking.use_count() != 0; }
    /// Takes the question back; obtain does not call back any more.
    void cancel() { m_asking.reset(); }

    /// A copy for pppd; NoSecrets before obtain succeeded.
    [[nodiscard]] Result<Secret> secret() const;

    /// The server took it: from here on a refusal is a new matter.
    void accepted();
    /// The server did not take it, so it is wiped. Whether a person may be asked for another one.
    [[nodiscard]] bool refused(const Error& refusal);
    /// A call is over, another one may follow in the same Connect: wipes what must be found anew for that.
    void callEnded();
    /// The Connect is over: wipes everything.
    void forget();

private:
    enum class Origin { Nowhere, Given, Stored, Asked };

    void ask(std::function<void(Result<void>)> done, Error otherwise);
    void onAnswer(Result<Secret> answer, const std::function<void(Result<void>)>& done,
                  const Error& otherwise);
    [[nodiscard]] Error failure(const Error& why, const Error& otherwise) const;

    std::string m_tunnel;
    const SecretStore& m_store;
    SecretAsker& m_asker;
    SecretStorage m_storage = SecretStorage::System;
    SecretQuestion m_question;     ///< For the next one; its attempt is the number of those asked so far.
    std::optional<uid_t> m_caller; ///< None: nobody asked for this Connect, so nobody can be asked.
    std::optional<Error> m_refusal;
    Origin m_origin = Origin::Nowhere;
    Secret m_secret;
    SecretAsker::Asking m_asking;
};

} // namespace pptp
