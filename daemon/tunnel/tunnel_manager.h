// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// All tunnels: one for each profile, added and removed as the profiles come and go.
#pragma once

#include "daemon/profiles/profile_store.h"
#include "daemon/tunnel/tunnel.h"
#include "daemon/tunnel/tunnel_control.h"

#include <map>
#include <memory>

namespace pptp {

class TunnelManager : public TunnelRegistry {
public:
    TunnelManager(const ProfileStore& profiles, TunnelServices services);

    [[nodiscard]] std::vector<TunnelControl*> tunnels() override;
    [[nodiscard]] TunnelControl* find(const std::string& name) override { return tunnel(name); }
    [[nodiscard]] Tunnel* tunnel(const std::string& name);
    /// What its tunnels share, also with those that are nobody's but a diagnosis's.
    [[nodiscard]] TunnelServices& services() { return m_services; }
    Result<void> reload() override;
    void setAddedObserver(std::function<void(TunnelControl&)> observer) override;
    void setRemovingObserver(std::function<void(TunnelControl&)> observer) override;

    /// Connects what its profile wants connected; from now on also what is new after a reload.
    void startAutoconnect();
    /// Puts host routes back that went with a link, and has each tunnel look at its way.
    void uplinksChanged();
    /// Calls back when nothing is set up any more. What was up comes back with wakeUp().
    void prepareForSleep(const std::function<void()>& done);
    void wakeUp();
    /// Takes all tunnels down at once and calls back when the last one is.
    void shutdown(std::function<void()> done);

private:
    const ProfileStore& m_profiles;
    TunnelServices m_services;
    std::map<std::string, std::unique_ptr<Tunnel>> m_tunnels;
    bool m_connectsNew = false;
    std::function<void(TunnelControl&)> m_added;
    std::function<void(TunnelControl&)> m_removing;
};

} // namespace pptp
