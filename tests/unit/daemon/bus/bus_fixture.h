// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The whole bus side with a tunnel "work" behind it, on a bus of its own.
#pragma once

#include "common/names.h"
#include "daemon/bus/bus_service.h"
#include "hand_driven.h"
#include "private_bus.h"

#include <QDBusArgument>
#include <QVariantMap>

namespace pptp::test {

struct BusFixture {
    explicit BusFixture(AuthorizerLimits limits = {}, const QString& rules = {})
        : bus(rules), work(registry.add("work")), service(registry, options(limits))
    {
        authority->verdict = Verdict::Allowed;
        if (const auto started = service.start(); !started)
            qFatal("%s", started.error().detail.c_str());
    }

    BusOptions options(AuthorizerLimits limits)
    {
        BusOptions result;
        result.address = bus.address().toStdString();
        result.limits = limits;
        result.lost = [this](const std::string&) { ++lost; };
        result.authority = authority;
        result.agents = agents;
        result.diagnostics = &diagnostics;
        return result;
    }

    static constexpr const char* WorkPath = "/org/pptptunnel/Tunnels1/tunnel/work";
    PrivateBus bus;
    HandRegistry registry;
    HandTunnel& work;
    std::shared_ptr<HandAuthority> authority = std::make_shared<HandAuthority>();
    std::shared_ptr<AgentPool> agents = std::make_shared<AgentPool>();
    HandDiagnostics diagnostics;
    int lost = 0;
    BusService service;
};

/// Calls Connect or Disconnect of "work".
inline QDBusPendingCall callTunnel(const Caller& caller, const QString& method,
                                   const QVariantMap& options = {})
{
    return caller.call(BusFixture::WorkPath, names::TunnelInterface, method, {options});
}

} // namespace pptp::test
