// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/manager_object.h"

#include "common/names.h"
#include "common/printable_text.h"
#include "common/tunnel_name.h"
#include "daemon/bus/bus_agent.h"
#include "daemon/bus/bus_text.h"
#include "daemon/bus/call_options.h"

namespace pptp {
namespace {

constexpr std::uint32_t CurrentApiRevision = 3;

/// With every text made fit for the bus: some of it came from the server.
sdbus::Struct<std::string, std::string, std::string, std::string, OptionMap> rowOf(const Check& check)
{
    OptionMap details;
    if (check.error) {
        details.emplace("error", sdbus::Variant(std::string(errorCodeName(check.error->code))));
        for (const auto& [name, number] : check.error->numbers)
            details.emplace(name, sdbus::Variant(number));
    }
    return {check.id, std::string(checkResultName(check.result)), busText(check.evidence), check.hint,
            details};
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
    const TunnelControl* tunnel = m_tunnels.findByNameOrInterface(name);
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

void ManagerObject::Diagnose(sdbus::Result<std::vector<CheckRow>>&& result, std::string target,
                             std::map<std::string, sdbus::Variant> options)
{
    auto rows = std::make_shared<std::vector<CheckRow>>();
    const auto reply = m_bus.replies.open(std::move(result), rows);
    if (!reply)
        return;
    reply->guard("Diagnose", [&] {
        const auto parsed = parseCallOptions(options, OptionSet::Diagnosis);
        if (!parsed)
            return reply->send(tl::unexpected(parsed.error()));
        if (m_bus.diagnostics == nullptr)
            return reply->send(fail(ErrorCode::NotSupported, "nothing can be diagnosed here"));
        const DiagnosisOrder order{target, parsed->quick};
        const Question asked = diagnosisQuestion(order, *parsed);
        m_bus.authorizer.authorize(
            asked, [this, asked, order, rows, reply = *reply](const Result<uid_t>& caller) {
                reply.guard("Diagnose", [&] {
                    if (!caller)
                        return reply.send(tl::unexpected(caller.error()));
                    const Question now = diagnosisQuestion(order, {});
                    if (asked.action != now.action || asked.details != now.details)
                        return reply.send(
                            fail(ErrorCode::Cancelled, "the tunnel changed while it was being authorised"));
                    qCInfo(busLog, "diagnosing %s for uid %u", busText(order.target).c_str(), *caller);
                    diagnose(order, rows, reply);
                });
            });
    });
}

/// A profile that allows less than the defaults is for administrators to use, on trial as well.
Question ManagerObject::diagnosisQuestion(const DiagnosisOrder& order, const CallOptions& options) const
{
    const TunnelControl* tunnel = order.quick ? nullptr : m_tunnels.findByNameOrInterface(order.target);
    if (tunnel == nullptr || tunnel->status().weaknesses.empty())
        return {callerOf(m_object),
                names::DiagnoseAction,
                {{"target", busText(order.target)}},
                options.interactive};
    return {callerOf(m_object),
            names::ConnectWeakAction,
            {{"tunnel", tunnel->name()},
             {"server", busText(tunnel->server())},
             {"weaknesses", joinedText(tunnel->status().weaknesses)}},
            options.interactive};
}

void ManagerObject::diagnose(const DiagnosisOrder& order, std::shared_ptr<std::vector<CheckRow>> rows,
                             const Reply& reply)
{
    m_bus.diagnostics->diagnose(order, [rows = std::move(rows), reply](const Result<Checks>& checks) {
        reply.guard("Diagnose", [&] {
            if (!checks)
                return reply.send(tl::unexpected(checks.error()));
            for (const Check& check : *checks)
                rows->push_back(rowOf(check));
            reply.send({});
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
