// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/name_service.h"

#include "daemon/bus/bus_guard.h"
#include "daemon/net/log_warning.h"

#include <array>
#include <chrono>
#include <sys/socket.h>
#include <tuple>
#include <utility>
#include <vector>

#include <QtDebug>

namespace pptp {
namespace {

constexpr const char* Bus = "org.freedesktop.DBus";
constexpr const char* BusPath = "/org/freedesktop/DBus";
constexpr const char* Resolved = "org.freedesktop.resolve1";
constexpr const char* ResolvedPath = "/org/freedesktop/resolve1";
constexpr const char* ResolvedManager = "org.freedesktop.resolve1.Manager";
constexpr std::chrono::seconds CallTimeout{5};

using Server = sdbus::Struct<std::int32_t, std::vector<std::uint8_t>>;
using Domain = sdbus::Struct<std::string, bool>;

std::string unitOf(const std::string& tunnel)
{
    return "pptp-tunnel-names@" + tunnel + ".service";
}

std::vector<Server> serversOf(const NameServers& names)
{
    std::vector<Server> servers;
    for (const Ipv4Address address : names.servers) {
        std::vector<std::uint8_t> bytes;
        for (int shift = 24; shift >= 0; shift -= 8)
            bytes.push_back(static_cast<std::uint8_t>(address.value >> shift));
        servers.push_back(Server{AF_INET, std::move(bytes)});
    }
    return servers;
}

std::vector<Domain> domainsOf(const NameServers& names)
{
    std::vector<Domain> domains;
    for (const std::string& domain : names.searchDomains)
        domains.push_back(Domain{domain, false});
    for (const std::string& domain : names.routingDomains)
        domains.push_back(Domain{domain, true});
    return domains;
}

tl::unexpected<Error> refused(const char* what, const sdbus::Error& error)
{
    return fail(ErrorCode::ConfigureFailed, std::string(what) + ": " + error.getMessage());
}

} // namespace

Result<std::unique_ptr<NameService>> NameService::create(const std::string& busAddress,
                                                         std::filesystem::path runtime)
{
    auto connection = openBus(busAddress);
    if (!connection)
        return tl::unexpected(connection.error());
    return std::unique_ptr<NameService>(new NameService(std::move(*connection), std::move(runtime)));
}

// The daemon's other connection says that the bus is gone, and ends the daemon.
NameService::NameService(std::unique_ptr<sdbus::IConnection> connection, std::filesystem::path runtime)
    : m_connection(std::move(connection)), m_pump(*m_connection, [](const std::string&) {}),
      m_notes(std::move(runtime), std::string(NameServersSuffix), logWarning),
      m_bus(createBusProxy(*m_connection, Bus, BusPath)),
      m_resolved(createBusProxy(*m_connection, Resolved, ResolvedPath)), m_units(*m_connection)
{
}

NameService::Use* NameService::find(const std::string& tunnel, unsigned number)
{
    const auto it = m_uses.find(tunnel);
    return it != m_uses.end() && it->second.number == number ? &it->second : nullptr;
}

void NameService::finish(const std::string& tunnel, unsigned number, Result<std::string> result)
{
    Use* use = find(tunnel, number);
    if (use == nullptr || !use->done)
        return;
    if (const Done done = std::exchange(use->done, nullptr))
        done(std::move(result));
}

void NameService::apply(const std::string& tunnel, int interfaceIndex, const NameServers& names, Done done)
{
    revert(tunnel);
    const unsigned number = ++m_number;
    m_uses[tunnel] = Use{number, interfaceIndex, names, std::move(done), Keeper::None};
    auto onReply = [this, tunnel, number](const sdbus::Error* error, bool isThere) {
        guardEvent("NameHasOwner", [&] {
            if (Use* use = find(tunnel, number); use != nullptr && error == nullptr && isThere)
                tellResolved(tunnel, *use);
            else if (use != nullptr)
                startUnit(tunnel, *use);
        });
    };
    try {
        m_bus->callMethodAsync("NameHasOwner")
            .onInterface(Bus)
            .withTimeout(CallTimeout)
            .withArguments(std::string(Resolved))
            .uponReplyInvoke(std::move(onReply));
    } catch (const sdbus::Error& error) {
        finish(tunnel, number, refused("the bus", error));
    }
}

void NameService::tellResolved(const std::string& tunnel, Use& use)
{
    use.keeper = Keeper::Resolved;
    auto onReply = [this, tunnel, number = use.number](const sdbus::Error* error) {
        guardEvent("SetLinkDNS", [&] {
            if (Use* current = find(tunnel, number); current != nullptr && error == nullptr)
                setDomains(tunnel, *current);
            else if (error != nullptr)
                finish(tunnel, number, refused("systemd-resolved", *error));
        });
    };
    try {
        m_resolved->callMethodAsync("SetLinkDNS")
            .onInterface(ResolvedManager)
            .withTimeout(CallTimeout)
            .withArguments(std::int32_t{use.interfaceIndex}, serversOf(use.names))
            .uponReplyInvoke(std::move(onReply));
    } catch (const sdbus::Error& error) {
        finish(tunnel, use.number, refused("systemd-resolved", error));
    }
}

/// Without domains everything is asked there too, which is resolved's own rule.
void NameService::setDomains(const std::string& tunnel, Use& use)
{
    auto onReply = [this, tunnel, number = use.number](const sdbus::Error* error) {
        guardEvent("SetLinkDomains", [&] {
            if (error != nullptr)
                finish(tunnel, number, refused("systemd-resolved", *error));
            else
                finish(tunnel, number, std::string("systemd-resolved"));
        });
    };
    try {
        m_resolved->callMethodAsync("SetLinkDomains")
            .onInterface(ResolvedManager)
            .withTimeout(CallTimeout)
            .withArguments(std::int32_t{use.interfaceIndex}, domainsOf(use.names))
            .uponReplyInvoke(std::move(onReply));
    } catch (const sdbus::Error& error) {
        finish(tunnel, use.number, refused("systemd-resolved", error));
    }
}

void NameService::startUnit(const std::string& tunnel, Use& use)
{
    // Written first: the unit reads it, and the next start of the daemon knows of the unit.
    if (const auto noted = m_notes.write(tunnel, nameServersText(use.names)); !noted) {
        finish(tunnel, use.number, tl::unexpected(noted.error()));
        return;
    }
    use.keeper = Keeper::Unit;
    m_units.start(unitOf(tunnel), [this, tunnel, number = use.number](const Result<void>& done) {
        finish(tunnel, number,
               done ? Result<std::string>("resolv.conf") : Result<std::string>(tl::unexpected(done.error())));
    });
}

/// The unit removes the note when it has put everything back. One that systemd had not begun to start does
/// not run at all; its note would be taken for a tunnel's that is there.
void NameService::stopUnit(const std::string& tunnel)
{
    m_units.stop(unitOf(tunnel), [this, tunnel](const Result<void>&) { m_notes.remove(tunnel); });
}

void NameService::revert(const std::string& tunnel)
{
    const auto use = m_uses.extract(tunnel);
    if (use.empty())
        return;
    guardEvent("revert", [&] {
        if (use.mapped().keeper == Keeper::Unit) {
            stopUnit(tunnel);
        } else if (use.mapped().keeper == Keeper::Resolved) {
            // An interface that is gone already has taken its settings with it.
            m_resolved->callMethod("RevertLink")
                .onInterface(ResolvedManager)
                .withArguments(std::int32_t{use.mapped().interfaceIndex})
                .dontExpectReply();
        }
    });
}

void NameService::removeLeftovers()
{
    for (const NoteFolder::Note& note : m_notes.notes()) {
        qInfo("%s: taking back the name servers of an earlier process", note.tunnel.c_str());
        stopUnit(note.tunnel);
    }
}

} // namespace pptp
