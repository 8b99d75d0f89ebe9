// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/authorizer.h"

#include "daemon/bus/bus_guard.h"

#include <algorithm>

namespace pptp {
namespace {

Result<uid_t> judge(const Result<Verdict>& answer, uid_t uid, const Question& question)
{
    if (!answer)
        return tl::unexpected(answer.error());
    if (*answer == Verdict::Allowed)
        return uid;
    if (*answer == Verdict::Challenge && !question.interactive)
        return fail(ErrorCode::InteractionRequired, question.action + " needs the user to be asked");
    return fail(ErrorCode::NotAuthorised, "polkit does not allow " + question.action);
}

} // namespace

Authorizer::Authorizer(Authority& authority, Callers& callers, AuthorizerLimits limits)
    : m_authority(authority), m_callers(callers), m_limits(limits),
      m_self(std::make_shared<Authorizer*>(this))
{
}

Authorizer::~Authorizer()
{
    *m_self = nullptr;
    while (!m_open.empty())
        giveUp(m_open.begin()->first, {ErrorCode::Cancelled, "pptp-tunneld is stopping"});
}

void Authorizer::authorize(Question question, Done done)
{
    const std::string sender = question.sender;
    m_callers.identify(sender, [self = m_self, question = std::move(question),
                                done = std::move(done)](const Result<uid_t>& uid) mutable {
        if (!uid)
            return done(uid);
        if (*self == nullptr)
            return done(fail(ErrorCode::Cancelled, "pptp-tunneld is stopping"));
        (*self)->admit(*uid, std::move(question), std::move(done));
    });
}

std::size_t Authorizer::waitingOf(uid_t uid) const
{
    return static_cast<std::size_t>(std::ranges::count_if(
        m_open, [uid](const auto& entry) { return entry.second.uid == uid && !entry.second.deadline; }));
}

bool Authorizer::hasTurn(const OpenQuestion& entry) const
{
    if (entry.deadline)
        return false; // has been asked
    std::size_t asked = 0;
    std::size_t ofUid = 0;
    for (const auto& [id, other] : m_open) {
        asked += other.deadline ? 1 : 0;
        ofUid += other.deadline && other.uid == entry.uid ? 1 : 0;
    }
    return asked < m_limits.total && ofUid < m_limits.perUid;
}

void Authorizer::admit(uid_t uid, Question question, Done done)
{
    if (waitingOf(uid) >= m_limits.waitingPerUid)
        return done(fail(ErrorCode::LimitsExceeded, "too many authorisations are waiting for their answer"));
    const std::uint64_t id = ++m_lastId;
    auto watch = m_callers.watch(question.sender, [this, id] {
        giveUp(id, {ErrorCode::Cancelled, "the caller is gone"});
    });
    m_open.emplace(id, OpenQuestion{uid, std::move(question), std::move(done), std::move(watch), nullptr});
    askNext();
}

/// In the order in which they came, as many as the limits let through. An answer may come at once, and then
/// has looked for the next one itself.
void Authorizer::askNext()
{
    if (*m_self == nullptr)
        return;
    const auto next =
        std::ranges::find_if(m_open, [this](const auto& entry) { return hasTurn(entry.second); });
    if (next != m_open.end())
        ask(next->first, next->second);
}

void Authorizer::ask(std::uint64_t id, OpenQuestion& entry)
{
    entry.deadline = std::make_unique<QTimer>();
    entry.deadline->setSingleShot(true);
    QObject::connect(entry.deadline.get(), &QTimer::timeout, entry.deadline.get(), [this, id] {
        giveUp(id, {ErrorCode::NotAuthorised, "polkit did not answer in time"});
    });
    entry.deadline->start(entry.question.interactive ? m_limits.interactiveTimeout : m_limits.timeout);
    m_authority.ask(id, Question(entry.question), [self = m_self, id](const Result<Verdict>& answer) {
        if (*self != nullptr)
            (*self)->onAnswer(id, answer);
    });
}

void Authorizer::onAnswer(std::uint64_t id, const Result<Verdict>& answer)
{
    const auto open = m_open.extract(id);
    if (open.empty())
        return;
    const OpenQuestion& entry = open.mapped();
    const Result<uid_t> result = judge(answer, entry.uid, entry.question);
    if (!result)
        qCInfo(busLog, "uid %u: %s", entry.uid, result.error().detail.c_str());
    guardEvent("authorised", [&] { entry.done(result); });
    askNext();
}

void Authorizer::giveUp(std::uint64_t id, const Error& error)
{
    auto open = m_open.extract(id);
    if (open.empty())
        return;
    if (open.mapped().deadline) {
        m_authority.cancel(id);
        // This may run inside the timer's own signal: it is deleted from the event loop instead.
        open.mapped().deadline.release()->deleteLater();
    }
    guardEvent("authorisation given up", [&] { open.mapped().done(tl::unexpected(error)); });
    askNext();
}

} // namespace pptp
