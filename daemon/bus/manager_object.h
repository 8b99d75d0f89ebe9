// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The service as a whole on the bus: org.pptptunnel.Tunnels1.Manager.
#pragma once

#include "daemon/bus/bus_context.h"
#include "daemon/bus/call_options.h"
#include "daemon/diagnosis/diagnostics.h"
#include "daemon/tunnel/tunnel_control.h"
#include "dbus/manager_adaptor.h"

#include <memory>
#include <vector>

namespace pptp {

class ManagerObject final : private org::pptptunnel::Tunnels1::Manager_adaptor {
public:
    ManagerObject(sdbus::IObject& object, TunnelRegistry& tunnels, BusContext& bus);
    ~ManagerObject();

private:
    sdbus::ObjectPath GetTunnel(const std::string& name) override;
    void Reload(sdbus::Result<>&& result, std::map<std::string, sdbus::Variant> options) override;

    void RegisterAgent(sdbus::Result<>&& result, sdbus::ObjectPath agent,
                       std::map<std::string, sdbus::Variant> options) override;
    void UnregisterAgent(sdbus::Result<>&& result, sdbus::ObjectPath agent,
                         std::map<std::string, sdbus::Variant> options) override;

    using CheckRow = sdbus::Struct<std::string, std::string, std::string, std::string,
                                   std::map<std::string, sdbus::Variant>>;
    void Diagnose(sdbus::Result<std::vector<CheckRow>>&& result, std::string target,
                  std::map<std::string, sdbus::Variant> options) override;

    std::string Version() override;
    std::uint32_t ApiRevision() override;
    std::vector<std::string> Features() override;

    [[nodiscard]] Question diagnosisQuestion(const DiagnosisOrder& order, const CallOptions& options) const;
    void diagnose(const DiagnosisOrder& order, std::shared_ptr<std::vector<CheckRow>> rows,
                  const Reply& reply);
    [[nodiscard]] Result<void> addAgent(uid_t uid, const std::string& sender, const std::string& path);

    sdbus::IObject& m_object;
    TunnelRegistry& m_tunnels;
    BusContext& m_bus;
};

} // namespace pptp
