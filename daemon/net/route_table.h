// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The host routes to servers: looked up and added by netlink, noted in the ledger, removed if still ours.
#pragma once

#include "common/error.h"
#include "common/ipv4_address.h"
#include "daemon/net/ledger.h"
#include "daemon/net/route_plan.h"

#include <memory>
#include <optional>

namespace pptp {

class RouteTable {
public:
    explicit RouteTable(Ledger& ledger);
    ~RouteTable();
    RouteTable(const RouteTable&) = delete;
    RouteTable& operator=(const RouteTable&) = delete;

    /// Asks the kernel how the server is reached now (with this source, if given) and pins that with a /32
    /// route of our own protocol number. Nothing if no route of ours is needed: somebody's host route to
    /// the server is there already (never replaced), or the server is this machine itself. NoRoute if
    /// there is no way.
    [[nodiscard]] Result<std::optional<HostRoute>> addHostRoute(const std::string& tunnel, Ipv4Address server,
                                                                std::optional<Ipv4Address> source);
    /// Removes the route if it is still the one that was added; says nothing if it is gone.
    void removeHostRoute(const std::string& tunnel, const HostRoute& route);

    /// Removes what the ledger still lists from a daemon that was killed. Called once, at the start.
    void removeLeftovers();

private:
    class Netlink;
    std::unique_ptr<Netlink> m_netlink;
    Ledger& m_ledger;
};

} // namespace pptp
