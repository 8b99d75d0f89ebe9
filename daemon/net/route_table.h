// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The host routes to servers: looked up and added by netlink, noted in the ledger, removed if still ours.
#pragma once

#include "common/error.h"
#include "common/ipv4_address.h"
#include "daemon/net/ledger.h"
#include "daemon/net/route_plan.h"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace pptp {

class RouteTable {
public:
    explicit RouteTable(Ledger& ledger);
    RouteTable(const RouteTable&) = delete;
    RouteTable& operator=(const RouteTable&) = delete;

    /// Asks the kernel how the server is reached now (with this source, if given) and pins that with a /32
    /// route of our own protocol number. Nothing if no route of ours is needed: somebody's host route to
    /// the server is there already (never replaced), or the server is this machine itself. NoRoute if
    /// there is no way. Tunnels to the same server share one route, which goes with the last of them; a
    /// tunnel has one route at a time, its earlier one is removed.
    [[nodiscard]] Result<std::optional<HostRoute>> addHostRoute(const std::string& tunnel, Ipv4Address server,
                                                                std::optional<Ipv4Address> source);
    /// Removes the route if it is still the one that was added; says nothing if it is gone.
    void removeHostRoute(const std::string& tunnel, const HostRoute& route);

    /// How the server is reached (from this source, with this mark) when what tunnels have added is not
    /// counted: the way that a host route should pin. NoRoute if there is none.
    [[nodiscard]] Result<RouteLookup> wayTo(Ipv4Address server, std::optional<Ipv4Address> source,
                                            std::uint32_t mark) const;
    /// Adds the host routes again that went when an interface was down for a moment, unless the way to the
    /// server has become another.
    void restore();

    /// An interface is a tunnel's from here on, or none any more.
    void tunnelInterfaceAdded(int interfaceIndex) { m_tunnelInterfaces.insert(interfaceIndex); }
    void tunnelInterfaceRemoved(int interfaceIndex) { m_tunnelInterfaces.erase(interfaceIndex); }

    /// Removes what the ledger still lists from a daemon that was killed. Called once, at the start.
    void removeLeftovers();

private:
    struct Shared {
        HostRoute route;
        std::set<std::string> tunnels;
    };

    void release(const std::string& tunnel);
    void removeFromKernel(const std::string& tunnel, const HostRoute& route);

    Ledger& m_ledger;
    std::map<Ipv4Address, Shared> m_routes; ///< By destination.
    std::set<int> m_tunnelInterfaces;
};

} // namespace pptp
