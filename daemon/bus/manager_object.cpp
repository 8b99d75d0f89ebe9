// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/manager_object.h"

#include "common/names.h"
#include "common/tunnel_name.h"
#include "daemon/bus/bus_agent.h"
#include "daemon/bus/bus_text.h"
#include "daemon/bus/call_options.h"

namespace pptp {
namespace {

constexpr std::uint32_t CurrentApiRevision = 2;

const TunnelControl* findTunnel(TunnelRegistry& tunnels, const std::string& name)
{
    if (const TunnelControl* tunnel = tunnels.find(name))
        return tunnel;
    for (const TunnelControl* tunnel : tunnels.tunnels()) {
        if (!name.empty() && tunnel->status().interface == name)
            return tunnel;
    }
    return nullptr;
}

void reload(TunnelRegistry& tunnels, uid_t uid)
{
    qCInfo(busLog, "reloading the profiles for uid %u", uid);
    // A file that cannot be used spoils its own tunnel only, so it is for the log, not for the caller.
    if (const auto loaded = tunnels.reload(); !loaded)
        qCWarning(busLog, "%s", busText(loaded.error().detail).c_str());
}

} // namespace

ManagerObject::ManagerObject(sdbus::IObject& object, TunnelRegistry& tunnels, BusContext& bus)
    : Manager_adaptor(object), m_object(object), m_tunnels(tunnels), m_bus(bus)
{
}

ManagerObject::~ManagerObject() = default;

sdbus::ObjectPath ManagerObject::GetTunnel(const std::string& name)
{
    const TunnelControl* tunnel = findTunnel(m_tunnels, name);
    if (tunnel == nullptr)
        throw busError({ErrorCode::NotFound, "there is no tunnel \"" + name + "\""});
    return sdbus::ObjectPath(tunnelObjectPath(tunnel->name()));
}

void ManagerObject::Reload(sdbus::Result<>&& result, std::map<std::string, sdbus::Variant> options)
{
    const auto reply = m_bus.replies.open(std::move(result));
    if (!reply)
        return;
    reply->guard("Reload", [&] {
        const auto parsed = parseCallOptions(options, OptionSet::InteractiveOnly);
        if (!parsed)
            return reply->send(tl::unexpected(parsed.error()));
        const Question question{callerOf(m_object), names::ControlServiceAction, {}, parsed->interactive};
        m_bus.authorizer.authorize(question, [this, reply = *reply](const Result<uid_t>& caller) {
            reply.guard("Reload", [&] {
                if (!caller)
                    return reply.send(tl::unexpected(caller.error()));
                reload(m_tunnels, *caller);
                reply.send({});
            });
        });
    });
}

/// Nobody needs a permission to be asked about tunnels that they may connect.
void ManagerObject::RegisterAgent(sdbus::Result<>&& result, sdbus::ObjectPath agent,
                                  std::map<std::string, sdbus::Variant> options)
{
    const auto reply = m_bus.replies.open(std::move(result));
    if (!reply)
        return;
    reply->guard("RegisterAgent", [&] {
        if (const auto parsed = parseCallOptions(options, OptionSet::None); !parsed)
            return reply->send(tl::unexpected(parsed.error()));
        const std::string sender = callerOf(m_object);
        m_bus.callers.identify(sender, [this, sender, agent, reply = *reply](const Result<uid_t>& caller) {
            reply.guard("RegisterAgent", [&] {
                reply.send(caller ? addAgent(*caller, sender, agent)
                                  : Result<void>(tl::unexpected(caller.error())));
            });
        });
    });
}

Result<void> ManagerObject::addAgent(uid_t uid, const std::string& sender, const std::string& path)
{
    auto watch = m_bus.callers.watch(sender, [this, sender] { m_bus.agents.dropOwner(sender); });
    auto agent = std::make_unique<BusAgent>(m_object.getConnection(), sender, path);
    auto added = m_bus.agents.add(uid, sender, path, std::move(agent), std::move(watch));
    if (added)
        qCInfo(busLog, "uid %u can be asked for passwords by %s", uid, sender.c_str());
    return added;
}

void ManagerObject::UnregisterAgent(sdbus::Result<>&& result, sdbus::ObjectPath agent,
                                    std::map<std::string, sdbus::Variant> options)
{
    const auto reply = m_bus.replies.open(std::move(result));
    if (!reply)
        return;
    reply->guard("UnregisterAgent", [&] {
        const auto parsed = parseCallOptions(options, OptionSet::None);
        reply->send(parsed ? m_bus.agents.remove(callerOf(m_object), agent)
                           : Result<void>(tl::unexpected(parsed.error())));
    });
}

std::string ManagerObject::Version()
{
    return names::Version;
}

std::uint32_t ManagerObject::ApiRevision()
{
    return CurrentApiRevision;
}

std::vector<std::string> ManagerObject::Features()
{
    return {};
}

} // namespace pptp
