// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The daemon's place on the bus: connects, exports every tunnel, and only then takes the name.
#pragma once

#include "common/error.h"
#include "daemon/bus/agent_pool.h"
#include "daemon/bus/authorizer.h"
#include "daemon/tunnel/tunnel_control.h"

#include <functional>
#include <memory>
#include <string>

namespace pptp {

class Diagnostics;

struct BusOptions {
    std::string address; ///< Empty is the system bus.
    AuthorizerLimits limits{};
    /// Called once, from the event loop, when the connection to the bus is over.
    std::function<void(const std::string& reason)> lost = [](const std::string&) {};
    /// Who decides; polkit if it is empty. Tests bring their own.
    std::shared_ptr<Authority> authority{};
    /// Where agents register, for those who have something to ask.
    std::shared_ptr<AgentPool> agents = std::make_shared<AgentPool>();
    /// Who finds out what is wrong; without it Diagnose is not supported. Outlives the service.
    Diagnostics* diagnostics = nullptr;
};

/// Must not outlive the registry and its tunnels, which it observes.
class BusService {
public:
    BusService(TunnelRegistry& tunnels, BusOptions options);
    ~BusService();
    BusService(const BusService&) = delete;
    BusService& operator=(const BusService&) = delete;

    /// Fails with Busy if another process has the name. When it returns, clients can see everything.
    [[nodiscard]] Result<void> start();

private:
    class Exports;

    TunnelRegistry& m_tunnels;
    BusOptions m_options;
    std::unique_ptr<Exports> m_exports;
};

} // namespace pptp
