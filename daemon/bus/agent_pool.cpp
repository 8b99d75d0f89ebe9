// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/agent_pool.h"

#include "daemon/bus/bus_guard.h"

#include <QRandomGenerator>
#include <algorithm>
#include <limits>

namespace pptp {

std::string AgentPool::randomId()
{
    QRandomGenerator& random = *QRandomGenerator::system();
    const QString digits = QStringLiteral("%1%2")
                               .arg(random.generate64(), 16, 16, QLatin1Char('0'))
                               .arg(random.generate64(), 16, 16, QLatin1Char('0'));
    return digits.toStdString();
}

AgentPool::AgentPool(AgentLimits limits, std::function<std::string()> newId)
    : m_limits(limits), m_newId(std::move(newId)), m_self(std::make_shared<AgentPool*>(this))
{
}

AgentPool::~AgentPool()
{
    *m_self = nullptr;
}

Result<void> AgentPool::add(uid_t uid, const std::string& owner, const std::string& path,
                            std::unique_ptr<Agent> agent, std::shared_ptr<void> watch)
{
    std::size_t ofUid = 0;
    for (const auto& [number, entry] : m_agents) {
        if (entry.owner == owner && entry.path == path)
            return fail(ErrorCode::InvalidArguments, "this agent is registered already");
        ofUid += entry.uid == uid ? 1 : 0;
    }
    if (ofUid >= m_limits.perUid || m_agents.size() >= m_limits.total)
        return fail(ErrorCode::LimitsExceeded, "too many agents are registered");
    m_agents.emplace(++m_lastAgent, Entry{uid, owner, path, std::move(agent), std::move(watch)});
    return {};
}

Result<void> AgentPool::remove(const std::string& owner, const std::string& path)
{
    const auto before = m_agents.size();
    removeIf([&](const Entry& entry) { return entry.owner == owner && entry.path == path; });
    if (m_agents.size() == before)
        return fail(ErrorCode::NotFound, "this agent is not registered");
    return {};
}

void AgentPool::dropOwner(const std::string& owner)
{
    removeIf([&](const Entry& entry) { return entry.owner == owner; });
}

void AgentPool::clear()
{
    for (const auto& [number, entry] : m_agents)
        entry.agent->release();
    removeIf([](const Entry&) { return true; });
}

void AgentPool::removeIf(const std::function<bool(const Entry&)>& goes)
{
    std::erase_if(m_agents, [&](const auto& numbered) { return goes(numbered.second); });
    // Whoever was being asked by one of them is asked by the next.
    for (auto& [number, open] : m_open) {
        if (open.request.empty() || m_agents.contains(open.agent))
            continue;
        open.request.clear();
        open.last = {ErrorCode::NoAgent, "the agent is gone"};
        QMetaObject::invokeMethod(
            &m_context, [this, question = number] { askNext(question); }, Qt::QueuedConnection);
    }
}

SecretAsker::Asking AgentPool::ask(const SecretQuestion& question, Answer answer)
{
    const Number id = ++m_lastQuestion;
    auto deadline = std::make_unique<QTimer>();
    deadline->setSingleShot(true);
    QObject::connect(deadline.get(), &QTimer::timeout, &m_context, [this, id] {
        takeBack(id, "timed-out");
        finish(id, fail(ErrorCode::TimedOut, "nobody answered the question for the password in time"));
    });
    deadline->start(m_limits.timeout);
    m_open.emplace(
        id, Open{question, std::move(answer), std::move(deadline), std::numeric_limits<Number>::max()});
    QMetaObject::invokeMethod(
        &m_context, [this, id] { askNext(id); }, Qt::QueuedConnection);
    return {nullptr, [self = m_self, id](void*) {
                if (*self == nullptr)
                    return;
                (*self)->takeBack(id, "cancelled");
                (*self)->m_open.erase(id);
            }};
}

void AgentPool::askNext(Number question)
{
    const auto found = m_open.find(question);
    if (found == m_open.end() || !found->second.request.empty())
        return;
    Open& open = found->second;
    const auto next = std::find_if(m_agents.rbegin(), m_agents.rend(), [&](const auto& numbered) {
        return numbered.first < open.agent && numbered.second.uid == open.question.uid;
    });
    if (next == m_agents.rend())
        return finish(question, tl::unexpected(open.last));
    open.agent = next->first;
    open.request = m_newId();
    qCInfo(busLog, "%s: asking an agent of uid %u for the password (attempt %u of %u)",
           open.question.tunnel.c_str(), open.question.uid, open.question.attempt, open.question.attempts);
    next->second.agent->request(open.request, open.question,
                                [self = m_self, question, request = open.request](Result<Secret> answer) {
                                    if (*self != nullptr)
                                        (*self)->onAnswer(question, request, std::move(answer));
                                });
}

void AgentPool::onAnswer(Number question, const std::string& request, Result<Secret> answer)
{
    const auto found = m_open.find(question);
    if (found == m_open.end() || found->second.request != request)
        return; // taken back, or somebody else is asked by now
    found->second.request.clear();
    if (answer || answer.error().code == ErrorCode::Cancelled)
        return finish(question, std::move(answer));
    qCInfo(busLog, "%s: the agent has no password: %s", found->second.question.tunnel.c_str(),
           answer.error().detail.c_str());
    found->second.last = answer.error();
    askNext(question);
}

void AgentPool::finish(Number question, Result<Secret> answer)
{
    auto open = m_open.extract(question);
    if (open.empty())
        return;
    // This may run inside the timer's own signal: it is deleted from the event loop instead.
    open.mapped().deadline.release()->deleteLater();
    guardEvent("secret", [&] { open.mapped().answer(std::move(answer)); });
}

void AgentPool::takeBack(Number question, const std::string& reason)
{
    const auto found = m_open.find(question);
    if (found == m_open.end() || found->second.request.empty())
        return;
    const std::string request = std::exchange(found->second.request, {});
    if (const auto agent = m_agents.find(found->second.agent); agent != m_agents.end())
        agent->second.agent->cancel(request, reason);
}

} // namespace pptp
