// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/route_table.h"

#include "daemon/net/route_netlink.h"

#include <algorithm>

#include <QtDebug>

namespace pptp {

RouteTable::RouteTable(Ledger& ledger) : m_ledger(ledger) {}

Result<std::optional<HostRoute>> RouteTable::addHostRoute(const std::string& tunnel, Ipv4Address server,
                                                          std::optional<Ipv4Address> source)
{
    release(tunnel);
    const auto lookup = lookUpRoute(server, source);
    if (!lookup)
        return tl::unexpected(lookup.error());
    auto known = m_routes.find(server);
    const bool shared = known != m_routes.end() && isAnsweredBy(*lookup, known->second.route);
    const auto route = shared ? known->second.route : planHostRoute(server, *lookup);
    if (!route)
        return std::nullopt;
    // Noted first: whatever happens from here on, the next start knows of it.
    if (const auto noted = m_ledger.noteHostRoute(tunnel, *route); !noted)
        return tl::unexpected(noted.error());
    if (!shared) {
        const auto added = addRoute(*route);
        if (!added || !*added) {
            m_ledger.forget(tunnel);
            if (!added)
                return tl::unexpected(added.error());
            return std::nullopt; // somebody else's route has its place
        }
    }
    Shared& entry = m_routes[server]; // others may be left whose route went with its interface
    entry.route = *route;
    entry.tunnels.insert(tunnel);
    return route;
}

void RouteTable::removeHostRoute(const std::string& tunnel, const HostRoute& route)
{
    const auto known = m_routes.find(route.destination);
    if (known != m_routes.end() && known->second.tunnels.contains(tunnel))
        release(tunnel);
}

Result<RouteLookup> RouteTable::wayTo(Ipv4Address server, std::optional<Ipv4Address> source,
                                      std::uint32_t mark) const
{
    auto lookup = lookUpRoute(server, source, mark);
    if (lookup && lookup->matchedProtocol != OurRouteProtocol &&
        !m_tunnelInterfaces.contains(lookup->interfaceIndex))
        return lookup;
    // The kernel names what we added, or nothing because that was all there was: what is below it?
    const auto routes = listRoutes();
    if (!routes)
        return tl::unexpected(routes.error());
    if (const auto way = wayAround(server, *routes, m_tunnelInterfaces);
        way && way->type == RouteLookup::Type::Unicast)
        return *way;
    return fail(ErrorCode::NoRoute, "no route to " + server.toString() + " but through tunnels");
}

void RouteTable::restore()
{
    for (const auto& [server, shared] : m_routes) {
        // Most are there; listing all routes for each of them would cost too much.
        if (const auto now = lookUpRoute(server, std::nullopt); now && isAnsweredBy(*now, shared.route))
            continue;
        const auto way = wayTo(server, std::nullopt, 0);
        if (!way || way->interfaceIndex != shared.route.interfaceIndex ||
            way->gateway != shared.route.gateway)
            continue;
        const auto added = addRoute(shared.route);
        if (!added)
            qWarning("%s: %s", shared.tunnels.begin()->c_str(), added.error().detail.c_str());
        else if (*added)
            qInfo("%s: the route to the server, which had gone, is there again",
                  shared.tunnels.begin()->c_str());
    }
}

void RouteTable::release(const std::string& tunnel)
{
    const auto held = std::ranges::find_if(
        m_routes, [&](const auto& entry) { return entry.second.tunnels.contains(tunnel); });
    if (held == m_routes.end())
        return;
    held->second.tunnels.erase(tunnel);
    if (!held->second.tunnels.empty()) {
        m_ledger.forget(tunnel);
        return;
    }
    removeFromKernel(tunnel, held->second.route);
    m_routes.erase(held);
}

void RouteTable::removeLeftovers()
{
    for (const Ledger::Entry& entry : m_ledger.entries()) {
        qInfo("%s: removing the route to %s of an earlier process", entry.tunnel.c_str(),
              entry.route.destination.toString().c_str());
        removeFromKernel(entry.tunnel, entry.route);
    }
}

/// One that could not be removed stays in the ledger, for the next start.
void RouteTable::removeFromKernel(const std::string& tunnel, const HostRoute& route)
{
    if (const auto removed = deleteRoute(route); !removed)
        qWarning("%s: %s", tunnel.c_str(), removed.error().detail.c_str());
    else
        m_ledger.forget(tunnel);
}

} // namespace pptp
