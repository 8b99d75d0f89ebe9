// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/manager_object.h"

#include "common/names.h"
#include "common/tunnel_name.h"
#include "daemon/bus/bus_text.h"
#include "daemon/bus/call_options.h"

namespace pptp {
namespace {

constexpr std::uint32_t CurrentApiRevision = 1;

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
