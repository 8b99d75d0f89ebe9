// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/link_setup.h"

#include "daemon/net/route_netlink.h"

#include <QtDebug>

namespace pptp {

LinkSetup::LinkSetup(std::string tunnel, const Profile& profile, RouteTable& routes, RuleTable& rules)
    : m_tunnel(std::move(tunnel)), m_profile(profile), m_routes(routes), m_rules(rules)
{
}

LinkSetup::~LinkSetup()
{
    undo();
}

Result<void> LinkSetup::apply(const LinkFacts& link)
{
    undo();
    m_interfaceIndex = link.interfaceIndex;
    m_routes.tunnelInterfaceAdded(link.interfaceIndex);
    auto done = addRoutes(link);
    if (done)
        done = m_rules.add(m_tunnel, planRules(m_profile));
    // Also without a route of ours: the peer's address in the tunnel is one, and may be the server's own.
    if (done)
        done = checkForLoop(link);
    if (!done)
        undo();
    return done;
}

Result<void> LinkSetup::addRoutes(const LinkFacts& link)
{
    const auto planned = planTunnelRoutes(m_profile, link.interfaceIndex, link.localAddress);
    if (planned.empty())
        return {};
    const auto way = lookUpRoute(link.server, m_profile.localBind, m_profile.routeMark);
    if (!way)
        return tl::unexpected(way.error());
    if (const auto looping = loopingRoute(link.server, *way, planned))
        return fail(ErrorCode::ConfigureFailed, "the route to " + looping->toString() +
                                                    " would lead the tunnel's own packets into the tunnel");
    for (const TunnelRoute& route : planned) {
        const auto added = addRoute(route);
        if (!added)
            return tl::unexpected(added.error());
        if (*added)
            m_added.push_back(route);
        else
            qWarning("%s: there is a route to %s with metric %u already; it is left as it is",
                     m_tunnel.c_str(), route.network.toString().c_str(), route.metric);
    }
    return {};
}

Result<void> LinkSetup::checkForLoop(const LinkFacts& link) const
{
    const auto way = lookUpRoute(link.server, m_profile.localBind, m_profile.routeMark);
    if (way && way->interfaceIndex == link.interfaceIndex)
        return fail(ErrorCode::ConfigureFailed,
                    link.server.toString() + ", the server, would be reached through the tunnel to it");
    return {};
}

/// The rules first: they lead to the routes.
void LinkSetup::undo()
{
    if (m_interfaceIndex == 0)
        return;
    m_rules.remove(m_tunnel);
    for (const TunnelRoute& route : m_added) {
        if (const auto removed = deleteRoute(route); !removed)
            qWarning("%s: %s", m_tunnel.c_str(), removed.error().detail.c_str());
    }
    m_added.clear();
    m_routes.tunnelInterfaceRemoved(m_interfaceIndex);
    m_interfaceIndex = 0;
}

std::vector<std::string> LinkSetup::routes() const
{
    std::vector<std::string> networks;
    for (const TunnelRoute& route : m_added)
        networks.push_back(route.network.toString());
    return networks;
}

} // namespace pptp
