// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/tunnel.h"

#include "common/printable_text.h"
#include "daemon/ppp/protection.h"
#include "daemon/tunnel/worker_settings.h"

#include <chrono>

#include <QtDebug>

namespace pptp {
namespace {

template <class Clock>
std::uint64_t microseconds()
{
    const auto now = Clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

/// From looking the name up until IPCP is up.
bool isAtWork(Stage stage)
{
    return stage == Stage::Resolving || stage == Stage::Connecting || stage == Stage::Control ||
           stage == Stage::Calling || stage == Stage::Linking;
}

} // namespace

Tunnel::Tunnel(std::string name, Result<Profile> profile, TunnelServices& services)
    : m_name(std::move(name)), m_profile(std::move(profile)), m_services(services),
      m_secret(m_name, services.secrets, services.asker)
{
    m_deadline.setSingleShot(true);
    m_deadline.setTimerType(Qt::PreciseTimer); // a coarse one may fire 5 % early
    connect(&m_deadline, &QTimer::timeout, this,
            [this] { handle(event::DeadlinePassed{m_attempt ? m_attempt->evidence() : LinkEvidence{}}); });
    if (!m_profile)
        rememberFailure(m_profile.error());
    refreshStatus();
}

void Tunnel::setProfile(Result<Profile> profile)
{
    if (profile == m_profile)
        return;
    const bool wasInvalid = !m_profile;
    m_profile = std::move(profile);
    if (!isResting())
        return;
    if (wasInvalid || !m_profile)
        m_status.error.reset();
    if (!m_profile)
        rememberFailure(m_profile.error());
    refreshStatus();
    if (m_observer)
        m_observer();
}

bool Tunnel::isResting() const
{
    return m_state.stage == Stage::Idle || m_state.stage == Stage::Failed;
}

std::optional<GreStats> Tunnel::statistics() const
{
    if (auto current = m_attempt ? m_attempt->statistics() : std::nullopt)
        return current->counters;
    return m_lastStatistics ? std::optional(m_lastStatistics->counters) : std::nullopt;
}

bool Tunnel::isCounted(const GreStatsField& field) const
{
    auto counting = m_attempt ? m_attempt->counting() : std::nullopt;
    if (!counting && m_lastStatistics)
        counting = m_lastStatistics->counting;
    return counting && countedBy(*counting, field);
}

std::vector<LinkSample> Tunnel::history(std::uint32_t first, std::uint32_t last) const
{
    return m_history ? m_history->read(first, last) : std::vector<LinkSample>();
}

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

void Tunnel::connectTunnel(Completion done, ConnectRequest request)
{
    if (!m_profile)
        done(tl::unexpected(m_profile.error()));
    else if (m_state.stage == Stage::Connected)
        done(fail(ErrorCode::AlreadyConnected, m_name + " is connected"));
    else if (m_state.stage == Stage::Disconnecting)
        done(fail(ErrorCode::Busy, m_name + " is being taken down"));
    else {
        if (isResting())
            m_secret.begin(*m_profile, std::move(request));
        m_connecting.push_back(std::move(done));
        handle(event::ConnectRequested{});
    }
}

void Tunnel::disconnectTunnel(Completion done)
{
    if (isResting())
        done(fail(ErrorCode::NotConnected, m_name + " is not connected"));
    else {
        m_disconnecting.push_back(std::move(done));
        handle(event::DisconnectRequested{});
    }
}

/// Events are handled from the event loop, never from inside the part that tells of them: handling one may
/// destroy that part.
void Tunnel::post(Event event)
{
    QMetaObject::invokeMethod(
        this, [this, event = std::move(event)] { handle(event); }, Qt::QueuedConnection);
}

void Tunnel::handle(Event event)
{
    if (auto* down = std::get_if<event::TornDown>(&event))
        down->again = mayAskAgain();
    const Transition next = transition(m_state, event);
    const bool moved = next.state.stage != m_state.stage;
    if (std::holds_alternative<event::TornDown>(event))
        endAttempt();
    if (moved && next.state.stage == Stage::Resolving) {
        m_lastStatistics.reset();
        m_status.error.reset();
        startAttempt();
    }
    if (moved && next.state.stage == Stage::Failed)
        rememberFailure(m_state.failure.value_or(Error{ErrorCode::TimedOut}));
    if (moved && next.state.stage == Stage::Idle)
        m_status.error.reset();
    if (moved && next.state.stage == Stage::Connected)
        m_secret.accepted();
    if (moved && (next.state.stage == Stage::Idle || next.state.stage == Stage::Failed))
        m_secret.forget();
    m_state = next.state;
    if (!isAtWork(m_state.stage)) {
        m_waits = false;
        m_postponed.reset();
        m_turn.reset();
    }
    refreshStatus();
    if (m_observer)
        m_observer();
    for (const Action& action : next.actions)
        perform(action);
}

void Tunnel::startAttempt()
{
    if (const std::string words = joinedText(weaknesses(*m_profile)); !words.empty())
        qWarning("%s: less protected than by default: %s", nameInLog().c_str(), words.c_str());
    if (!m_history) {
        if (auto memory = HistoryMemory::create())
            m_history = std::move(*memory);
        else
            qWarning("%s: no history: %s", m_name.c_str(), memory.error().detail.c_str());
    }
    m_attempt =
        std::make_unique<Attempt>(m_name, *m_profile, m_services, m_secret, m_history ? m_history->fd() : -1,
                                  [this](Event posted) { post(std::move(posted)); });
}

void Tunnel::endAttempt()
{
    if (auto counted = m_attempt->statistics())
        m_lastStatistics = counted;
    m_attempt.reset();
    m_secret.callEnded();
}

/// Each try is a call of its own: after a refusal both sides end the link (RFC 2759, 6).
bool Tunnel::mayAskAgain()
{
    const bool refused = m_state.failure && m_state.failure->code == ErrorCode::AuthRefused;
    if (!refused || !m_disconnecting.empty() || !m_secret.refused(*m_state.failure))
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

void Tunnel::takeTurn()
{
    m_waits = true;
    m_turn = m_services.turns.request([this] { begin(); });
    if (m_waits)
        qInfo("%s: waits until others are connected", nameInLog().c_str());
}

void Tunnel::begin()
{
    m_waits = false;
    if (m_postponed)
        m_deadline.start(*std::exchange(m_postponed, std::nullopt));
    m_attempt->resolve();
}

/// The time of the first stage begins with its turn.
void Tunnel::startDeadline(std::chrono::seconds after)
{
    m_deadline.stop(); // that of a person is over
    if (m_waits)
        m_postponed = after;
    else
        m_deadline.start(after);
}

void Tunnel::perform(const Action& action)
{
    if (std::holds_alternative<action::Resolve>(action)) {
        obtainSecret();
    } else if (const auto* server = std::get_if<action::ConnectServer>(&action)) {
        m_attempt->connectServer(server->address);
    } else if (std::holds_alternative<action::StartCall>(action)) {
        m_attempt->startCall();
    } else if (std::holds_alternative<action::StartPppd>(action)) {
        m_attempt->startPppd();
    } else if (std::holds_alternative<action::TearDown>(action)) {
        m_secret.cancel();
        m_attempt->tearDown();
    } else if (const auto* deadline = std::get_if<action::SetDeadline>(&action)) {
        startDeadline(deadline->after);
    } else if (std::holds_alternative<action::ClearDeadline>(action)) {
        m_deadline.stop();
    } else if (const auto* connected = std::get_if<action::AnswerConnect>(&action)) {
        answer(m_connecting,
               connected->error ? Result<void>(tl::unexpected(*connected->error)) : Result<void>());
    } else {
        answer(m_disconnecting, {});
    }
}

void Tunnel::refreshStatus()
{
    TunnelStatus status = m_attempt ? m_attempt->details() : TunnelStatus{};
    if (!m_attempt)
        status.icmpSeen = m_status.icmpSeen;
    if (m_profile)
        status.weaknesses = weaknesses(*m_profile);
    status.state = publicState(m_state);
    status.phase = publicPhase(m_state);
    status.error = m_status.error;
    status.lastError = m_status.lastError;
    status.lastErrorTime = m_status.lastErrorTime;
    if (!m_profile && status.error)
        status.state = isResting() ? TunnelState::Failed : status.state;
    if (status.state == TunnelState::Connected) {
        const bool already = m_status.state == TunnelState::Connected;
        status.connectedSince = already ? m_status.connectedSince : microseconds<std::chrono::system_clock>();
        status.connectedSinceMonotonic =
            already ? m_status.connectedSinceMonotonic : microseconds<std::chrono::steady_clock>();
    }
    if (status.state != m_status.state || status.phase != m_status.phase)
        qInfo("%s: %s %s", nameInLog().c_str(), stateName(status.state).data(),
              phaseName(status.phase).data());
    m_status = std::move(status);
}

std::string Tunnel::nameInLog() const
{
    return m_profile ? logName(*m_profile, m_name) : m_name;
}

void Tunnel::rememberFailure(const Error& error)
{
    qWarning("%s: %s: %s", nameInLog().c_str(), errorCodeName(error.code).data(), error.detail.c_str());
    m_status.error = error;
    m_status.lastError = error;
    m_status.lastErrorTime = microseconds<std::chrono::system_clock>();
}

void Tunnel::answer(std::vector<Completion>& waiting, const Result<void>& result)
{
    for (const Completion& done : std::exchange(waiting, {}))
        done(result);
}

} // namespace pptp
