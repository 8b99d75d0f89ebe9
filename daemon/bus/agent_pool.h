// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// All programs that offered to ask their user for a password, and the questions that are open.
#pragma once

#include "daemon/tunnel/secret_asker.h"

#include <QObject>
#include <QTimer>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace pptp {

/// One program of one user that can ask. The real ones are on the bus; tests bring their own.
class Agent {
public:
    virtual ~Agent() = default;
    /// Answers at most once, never from inside this call: Cancelled if the person declined.
    virtual void request(const std::string& id, const SecretQuestion& question,
                         SecretAsker::Answer answer) = 0;
    /// The open request needs no answer any more.
    virtual void cancel(const std::string& id, const std::string& reason) = 0;
    /// It will not be asked again.
    virtual void release() = 0;
};

struct AgentLimits {
    std::chrono::milliseconds timeout = std::chrono::minutes(2); ///< For one question, over all agents.
    std::size_t perUid = 4;
    std::size_t total = 64;
};

class AgentPool : public SecretAsker {
public:
    /// newId makes the names of requests, which nobody may guess.
    explicit AgentPool(AgentLimits limits = {}, std::function<std::string()> newId = randomId);
    ~AgentPool() override;
    AgentPool(const AgentPool&) = delete;
    AgentPool& operator=(const AgentPool&) = delete;

    /// owner is a unique bus name and path an object there. watch is let go with the agent.
    [[nodiscard]] Result<void> add(uid_t uid, const std::string& owner, const std::string& path,
                                   std::unique_ptr<Agent> agent, std::shared_ptr<void> watch = {});
    [[nodiscard]] Result<void> remove(const std::string& owner, const std::string& path);
    /// The bus name is gone, and with it every agent there.
    void dropOwner(const std::string& owner);
    /// The bus is about to go: releases all agents. Who still asks is told that there are none.
    void clear();

    /// Asks the user's newest agent, and the one before it if that has no answer; a person who declines is
    /// not asked again elsewhere.
    [[nodiscard]] Asking ask(const SecretQuestion& question, Answer answer) override;

    [[nodiscard]] std::size_t size() const { return m_agents.size(); }
    [[nodiscard]] std::size_t openQuestions() const { return m_open.size(); }

    /// 128 bits of the kernel's randomness in hexadecimal digits.
    [[nodiscard]] static std::string randomId();

private:
    using Number = std::uint64_t;
    struct Entry {
        uid_t uid;
        std::string owner;
        std::string path;
        std::unique_ptr<Agent> agent;
        std::shared_ptr<void> watch;
    };
    struct Open {
        SecretQuestion question;
        Answer answer;
        std::unique_ptr<QTimer> deadline;
        Number agent;          ///< Who is being asked; those with greater numbers have been.
        std::string request{}; ///< The name of that request.
        Error last{ErrorCode::NoAgent, "no agent of the user is registered"};
    };

    void askNext(Number question);
    void onAnswer(Number question, const std::string& request, Result<Secret> answer);
    void finish(Number question, Result<Secret> answer);
    void takeBack(Number question, const std::string& reason);
    void removeIf(const std::function<bool(const Entry&)>& goes);

    AgentLimits m_limits;
    std::function<std::string()> m_newId;
    Number m_lastAgent = 0;
    Number m_lastQuestion = 0;
    std::map<Number, Entry> m_agents; ///< The newest has the greatest number.
    std::map<Number, Open> m_open;
    QObject m_context;                  ///< What is queued dies with it.
    std::shared_ptr<AgentPool*> m_self; ///< Emptied at the end, for answers that come later.
};

} // namespace pptp
