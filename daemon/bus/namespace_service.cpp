// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/namespace_service.h"

#include "daemon/net/link_move.h"
#include "daemon/net/route_plan.h"

#include <unistd.h>

namespace pptp {
namespace {

constexpr const char* IpProgram = "/usr/sbin/ip";

/// CAP_NET_ADMIN (linux/capability.h) is all that ip(8) needs.
constexpr std::uint64_t NetAdmin = std::uint64_t{1} << 12;

} // namespace

std::vector<UnitJobs::Command> namespaceCommands(const MovedLink& link)
{
    UnitJobs::Command address{IpProgram, "-4", "address", "add", link.localAddress.toString()};
    if (link.peerAddress)
        address.insert(address.end(), {"peer", link.peerAddress->toString()});
    address.insert(address.end(), {"dev", link.interface});
    std::vector<UnitJobs::Command> commands{address, {IpProgram, "link", "set", "dev", link.interface, "up"}};
    for (const Ipv4Network& network : link.routes)
        commands.push_back({IpProgram, "-4", "route", "add", network.toString(), "dev", link.interface,
                            "proto", std::to_string(OurRouteProtocol), "metric",
                            std::to_string(link.metric)});
    return commands;
}

Result<std::unique_ptr<NamespaceService>> NamespaceService::create(const std::string& busAddress)
{
    auto connection = openBus(busAddress);
    if (!connection)
        return tl::unexpected(connection.error());
    return std::unique_ptr<NamespaceService>(new NamespaceService(std::move(*connection)));
}

NamespaceService::NamespaceService(std::unique_ptr<sdbus::IConnection> connection)
    : m_connection(std::move(connection)), m_pump(*m_connection, [](const std::string&) {}),
      m_units(*m_connection)
{
}

void NamespaceService::move(const std::string& tunnel, const std::string& namespaceName,
                            const MovedLink& link, std::function<void(Result<void>)> done)
{
    if (auto moved = moveLink(link.interfaceIndex, namespaceName); !moved) {
        done(std::move(moved));
        return;
    }
    const std::string unit = "pptp-netns-" + tunnel + "-" + std::to_string(getpid()) + "-" +
                             std::to_string(++m_number) + ".service";
    m_units.run(unit, namespaceCommands(link),
                {{"Description", sdbus::Variant("Interface of PPTP tunnel " + tunnel)},
                 {"NetworkNamespacePath", sdbus::Variant(namespacePath(namespaceName))},
                 {"CapabilityBoundingSet", sdbus::Variant(NetAdmin)},
                 {"ProtectSystem", sdbus::Variant(std::string("strict"))},
                 {"ProtectHome", sdbus::Variant(std::string("yes"))},
                 {"PrivateTmp", sdbus::Variant(true)}},
                std::move(done));
}

} // namespace pptp
