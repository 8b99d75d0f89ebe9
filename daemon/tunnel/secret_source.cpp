// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/secret_source.h"

namespace pptp {

SecretSource::SecretSource(std::string tunnel, const SecretStore& store, SecretAsker& asker)
    : m_tunnel(std::move(tunnel)), m_store(store), m_asker(asker)
{
}

void SecretSource::begin(const Profile& profile, ConnectRequest request)
{
    forget();
    m_storage = profile.secretStorage;
    m_question = {.uid = 0,
                  .tunnel = m_tunnel,
                  .server = profile.server,
                  .user = profile.user,
                  .attempt = 0,
                  .attempts = MaxAttempts,
                  .reason = {}};
    join(std::move(request));
}

void SecretSource::join(ConnectRequest request)
{
    if (request.caller) {
        m_caller = request.caller;
        m_question.uid = *request.caller;
    }
    if (!request.secret.empty()) {
        m_secret = std::move(request.secret);
        m_origin = Origin::Given;
    }
}

void SecretSource::obtain(std::function<void(Result<void>)> done)
{
    if (!m_secret.empty())
        return done({});
    if (m_origin == Origin::Given) // it was refused
        return done(fail(ErrorCode::NoSecrets, "the password that came with Connect was refused"));
    Error otherwise{ErrorCode::NoAgent, "no agent of the user could be asked for the password"};
    if (m_storage == SecretStorage::System) {
        Result<Secret> stored = m_store.load(m_tunnel);
        if (stored) {
            m_secret = std::move(*stored);
            m_origin = Origin::Stored;
            return done({});
        }
        // A file that is there but not safe to use is for its owner to mend, not for others to replace.
        if (stored.error().code != ErrorCode::NoSecrets)
            return done(tl::unexpected(stored.error()));
        otherwise = stored.error();
    }
    if (!m_caller)
        return done(tl::unexpected(otherwise));
    ask(std::move(done), std::move(otherwise));
}

void SecretSource::ask(std::function<void(Result<void>)> done, Error otherwise)
{
    ++m_question.attempt;
    m_asking =
        m_asker.ask(m_question, [this, done = std::move(done), otherwise = std::move(otherwise)](
                                    Result<Secret> answer) { onAnswer(std::move(answer), done, otherwise); });
}

void SecretSource::onAnswer(Result<Secret> answer, const std::function<void(Result<void>)>& done,
                            const Error& otherwise)
{
    // Copied, because letting go of the question destroys the callback that these belong to.
    const auto callBack = done;
    const Error ifNone = otherwise;
    m_asking.reset();
    if (!answer)
        return callBack(tl::unexpected(failure(answer.error(), ifNone)));
    m_secret = std::move(*answer);
    m_origin = Origin::Asked;
    callBack({});
}

/// Whoever was refused and then gave up wants to know of the refusal.
Error SecretSource::failure(const Error& why, const Error& otherwise) const
{
    if (m_refusal)
        return *m_refusal;
    if (why.code == ErrorCode::NoAgent)
        return otherwise;
    return {ErrorCode::NoSecrets, why.detail};
}

Result<Secret> SecretSource::secret() const
{
    if (m_secret.empty())
        return fail(ErrorCode::NoSecrets, "there is no password any more");
    return m_secret.copy();
}

void SecretSource::accepted()
{
    m_refusal.reset();
    m_question.attempt = 0;
    m_question.reason.clear();
}

bool SecretSource::refused(const Error& refusal)
{
    // Without one, this is the refusal before, told once more because nobody had another password.
    const bool wasTried = !m_secret.empty();
    m_secret = {};
    m_refusal = refusal;
    m_question.reason = errorCodeName(refusal.code);
    return wasTried && m_origin == Origin::Asked && m_question.attempt < MaxAttempts;
}

void SecretSource::callEnded()
{
    const bool keeps =
        m_origin == Origin::Given || (m_origin == Origin::Asked && m_storage != SecretStorage::None);
    if (!keeps)
        m_secret = {};
}

void SecretSource::forget()
{
    m_asking.reset();
    m_secret = {};
    m_origin = Origin::Nowhere;
    m_refusal.reset();
    m_caller.reset();
}

} // namespace pptp
