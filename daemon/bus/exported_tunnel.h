// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One tunnel's object on the bus with its two interfaces, for as long as the tunnel exists.
#pragma once

#include "daemon/bus/statistics_object.h"
#include "daemon/bus/tunnel_object.h"

namespace pptp {

class ExportedTunnel {
public:
    ExportedTunnel(sdbus::IConnection& connection, TunnelControl& tunnel, BusContext& bus);
    /// Takes the object off the bus and emits InterfacesRemoved.
    ~ExportedTunnel();
    ExportedTunnel(const ExportedTunnel&) = delete;
    ExportedTunnel& operator=(const ExportedTunnel&) = delete;

    /// Emits InterfacesAdded; not needed for what is there before the name is taken.
    void announce();

private:
    TunnelControl& m_tunnel;
    std::unique_ptr<sdbus::IObject> m_object;
    TunnelObject m_tunnelObject;
    StatisticsObject m_statisticsObject;
};

} // namespace pptp
