// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/probe.h"

namespace pptp {
namespace {

/// Reaches the server as the tunnel would, and leaves the machine's routes, names and scripts alone.
Profile trialProfile(Profile profile)
{
    profile.routes.clear();
    profile.defaultRoute = false;
    profile.rule = false;
    profile.networkNamespace.clear();
    profile.dns = {};
    profile.searchDomains.clear();
    profile.reconnect = false;
    profile.runPppScripts = false;
    return profile;
}

/// What is sent in its place where there is none; the trial is over before a server has an answer to it.
Secret madeUpSecret()
{
    return Secret(std::string("none"));
}

} // namespace

Probe::Probe(std::string name, Profile profile, TunnelServices& services, Secret secret,
             std::function<void(const ProbeStory&)> done)
    : m_secret(std::move(secret)), m_hasSecret(!m_secret.empty()), m_done(std::move(done)),
      m_tunnel(std::make_unique<Tunnel>(std::move(name), trialProfile(std::move(profile)), services))
{
    m_since.start();
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        m_story.error = Error{ErrorCode::TimedOut, "not done after " + std::to_string(Limit.count()) + " s"};
        stop();
    });
    m_limit.start(Limit);
    m_tunnel->setStatusObserver([this] { onStatus(); });
    QMetaObject::invokeMethod(
        this, [this] { begin(); }, Qt::QueuedConnection);
}

void Probe::begin()
{
    ConnectRequest request{.caller = std::nullopt,
                           .secret = m_hasSecret ? std::move(m_secret) : madeUpSecret()};
    m_tunnel->connectTunnel([this](const Result<void>& connected) { onConnected(connected); },
                            std::move(request));
}

void Probe::onStatus()
{
    const TunnelStatus& status = m_tunnel->status();
    if (m_stopping || status.phase == Phase::None)
        return;
    m_story.begun.try_emplace(status.phase, std::chrono::milliseconds(m_since.elapsed()));
    if (status.state == TunnelState::Connecting || status.state == TunnelState::Connected)
        m_story.seen = status;
    if (status.phase == Phase::Auth && !m_hasSecret) {
        m_story.stopped = true;
        QMetaObject::invokeMethod(
            this, [this] { stop(); }, Qt::QueuedConnection);
    }
}

/// Comes when the tunnel is up; or when all of a failed one is undone; or is cancelled by stop().
void Probe::onConnected(const Result<void>& connected)
{
    if (m_stopping)
        return;
    if (!connected) {
        m_story.error = connected.error();
        m_story.stopped = false;
    }
    // Not from within the tunnel's own doing.
    QMetaObject::invokeMethod(
        this, [this] { stop(); }, Qt::QueuedConnection);
}

void Probe::stop()
{
    if (m_stopping)
        return;
    m_stopping = true;
    m_limit.stop();
    m_story.lasted = std::chrono::milliseconds(m_since.elapsed());
    const auto ended = [this](const Result<void>&) {
        QMetaObject::invokeMethod(
            this, [this] { end(); }, Qt::QueuedConnection);
    };
    m_tunnel->disconnectTunnel(ended); // at once if nothing is set up any more
}

void Probe::end()
{
    m_tunnel.reset();
    const auto done = std::move(m_done);
    const ProbeStory story = std::move(m_story);
    done(story); // may destroy this
}

} // namespace pptp
