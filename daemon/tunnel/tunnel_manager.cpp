// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/tunnel_manager.h"

#include <set>

namespace pptp {

TunnelManager::TunnelManager(const ProfileStore& profiles, TunnelServices services)
    : m_profiles(profiles), m_services(std::move(services))
{
}

std::vector<TunnelControl*> TunnelManager::tunnels()
{
    std::vector<TunnelControl*> all;
    for (const auto& [name, tunnel] : m_tunnels)
        all.push_back(tunnel.get());
    return all;
}

Tunnel* TunnelManager::tunnel(const std::string& name)
{
    const auto it = m_tunnels.find(name);
    return it == m_tunnels.end() ? nullptr : it->second.get();
}

Result<void> TunnelManager::reload()
{
    std::set<std::string> present;
    std::string problems;
    for (StoredProfile& stored : m_profiles.load()) {
        present.insert(stored.name);
        if (!stored.profile)
            problems += (problems.empty() ? "" : "; ") + stored.profile.error().detail;
        if (const auto it = m_tunnels.find(stored.name); it != m_tunnels.end()) {
            it->second->setProfile(std::move(stored.profile));
            continue;
        }
        auto tunnel = std::make_unique<Tunnel>(stored.name, std::move(stored.profile), m_services);
        Tunnel& added = *m_tunnels.emplace(stored.name, std::move(tunnel)).first->second;
        if (m_added)
            m_added(added);
        if (m_connectsNew && added.autoconnectWish() == Autoconnect::Network)
            added.autoconnect();
    }
    for (auto it = m_tunnels.begin(); it != m_tunnels.end();) {
        // One that only waits for another try has nothing left to try with.
        if (!present.contains(it->first) && it->second->isUndone())
            it->second->disconnectTunnel([](const Result<void>&) {});
        if (present.contains(it->first) || !it->second->isResting()) {
            ++it;
            continue;
        }
        if (m_removing)
            m_removing(*it->second);
        it = m_tunnels.erase(it);
    }
    if (!problems.empty())
        return fail(ErrorCode::InvalidSettings, problems);
    return {};
}

void TunnelManager::setAddedObserver(std::function<void(TunnelControl&)> observer)
{
    m_added = std::move(observer);
}

void TunnelManager::setRemovingObserver(std::function<void(TunnelControl&)> observer)
{
    m_removing = std::move(observer);
}

void TunnelManager::startAutoconnect()
{
    m_connectsNew = true;
    for (const auto& [name, tunnel] : m_tunnels)
        tunnel->autoconnect();
}

void TunnelManager::uplinksChanged()
{
    m_services.link.routes.restore();
    for (const auto& [name, tunnel] : m_tunnels)
        tunnel->uplinkChanged();
}

void TunnelManager::prepareForSleep(const std::function<void()>& done)
{
    const std::shared_ptr<void> remaining(nullptr, [done](void*) { done(); });
    for (const auto& [name, tunnel] : m_tunnels)
        tunnel->prepareForSleep([remaining] {});
}

void TunnelManager::wakeUp()
{
    for (const auto& [name, tunnel] : m_tunnels)
        tunnel->wakeUp();
}

void TunnelManager::shutdown(std::function<void()> done)
{
    // Shared by the callbacks: the last one that lets go of it says that all are down.
    const std::shared_ptr<void> remaining(nullptr, [done = std::move(done)](void*) { done(); });
    for (const auto& [name, tunnel] : m_tunnels)
        tunnel->disconnectTunnel([remaining](const Result<void>&) {});
}

} // namespace pptp
