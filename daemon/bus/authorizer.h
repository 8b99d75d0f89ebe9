// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The one gate that every privileged method passes: asynchronous, limited, and shut whenever in doubt.
#pragma once

#include "daemon/bus/authority.h"
#include "daemon/bus/callers.h"

#include <QObject>
#include <QTimer>
#include <chrono>
#include <memory>

namespace pptp {

struct AuthorizerLimits {
    std::chrono::milliseconds timeout = std::chrono::seconds(30);
    std::chrono::milliseconds interactiveTimeout = std::chrono::minutes(5); ///< Somebody types a password.
    std::size_t perUid = 4; ///< Before polkit at once; the others wait for their turn.
    /// dbus-daemon lets one connection, ours, wait for 128 replies: one uid must not use them up.
    std::size_t total = 64;
    std::size_t waitingPerUid = 256; ///< Somebody connects all of many tunnels at once.
};

class Authorizer {
public:
    /// The caller's uid if it may do it. An error is final: there is nothing else to look at.
    using Done = std::function<void(Result<uid_t>)>;

    Authorizer(Authority& authority, Callers& callers, AuthorizerLimits limits = {});
    ~Authorizer();
    Authorizer(const Authorizer&) = delete;
    Authorizer& operator=(const Authorizer&) = delete;

    /// Calls back exactly once: with Cancelled if the caller vanishes first, or this object does.
    void authorize(Question question, Done done);
    [[nodiscard]] std::size_t openQuestions() const { return m_open.size(); }

private:
    struct OpenQuestion {
        uid_t uid;
        Question question;
        Done done;
        Callers::Watch watch;
        std::unique_ptr<QTimer> deadline; ///< None while it waits for its turn.
    };

    void admit(uid_t uid, Question question, Done done);
    void askNext();
    void ask(std::uint64_t id, OpenQuestion& entry);
    [[nodiscard]] bool hasTurn(const OpenQuestion& entry) const;
    [[nodiscard]] std::size_t waitingOf(uid_t uid) const;
    void onAnswer(std::uint64_t id, const Result<Verdict>& answer);
    void giveUp(std::uint64_t id, const Error& error);

    Authority& m_authority;
    Callers& m_callers;
    AuthorizerLimits m_limits;
    std::uint64_t m_lastId = 0;
    std::map<std::uint64_t, OpenQuestion> m_open;
    std::shared_ptr<Authorizer*> m_self; ///< Emptied at the end, for answers that come later.
};

} // namespace pptp
