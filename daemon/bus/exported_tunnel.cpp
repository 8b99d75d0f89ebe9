// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/exported_tunnel.h"

#include "common/tunnel_name.h"

namespace pptp {

ExportedTunnel::ExportedTunnel(sdbus::IConnection& connection, TunnelControl& tunnel, BusContext& bus)
    : m_tunnel(tunnel), m_object(createBusObject(connection, tunnelObjectPath(tunnel.name()))),
      m_tunnelObject(*m_object, tunnel, bus), m_statisticsObject(*m_object, tunnel, bus)
{
    exportObject(*m_object);
    m_tunnel.setStatusObserver([this] {
        guardEvent("status", [this] {
            m_tunnelObject.publish();
            m_statisticsObject.update();
        });
    });
}

ExportedTunnel::~ExportedTunnel()
{
    m_tunnel.setStatusObserver({});
    guardEvent("InterfacesRemoved", [this] { m_object->emitInterfacesRemovedSignal(); });
    guardEvent("unregister", [this] { m_object->unregister(); });
}

void ExportedTunnel::announce()
{
    m_object->emitInterfacesAddedSignal();
}

} // namespace pptp
