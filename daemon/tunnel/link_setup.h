// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What a tunnel puts into the system once its link is up, and takes out again before the link goes: routes
/// into it, and rules that lead there.
#pragma once

#include "common/error.h"
#include "common/profile.h"
#include "daemon/net/route_table.h"
#include "daemon/net/rule_table.h"
#include "daemon/net/tunnel_routes.h"

#include <string>
#include <vector>

namespace pptp {

/// The link as PPP agreed on it.
struct LinkFacts {
    int interfaceIndex = 0;
    Ipv4Address localAddress;
    Ipv4Address server; ///< Outside of the tunnel.
};

class LinkSetup {
public:
    LinkSetup(std::string tunnel, const Profile& profile, RouteTable& routes, RuleTable& rules);
    ~LinkSetup();
    LinkSetup(const LinkSetup&) = delete;
    LinkSetup& operator=(const LinkSetup&) = delete;

    /// ConfigureFailed if a route would lead the tunnel into itself, or is refused by the kernel; then
    /// nothing of it is left. Called again when the link has come up anew.
    [[nodiscard]] Result<void> apply(const LinkFacts& link);
    void undo();

    /// The networks that are routed into the tunnel now, "10.0.0.0/8".
    [[nodiscard]] std::vector<std::string> routes() const;

private:
    [[nodiscard]] Result<void> addRoutes(const LinkFacts& link);
    [[nodiscard]] Result<void> checkForLoop(const LinkFacts& link) const;

    std::string m_tunnel;
    const Profile& m_profile;
    RouteTable& m_routes;
    RuleTable& m_rules;
    int m_interfaceIndex = 0;
    std::vector<TunnelRoute> m_added;
};

} // namespace pptp
