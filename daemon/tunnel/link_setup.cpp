// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/link_setup.h"

#include "daemon/net/route_netlink.h"

#include <QtDebug>

namespace pptp {
namespace {

NameServers wantedNames(const Profile& profile, const LinkFacts& link)
{
    NameServers names{.interface = link.interface,
                      .servers = profile.dns.usePeers ? link.offeredServers : profile.dns.servers};
    for (const std::string& domain : profile.searchDomains) {
        if (domain.starts_with('~'))
            names.routingDomains.push_back(domain.substr(1));
        else
            names.searchDomains.push_back(domain);
    }
    return names;
}

} // namespace

LinkSetup::LinkSetup(std::string tunnel, const Profile& profile, LinkServices& services)
    : m_tunnel(std::move(tunnel)), m_profile(profile), m_services(services)
{
}

LinkSetup::~LinkSetup()
{
    undo();
}

void LinkSetup::apply(const LinkFacts& link, std::function<void(Result<void>)> done)
{
    undo();
    if (!m_profile.networkNamespace.empty())
        move(link, std::move(done));
    else if (auto routed = route(link); routed)
        useNames(link, std::move(done));
    else
        done(std::move(routed));
}

/// No route there can lead the tunnel into itself: its own packets stay here.
void LinkSetup::move(const LinkFacts& link, std::function<void(Result<void>)> done)
{
    if (m_profile.dns != DnsWish{})
        qWarning("%s: name servers are not set in a network namespace", m_tunnel.c_str());
    MovedLink moved{link.interface,       link.interfaceIndex, link.localAddress, link.peerAddress, {},
                    m_profile.routeMetric};
    for (const TunnelRoute& route : planTunnelRoutes(m_profile, link.interfaceIndex, link.localAddress))
        moved.routes.push_back(route.network);
    m_interfaceIndex = link.interfaceIndex;
    m_services.mover.move(
        m_tunnel, m_profile.networkNamespace, moved,
        [this, number = ++m_moves, networks = moved.routes, done = std::move(done)](Result<void> result) {
            if (number != m_moves)
                return;
            if (result) {
                for (const Ipv4Network& network : networks)
                    m_networks.push_back(network.toString());
            }
            done(std::move(result));
        });
}

void LinkSetup::useNames(const LinkFacts& link, std::function<void(Result<void>)> done)
{
    NameServers names = wantedNames(m_profile, link);
    if (names.servers.empty()) {
        if (m_profile.dns.usePeers)
            qWarning("%s: the server offers no name servers", m_tunnel.c_str());
        done({});
        return;
    }
    m_services.names.apply(m_tunnel, link.interfaceIndex, names,
                           [this, names, done = std::move(done)](Result<std::string> keeper) {
                               if (keeper) {
                                   m_nameServers = names;
                                   m_nameKeeper = std::move(*keeper);
                               } else {
                                   qWarning("%s: its name servers are not in use: %s", m_tunnel.c_str(),
                                            keeper.error().detail.c_str());
                               }
                               done({});
                           });
}

Result<void> LinkSetup::route(const LinkFacts& link)
{
    m_interfaceIndex = link.interfaceIndex;
    m_services.routes.tunnelInterfaceAdded(link.interfaceIndex);
    auto done = addRoutes(link);
    if (done)
        done = m_services.rules.add(m_tunnel, planRules(m_profile));
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
        if (*added) {
            m_added.push_back(route);
            m_networks.push_back(route.network.toString());
        } else {
            qWarning("%s: there is a route to %s with metric %u already; it is left as it is",
                     m_tunnel.c_str(), route.network.toString().c_str(), route.metric);
        }
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

/// The name servers first, which may be reached by the routes; then the rules, which lead to these.
void LinkSetup::undo()
{
    if (m_interfaceIndex == 0)
        return;
    m_services.names.revert(m_tunnel);
    m_nameServers = {};
    m_nameKeeper.clear();
    m_services.rules.remove(m_tunnel);
    for (const TunnelRoute& route : m_added) {
        if (const auto removed = deleteRoute(route); !removed)
            qWarning("%s: %s", m_tunnel.c_str(), removed.error().detail.c_str());
    }
    m_added.clear();
    m_networks.clear();
    ++m_moves;
    m_services.routes.tunnelInterfaceRemoved(m_interfaceIndex);
    m_interfaceIndex = 0;
}

} // namespace pptp
