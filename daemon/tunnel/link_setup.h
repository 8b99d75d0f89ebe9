// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What a tunnel puts into the system once its link is up, and takes out again before the link goes: routes
/// into it, rules that lead there, and name servers; or all of it in a network namespace.
#pragma once

#include "common/error.h"
#include "common/profile.h"
#include "daemon/net/route_table.h"
#include "daemon/net/rule_table.h"
#include "daemon/net/tunnel_routes.h"
#include "daemon/tunnel/link_mover.h"
#include "daemon/tunnel/name_resolution.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pptp {

/// Who does it.
struct LinkServices {
    RouteTable& routes;
    RuleTable& rules;
    NameResolution& names;
    LinkMover& mover;
};

/// The link as PPP agreed on it.
struct LinkFacts {
    std::string interface;
    int interfaceIndex = 0;
    Ipv4Address localAddress;
    std::optional<Ipv4Address> peerAddress{};
    Ipv4Address server;                      ///< Outside of the tunnel.
    std::vector<Ipv4Address> offeredServers; ///< For names, by the peer.
};

class LinkSetup {
public:
    LinkSetup(std::string tunnel, const Profile& profile, LinkServices& services);
    ~LinkSetup();
    LinkSetup(const LinkSetup&) = delete;
    LinkSetup& operator=(const LinkSetup&) = delete;

    /// Calls back once unless undo() comes before that. ConfigureFailed if a route would lead the tunnel into
    /// itself, or is refused by the kernel; then nothing of it is left. Name servers that cannot be put into
    /// use are no error: the tunnel is of use without them, and the log says so.
    void apply(const LinkFacts& link, std::function<void(Result<void>)> done);
    void undo();

    /// The networks that are routed into the tunnel now, "10.0.0.0/8".
    [[nodiscard]] const std::vector<std::string>& routes() const { return m_networks; }
    /// The name servers in use, and who asks them; empty while there are none.
    [[nodiscard]] const NameServers& nameServers() const { return m_nameServers; }
    [[nodiscard]] const std::string& nameKeeper() const { return m_nameKeeper; }

private:
    [[nodiscard]] Result<void> route(const LinkFacts& link);
    void move(const LinkFacts& link, std::function<void(Result<void>)> done);
    void useNames(const LinkFacts& link, std::function<void(Result<void>)> done);
    [[nodiscard]] Result<void> addRoutes(const LinkFacts& link);
    [[nodiscard]] Result<void> checkForLoop(const LinkFacts& link) const;

    std::string m_tunnel;
    const Profile& m_profile;
    LinkServices& m_services;
    int m_interfaceIndex = 0;
    std::vector<TunnelRoute> m_added;
    std::vector<std::string> m_networks; ///< Routed here, or in the namespace.
    unsigned m_moves = 0;                ///< Tells a late answer from one that is waited for.
    NameServers m_nameServers;
    std::string m_nameKeeper;
};

} // namespace pptp
