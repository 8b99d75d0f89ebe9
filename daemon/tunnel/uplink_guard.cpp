// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/uplink_guard.h"

#include "daemon/net/uplink.h"

#include <utility>

namespace pptp {
namespace {

/// Stands for "anything" while the server's address is not known: an ordinary public one. Nothing is sent.
constexpr Ipv4Address Anywhere{0x80000001};

} // namespace

UplinkGuard::UplinkGuard(std::function<void()> moved, UplinkGrace grace) : m_grace(grace)
{
    m_elsewhere.setSingleShot(true);
    QObject::connect(&m_elsewhere, &QTimer::timeout, &m_elsewhere, [this, moved = std::move(moved)] {
        if (!isElsewhere())
            return;
        release();
        moved();
    });
}

void UplinkGuard::setProfile(const Profile& profile)
{
    m_endpoint = {{}, profile.port, profile.localBind, profile.routeMark};
    if (profile.server == m_name)
        return;
    m_name = profile.server;
    m_addresses.clear();
    if (const auto literal = Ipv4Address::parse(profile.server))
        m_addresses.push_back(*literal);
}

bool UplinkGuard::isReachable()
{
    m_seen = find();
    return m_seen.has_value();
}

bool UplinkGuard::hasAppeared()
{
    const auto before = std::exchange(m_seen, find());
    return m_seen && m_seen != before;
}

void UplinkGuard::hold(Ipv4Address server)
{
    release();
    m_server = server;
    m_source = sourceTo(server);
}

void UplinkGuard::release()
{
    m_elsewhere.stop();
    m_server.reset();
    m_source.reset();
}

void UplinkGuard::check()
{
    if (!isElsewhere()) {
        m_elsewhere.stop();
        return;
    }
    const auto grace = placeOf(*m_source).exists ? m_grace.withAddress : m_grace.withoutAddress;
    if (!m_elsewhere.isActive() || m_elsewhere.remainingTimeAsDuration() > grace)
        m_elsewhere.start(grace);
}

/// Without any way there is nothing to move to: the call may survive until its own comes back.
bool UplinkGuard::isElsewhere() const
{
    if (!m_server || !m_source)
        return false;
    const auto now = sourceTo(*m_server);
    return now && now != m_source && isUsable(placeOf(*now));
}

std::optional<Ipv4Address> UplinkGuard::find() const
{
    if (m_addresses.empty())
        return usableSourceTo(Anywhere);
    for (const Ipv4Address address : m_addresses) {
        if (const auto source = usableSourceTo(address))
            return source;
    }
    return std::nullopt;
}

std::optional<Ipv4Address> UplinkGuard::usableSourceTo(Ipv4Address server) const
{
    const auto source = sourceTo(server);
    return source && isUsable(placeOf(*source)) ? source : std::nullopt;
}

std::optional<Ipv4Address> UplinkGuard::sourceTo(Ipv4Address server) const
{
    ServerEndpoint endpoint = m_endpoint;
    endpoint.address = server;
    return sourceTowards(endpoint);
}

} // namespace pptp
