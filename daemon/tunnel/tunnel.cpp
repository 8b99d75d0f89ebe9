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
      m_secret(m_name, services.secrets, services.asker), m_uplink([this] { handle(event::UplinkMoved{}); }),
      m_deadline([this] { deadlinePassed(); })
{
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

bool Tunnel::isUndone() const
{
    return isResting() || m_state.stage == Stage::Waiting;
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

void Tunnel::connectTunnel(Completion done, ConnectRequest request)
{
    if (!m_profile)
        done(tl::unexpected(m_profile.error()));
    else if (m_state.stage == Stage::Connected)
        done(fail(ErrorCode::AlreadyConnected, m_name + " is connected"));
    else if (m_state.stage == Stage::Disconnecting && !willReconnect(m_state))
        done(fail(ErrorCode::Busy, m_name + " is being taken down"));
    else {
        if (isResting())
            m_secret.begin(*m_profile, std::move(request));
        else if (m_state.stage == Stage::Waiting)
            m_secret.join(std::move(request));
        if (m_state.stage == Stage::Disconnecting)
            m_waiters.forTheNextTry(std::move(done));
        else
            m_waiters.forThisTry(std::move(done));
        handle(event::ConnectRequested{policy()});
    }
}

void Tunnel::reconnectTunnel(Completion done)
{
    if (isResting())
        done(fail(ErrorCode::NotConnected, m_name + " is not connected"));
    else if (m_state.stage == Stage::Connected) {
        m_waiters.forTheNextTry(std::move(done));
        handle(event::ReconnectRequested{});
    } else {
        connectTunnel(std::move(done), {}); // what is under way already
    }
}

void Tunnel::disconnectTunnel(Completion done)
{
    if (isResting())
        done(fail(ErrorCode::NotConnected, m_name + " is not connected"));
    else {
        m_waiters.forTheEnd(std::move(done));
        handle(event::DisconnectRequested{});
    }
}

/// Events are handled from the event loop, never from inside the part that tells of them: handling one may
/// destroy that part.
void Tunnel::post(Event event)
{
    QMetaObject::invokeMethod(
        this,
        [this, event = std::move(event), generation = m_generation] {
            if (generation == m_generation)
                handle(event);
        },
        Qt::QueuedConnection);
}

void Tunnel::handle(Event event)
{
    if (auto* down = std::get_if<event::TornDown>(&event))
        down->again = mayAskAgain();
    const Transition next = transition(m_state, event);
    observe(event, next.state);
    m_state = next.state;
    if (!isAtWork(m_state.stage))
        m_deadline.leaveTurn();
    changed();
    for (const Action& action : next.actions)
        perform(action);
    if (isUndone())
        m_waiters.nothingIsSetUp();
}

/// What the step from one state to the next means to the things around the machine.
void Tunnel::observe(const Event& event, const MachineState& next)
{
    if (std::holds_alternative<event::TornDown>(event) && m_attempt) {
        if (auto counted = m_attempt->statistics())
            m_lastStatistics = counted;
        m_attempt.reset();
        m_secret.callEnded();
    }
    if (const auto* resolved = std::get_if<event::Resolved>(&event))
        m_uplink.setAddresses(resolved->addresses);
    if (next.stage == m_state.stage)
        return;
    if (isResting())
        m_reconnects = 0;
    m_nextAttempt = 0;
    switch (next.stage) {
    case Stage::Resolving:
        m_lastStatistics.reset();
        m_status.error.reset();
        startAttempt();
        break;
    case Stage::Control:
        if (const auto server = Ipv4Address::parse(m_attempt->details().serverAddress))
            m_uplink.hold(*server);
        break;
    case Stage::Connected:
        m_reconnects += m_state.persistence.wasUp ? 1 : 0;
        m_secret.accepted();
        break;
    case Stage::Disconnecting:
        m_uplink.release();
        break;
    case Stage::Waiting:
        if (m_state.failure)
            rememberBreak(*m_state.failure);
        break;
    case Stage::Failed:
        rememberFailure(m_state.failure.value_or(Error{ErrorCode::TimedOut}));
        m_secret.forget();
        break;
    case Stage::Idle:
        m_status.error.reset();
        m_secret.forget();
        break;
    default:
        break;
    }
}

void Tunnel::startAttempt()
{
    if (!m_history) {
        if (auto memory = HistoryMemory::create())
            m_history = std::move(*memory);
        else
            qWarning("%s: no history: %s", m_name.c_str(), memory.error().detail.c_str());
    }
    ++m_generation;
    m_attempt.reset();
    if (!m_profile)
        return; // it was changed while waiting
    if (const std::string words = joinedText(weaknesses(*m_profile)); !words.empty())
        qWarning("%s: less protected than by default: %s", nameInLog().c_str(), words.c_str());
    m_uplink.setProfile(*m_profile);
    m_attempt =
        std::make_unique<Attempt>(m_name, *m_profile, m_services, m_secret, m_history ? m_history->fd() : -1,
                                  [this](Event posted) { post(std::move(posted)); });
}

void Tunnel::resolve()
{
    m_waiters.tryBegins();
    if (m_attempt)
        obtainSecret();
    else
        post(event::Broken{m_profile.error()}); // it was changed while waiting
}

void Tunnel::takeTurn()
{
    if (!m_deadline.takeTurn(m_services.turns, [this] { begin(); }))
        qInfo("%s: waits until others are connected", nameInLog().c_str());
}

void Tunnel::begin()
{
    m_attempt->resolve();
}

void Tunnel::perform(const Action& action)
{
    if (std::holds_alternative<action::Resolve>(action)) {
        resolve();
    } else if (const auto* server = std::get_if<action::ConnectServer>(&action)) {
        m_attempt->connectServer(server->address);
    } else if (std::holds_alternative<action::StartCall>(action)) {
        m_attempt->startCall();
    } else if (std::holds_alternative<action::StartPppd>(action)) {
        m_attempt->startPppd();
    } else if (const auto* down = std::get_if<action::TearDown>(&action)) {
        m_secret.cancel();
        if (m_attempt)
            m_attempt->tearDown(down->briefly);
        else
            post(event::TornDown{});
    } else if (const auto* deadline = std::get_if<action::SetDeadline>(&action)) {
        m_deadline.start(deadline->after);
    } else if (std::holds_alternative<action::ClearDeadline>(action)) {
        m_deadline.stop();
    } else if (const auto* connected = std::get_if<action::AnswerConnect>(&action)) {
        const bool goesOn = m_state.stage == Stage::Resolving || m_state.stage == Stage::Waiting;
        m_waiters.tryEnded(
            connected->error ? Result<void>(tl::unexpected(*connected->error)) : Result<void>(), goesOn);
    } else if (const auto* wait = std::get_if<action::Wait>(&action)) {
        beginWaiting(wait->attempt);
    } else {
        m_waiters.ended();
    }
}

void Tunnel::changed()
{
    refreshStatus();
    if (m_observer)
        m_observer();
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
    status.reconnects = m_reconnects;
    status.attempt = attemptNumber();
    status.nextAttempt = m_nextAttempt;
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
    rememberBreak(error);
    m_status.error = error;
}

void Tunnel::rememberBreak(const Error& error)
{
    qWarning("%s: %s: %s", nameInLog().c_str(), errorCodeName(error.code).data(), error.detail.c_str());
    m_status.lastError = error;
    m_status.lastErrorTime = microseconds<std::chrono::system_clock>();
}

} // namespace pptp
