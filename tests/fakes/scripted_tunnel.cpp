// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/fakes/scripted_tunnel.h"

#include <algorithm>
#include <array>

namespace pptp::fakes {
namespace {

using namespace std::chrono;

constexpr std::array phases{Phase::Resolving, Phase::Tcp, Phase::Control, Phase::Call,       Phase::Lcp,
                            Phase::Auth,      Phase::Ccp, Phase::Ipcp,    Phase::Configuring};
constexpr const char* ServerAddress = "192.0.2.1";
constexpr std::string_view RightPassword = "secret";
constexpr unsigned MaxAttempts = 3;

template <class Clock>
std::uint64_t microsecondsNow()
{
    return static_cast<std::uint64_t>(duration_cast<microseconds>(Clock::now().time_since_epoch()).count());
}

Error refusal()
{
    return {
        ErrorCode::AuthRefused, "MS-CHAP: E=691 R=1", "Access denied", {{"status", 19}, {"result-code", 1}}};
}

} // namespace

ScriptedTunnel::ScriptedTunnel(std::string name, Script script, milliseconds step, SecretAsker* asker)
    : m_name(std::move(name)), m_script(script), m_asker(asker)
{
    m_step.setInterval(step);
    m_step.setSingleShot(true);
    connect(&m_step, &QTimer::timeout, this, [this] { takeStep(); });
    if (script == Script::Invalid) {
        m_status.state = TunnelState::Failed;
        m_status.error = Error{ErrorCode::InvalidSettings, "mtu: 9000 is not between 576 and 1500"};
        m_status.lastError = m_status.error;
        m_status.lastErrorTime = microsecondsNow<system_clock>();
    }
}

std::string ScriptedTunnel::server() const
{
    return m_script == Script::Invalid ? "" : m_name + ".example.com";
}

std::string ScriptedTunnel::user() const
{
    return m_script == Script::Invalid ? "" : "CORP\\alice";
}

std::optional<GreStats> ScriptedTunnel::statistics() const
{
    if (!m_connectedAt)
        return std::nullopt;
    const auto age =
        static_cast<std::uint64_t>(duration_cast<milliseconds>(steady_clock::now() - *m_connectedAt).count());
    GreStats stats;
    stats.rxAccepted = 10 + age;
    stats.rxLost = age / 500;
    stats.rxBuffered = age / 300;
    stats.rxAcks = age / 10;
    stats.txSent = 8 + age / 2;
    stats.txAcks = age / 20;
    stats.roundTripMicroseconds = 12'000 + age % 3'000;
    stats.rxDatagrams = stats.rxAccepted + stats.rxAcks;
    stats.rxFromQueue = stats.rxBuffered;
    stats.rxOctets = stats.rxAccepted * 1'200;
    stats.txOctets = stats.txSent * 80;
    stats.roundTripMinimumMicroseconds = 11'400;
    stats.roundTripMeanMicroseconds = 13'250;
    stats.roundTripDeviationMicroseconds = 810;
    return stats;
}

/// Some traffic in every second since it was connected.
std::vector<LinkSample> ScriptedTunnel::history(std::uint32_t first, std::uint32_t last) const
{
    std::vector<LinkSample> samples;
    if (!m_connectedAt)
        return samples;
    const auto secondOf = [](steady_clock::time_point time) {
        return static_cast<std::uint32_t>(floor<seconds>(time.time_since_epoch()).count());
    };
    const std::uint32_t end = std::min(last, secondOf(steady_clock::now()));
    for (std::uint32_t second = std::max(first, secondOf(*m_connectedAt)); second <= end; ++second)
        samples.push_back({.second = second,
                           .received = 1'000,
                           .sent = 500,
                           .receivedOctets = 900'000 + second % 7 * 50'000,
                           .sentOctets = 60'000,
                           .lost = second % 10 == 0 ? 2U : 0U,
                           .roundTripMicroseconds = 12'000 + second % 5 * 600});
    return samples;
}

Result<void> ScriptedTunnel::storeSecret(const Secret&)
{
    m_hasSecret = true;
    return {};
}

Result<void> ScriptedTunnel::clearSecret()
{
    if (!std::exchange(m_hasSecret, false))
        return fail(ErrorCode::NoSecrets, "no password is stored");
    return {};
}

void ScriptedTunnel::connectTunnel(Completion done, ConnectRequest request)
{
    switch (m_status.state) {
    case TunnelState::Connected:
        return done(fail(ErrorCode::AlreadyConnected, m_name + " is connected"));
    case TunnelState::Disconnecting:
        return done(fail(ErrorCode::Busy, m_name + " is being disconnected"));
    case TunnelState::Connecting:
    case TunnelState::Reconnecting:
        m_connecting.push_back(std::move(done));
        return;
    case TunnelState::Disconnected:
    case TunnelState::Failed:
        break;
    }
    if (m_script == Script::Invalid)
        return done(tl::unexpected(*m_status.error));
    m_connecting.push_back(std::move(done));
    m_connectedAt.reset();
    m_status.error.reset();
    m_status.state = TunnelState::Connecting;
    m_attempt = 0;
    if (!m_asker || m_script != Script::Works)
        enter(phases.front());
    else if (!request.secret.empty())
        request.secret.reveal() == RightPassword ? enter(phases.front()) : failWith(refusal());
    else
        wantPassword(request.caller.value_or(0));
}

void ScriptedTunnel::wantPassword(uid_t uid)
{
    m_status.phase = Phase::Password;
    changed();
    m_asking = m_asker->ask({.uid = uid,
                             .tunnel = m_name,
                             .server = server(),
                             .user = user(),
                             .attempt = ++m_attempt,
                             .attempts = MaxAttempts,
                             .reason = m_attempt > 1 ? "auth-refused" : ""},
                            [this, uid](const Result<Secret>& answer) { onPassword(uid, answer); });
}

void ScriptedTunnel::onPassword(uid_t uid, const Result<Secret>& answer)
{
    if (answer && answer->reveal() == RightPassword)
        enter(phases.front());
    else if (answer && m_attempt < MaxAttempts)
        wantPassword(uid);
    else if (answer || m_attempt > 1)
        failWith(refusal());
    else
        failWith(answer.error().code == ErrorCode::NoAgent
                     ? answer.error()
                     : Error{ErrorCode::NoSecrets, answer.error().detail});
}

void ScriptedTunnel::disconnectTunnel(Completion done)
{
    if (m_status.state == TunnelState::Disconnected || m_status.state == TunnelState::Failed)
        return done(fail(ErrorCode::NotConnected, m_name + " is not connected"));
    m_asking.reset();
    m_disconnecting.push_back(std::move(done));
    if (m_status.state == TunnelState::Disconnecting)
        return;
    m_status.state = TunnelState::Disconnecting;
    m_step.start();
    changed();
    complete(m_connecting, fail(ErrorCode::Cancelled, "disconnected by a caller"));
}

void ScriptedTunnel::takeStep()
{
    if (m_status.state == TunnelState::Disconnecting)
        return finishDisconnect();
    if (m_script == Script::Refused && m_status.phase == Phase::Auth)
        return failWith(refusal());
    if (m_status.phase == phases.back())
        return succeed();
    enter(*(std::ranges::find(phases, m_status.phase) + 1));
}

void ScriptedTunnel::enter(Phase phase)
{
    m_status.phase = phase;
    if (phase == Phase::Tcp) {
        m_status.serverAddress = ServerAddress;
        m_status.dataPath = "userspace";
        m_status.dataPathReason = "the only data path of this version";
    }
    if (phase == Phase::Call) {
        m_status.peerVendor = "linux";
        m_status.peerHostName = "server";
        m_status.peerFirmware = 1;
    }
    if (m_script != Script::Hangs || phase != Phase::Control)
        m_step.start();
    changed();
}

void ScriptedTunnel::succeed()
{
    m_connectedAt = steady_clock::now();
    m_status.state = TunnelState::Connected;
    m_status.phase = Phase::Running;
    m_status.interface = "ppp0";
    m_status.interfaceIndex = 7;
    m_status.localAddress = "10.99.0.2";
    m_status.peerAddress = "10.99.0.1";
    m_status.mtu = 1400;
    m_status.dnsServers = {"10.99.0.53"};
    m_status.authentication = "mschapv2";
    m_status.encryption = "mppe-128-stateless";
    m_status.protection = "mppe128";
    m_status.connectedSince = microsecondsNow<system_clock>();
    m_status.connectedSinceMonotonic = microsecondsNow<steady_clock>();
    changed();
    complete(m_connecting, {});
}

void ScriptedTunnel::failWith(Error error)
{
    m_status = TunnelStatus{};
    m_status.state = TunnelState::Failed;
    m_status.error = error;
    m_status.lastError = error;
    m_status.lastErrorTime = microsecondsNow<system_clock>();
    changed();
    complete(m_connecting, tl::unexpected(std::move(error)));
}

void ScriptedTunnel::finishDisconnect()
{
    TunnelStatus idle;
    idle.lastError = m_status.lastError;
    idle.lastErrorTime = m_status.lastErrorTime;
    m_status = std::move(idle);
    changed();
    complete(m_disconnecting, {});
}

void ScriptedTunnel::changed()
{
    if (m_observer)
        m_observer();
}

void ScriptedTunnel::complete(std::vector<Completion>& waiting, const Result<void>& outcome)
{
    for (const Completion& done : std::exchange(waiting, {}))
        done(outcome);
}

ScriptedRegistry::ScriptedRegistry(milliseconds step, SecretAsker* asker) : m_step(step), m_asker(asker)
{
    using Row = std::pair<const char*, Script>;
    for (const auto& [name, script] : {Row{"work", Script::Works}, Row{"broken", Script::Refused},
                                       Row{"slow", Script::Hangs}, Row{"invalid", Script::Invalid}})
        m_tunnels.push_back(std::make_unique<ScriptedTunnel>(name, script, step, asker));
}

std::vector<TunnelControl*> ScriptedRegistry::tunnels()
{
    std::vector<TunnelControl*> result;
    for (const auto& tunnel : m_tunnels)
        result.push_back(tunnel.get());
    return result;
}

TunnelControl* ScriptedRegistry::find(const std::string& name)
{
    const auto it = std::ranges::find(m_tunnels, name, [](const auto& tunnel) { return tunnel->name(); });
    return it == m_tunnels.end() ? nullptr : it->get();
}

Result<void> ScriptedRegistry::reload()
{
    if (TunnelControl* extra = find("extra")) {
        if (m_removing)
            m_removing(*extra);
        std::erase_if(m_tunnels, [extra](const auto& tunnel) { return tunnel.get() == extra; });
        return {};
    }
    m_tunnels.push_back(std::make_unique<ScriptedTunnel>("extra", Script::Works, m_step, m_asker));
    if (m_added)
        m_added(*m_tunnels.back());
    return {};
}

void ScriptedRegistry::setAddedObserver(std::function<void(TunnelControl&)> observer)
{
    m_added = std::move(observer);
}

void ScriptedRegistry::setRemovingObserver(std::function<void(TunnelControl&)> observer)
{
    m_removing = std::move(observer);
}

} // namespace pptp::fakes
