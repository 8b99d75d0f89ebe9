// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/bus_service.h"

#include "common/names.h"
#include "daemon/bus/bus_pump.h"
#include "daemon/bus/exported_tunnel.h"
#include "daemon/bus/manager_object.h"
#include "daemon/bus/polkit_authority.h"

#include <map>

namespace pptp {

/// Everything that lives as long as the connection, in the order in which it depends on each other.
class BusService::Exports {
public:
    Exports(std::unique_ptr<sdbus::IConnection> connection, TunnelRegistry& tunnels,
            const BusOptions& options)
        : m_connection(std::move(connection)), m_pump(*m_connection, options.lost), m_callers(*m_connection),
          m_authority(options.authority ? options.authority
                                        : std::make_shared<PolkitAuthority>(*m_connection)),
          m_authorizer(*m_authority, m_callers, options.limits),
          m_agents(options.agents), m_context{m_callers, m_authorizer,    *m_agents,
                                              m_replies, m_subscriptions, options.diagnostics},
          m_root(createBusObject(*m_connection, names::RootPath)), m_manager(*m_root, tunnels, m_context)
    {
        m_root->addObjectManager();
        exportObject(*m_root);
        for (TunnelControl* tunnel : tunnels.tunnels())
            add(*tunnel);
    }

    /// The agents talk to this connection.
    ~Exports() { m_agents->clear(); }
    Exports(const Exports&) = delete;
    Exports& operator=(const Exports&) = delete;

    [[nodiscard]] sdbus::IConnection& connection() { return *m_connection; }

    ExportedTunnel& add(TunnelControl& tunnel)
    {
        auto& exported = m_tunnels[&tunnel];
        exported = std::make_unique<ExportedTunnel>(*m_connection, tunnel, m_context);
        return *exported;
    }

    void remove(TunnelControl& tunnel) { m_tunnels.erase(&tunnel); }

private:
    std::unique_ptr<sdbus::IConnection> m_connection;
    BusPump m_pump;
    ReplyLedger m_replies;
    std::map<std::string, std::size_t> m_subscriptions;
    Callers m_callers;
    std::shared_ptr<Authority> m_authority;
    Authorizer m_authorizer;
    std::shared_ptr<AgentPool> m_agents;
    BusContext m_context;
    std::unique_ptr<sdbus::IObject> m_root;
    ManagerObject m_manager;
    std::map<TunnelControl*, std::unique_ptr<ExportedTunnel>> m_tunnels;
};

BusService::BusService(TunnelRegistry& tunnels, BusOptions options)
    : m_tunnels(tunnels), m_options(std::move(options))
{
}

BusService::~BusService()
{
    m_tunnels.setAddedObserver({});
    m_tunnels.setRemovingObserver({});
}

Result<void> BusService::start()
{
    auto connection = openBus(m_options.address);
    if (!connection)
        return tl::unexpected(connection.error());
    try {
        m_exports = std::make_unique<Exports>(std::move(*connection), m_tunnels, m_options);
    } catch (const sdbus::Error& error) {
        return fail(ErrorCode::NotSupported, "cannot export the tunnels: " + error.getMessage());
    }
    m_tunnels.setAddedObserver([this](TunnelControl& tunnel) {
        guardEvent("tunnel added", [&] { m_exports->add(tunnel).announce(); });
    });
    m_tunnels.setRemovingObserver(
        [this](TunnelControl& tunnel) { guardEvent("tunnel removed", [&] { m_exports->remove(tunnel); }); });
    return takeName(m_exports->connection(), names::BusName);
}

} // namespace pptp
