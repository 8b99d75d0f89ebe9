// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One tunnel on the bus: org.pptptunnel.Tunnels1.Tunnel.
#pragma once

#include "daemon/bus/bus_context.h"
#include "daemon/bus/call_options.h"
#include "daemon/bus/tunnel_view.h"
#include "daemon/tunnel/tunnel_control.h"
#include "dbus/tunnel_adaptor.h"

#include <QObject>
#include <QPointer>

namespace pptp {

class TunnelObject final : public QObject, private org::pptptunnel::Tunnels1::Tunnel_adaptor {
public:
    TunnelObject(sdbus::IObject& object, TunnelControl& tunnel, BusContext& bus);
    ~TunnelObject() override;

    /// Tells the bus what changed since the last time; one signal for all of it.
    void publish();

private:
    void Connect(sdbus::Result<>&& result, OptionMap options) override;
    void Disconnect(sdbus::Result<>&& result, OptionMap options) override;
    void SetSecret(sdbus::Result<>&& result, sdbus::UnixFd secret, OptionMap options) override;
    void ClearSecret(sdbus::Result<>&& result, OptionMap options) override;

    std::string Name() override { return m_tunnel.name(); }
    std::string Owner() override { return "system"; }
    std::string Server() override { return m_view.server; }
    std::string User() override { return m_view.user; }
    std::string SecretStorage() override { return m_view.secretStorage; }
    bool HasSecret() override { return m_view.hasSecret; }
    std::string State() override { return std::string(stateName(m_view.status.state)); }
    std::string Phase() override { return std::string(phaseName(m_view.status.phase)); }
    std::string Error() override;
    std::string ErrorPeerText() override;
    OptionMap ErrorDetails() override;
    std::string LastError() override;
    std::uint64_t LastErrorTime() override { return m_view.status.lastErrorTime; }
    std::string ServerAddress() override { return m_view.status.serverAddress; }
    std::string Interface() override { return m_view.status.interface; }
    std::int32_t InterfaceIndex() override { return m_view.status.interfaceIndex; }
    std::string LocalAddress() override { return m_view.status.localAddress; }
    std::string PeerAddress() override { return m_view.status.peerAddress; }
    std::uint32_t Mtu() override { return m_view.status.mtu; }
    std::vector<std::string> Routes() override { return m_view.status.routes; }
    std::vector<std::string> DnsServers() override { return m_view.status.dnsServers; }
    std::vector<std::string> DnsDomains() override { return m_view.status.dnsDomains; }
    std::string DnsKeeper() override { return m_view.status.dnsKeeper; }
    std::string Authentication() override { return m_view.status.authentication; }
    std::string Encryption() override { return m_view.status.encryption; }
    std::string Protection() override { return m_view.status.protection; }
    std::vector<std::string> Weaknesses() override { return m_view.status.weaknesses; }
    bool Private() override { return false; }
    std::string PeerVendor() override { return m_view.status.peerVendor; }
    std::string PeerHostName() override { return m_view.status.peerHostName; }
    std::uint32_t PeerFirmware() override { return m_view.status.peerFirmware; }
    std::string DataPath() override { return m_view.status.dataPath; }
    std::string DataPathReason() override { return m_view.status.dataPathReason; }
    std::uint64_t ConnectedSince() override { return m_view.status.connectedSince; }
    std::uint64_t ConnectedSinceMonotonic() override { return m_view.status.connectedSinceMonotonic; }

    [[nodiscard]] Question question(const char* action, const CallOptions& options) const;
    [[nodiscard]] Question connectQuestion(const CallOptions& options) const;
    void authorizeConnect(const CallOptions& options, const Reply& reply);
    void connectFor(uid_t uid, const Question& asked, const CallOptions& options, const Reply& reply);
    void connect(uid_t uid, const Question& asked, bool wait, Secret secret, const Reply& reply);
    void changeSecret(const char* what, const OptionMap& options, const Reply& reply,
                      std::function<void()> change);
    void store(const Secret& secret, const Reply& reply);
    void disconnectFor(const Result<uid_t>& caller, const CallOptions& options, Question ask,
                       const Reply& reply);
    void disconnect(uid_t uid, bool wait, const Reply& reply);
    [[nodiscard]] Completion answering(const Reply& reply);

    sdbus::IObject& m_object;
    TunnelControl& m_tunnel;
    BusContext& m_bus;
    TunnelView m_view;
    std::optional<uid_t> m_connectedBy; ///< Whose Connect it was, while the tunnel is in use.
};

} // namespace pptp
