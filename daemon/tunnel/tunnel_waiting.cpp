// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// When a Tunnel is tried without anybody asking: at the start, again, after another way, after a sleep.

#include "daemon/tunnel/back_off.h"
#include "daemon/tunnel/tunnel.h"

#include <chrono>

#include <QRandomGenerator>
#include <QtDebug>

namespace pptp {

Autoconnect Tunnel::autoconnectWish() const
{
    return m_profile ? m_profile->autoconnect : Autoconnect::No;
}

ReconnectPolicy Tunnel::policy() const
{
    return m_profile ? ReconnectPolicy{m_profile->reconnect, m_profile->reconnectLimit} : ReconnectPolicy{};
}

void Tunnel::autoconnect()
{
    if (autoconnectWish() == Autoconnect::No)
        return;
    if (m_state.stage == Stage::Idle)
        m_secret.begin(*m_profile, {}); // nobody is there to be asked
    m_uplink.setProfile(*m_profile);
    handle(event::AutoconnectRequested{policy(), autoconnectWish() == Autoconnect::Network});
}

void Tunnel::uplinkChanged()
{
    if (m_state.stage != Stage::Waiting)
        m_uplink.check();
    else if (m_uplink.hasAppeared())
        handle(event::UplinkAppeared{});
    else if (m_deadline.isRunning() && !m_uplink.isReachable())
        waitForUplink();
}

void Tunnel::prepareForSleep(std::function<void()> done)
{
    m_waiters.forNothingSetUp(std::move(done));
    handle(event::SleepStarted{});
}

void Tunnel::wakeUp()
{
    handle(event::SleepEnded{});
}

/// The pause before the next try; without a way to the server it lasts until there is one.
void Tunnel::beginWaiting(unsigned attempt)
{
    if (!m_uplink.isReachable()) {
        waitForUplink();
        return;
    }
    const auto pause = attempt == 0 ? std::chrono::milliseconds(0)
                                    : backOff(attempt, QRandomGenerator::global()->generate());
    m_deadline.start(pause);
    const auto when = std::chrono::system_clock::now() + pause;
    m_nextAttempt = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(when.time_since_epoch()).count());
    changed();
}

void Tunnel::waitForUplink()
{
    qInfo("%s: there is no way to the server; waiting for one", nameInLog().c_str());
    m_deadline.stop();
    m_nextAttempt = 0;
    changed();
}

void Tunnel::deadlinePassed()
{
    if (m_state.stage == Stage::Waiting && !m_uplink.isReachable())
        waitForUplink();
    else
        handle(event::DeadlinePassed{m_attempt ? m_attempt->evidence() : LinkEvidence{}});
}

/// Of the try that is under way or comes next, while the tunnel is reconnecting.
unsigned Tunnel::attemptNumber() const
{
    if (publicState(m_state) != TunnelState::Reconnecting)
        return 0;
    const bool waits = publicPhase(m_state) == Phase::Waiting;
    return m_state.persistence.attempt + (waits ? 1 : 0);
}

} // namespace pptp
