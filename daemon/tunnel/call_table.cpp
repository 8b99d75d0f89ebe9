// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/call_table.h"

#include "daemon/net/gre_socket.h"

#include <QRandomGenerator>
#include <QtDebug>

namespace pptp {
namespace {

/// Far below the 65,535 ids, so that a random choice soon hits a free one.
constexpr std::size_t MaxCalls = 4096;

} // namespace

Result<std::uint16_t> CallTable::add(Ipv4Address server, int greSocket)
{
    if (m_calls.size() >= MaxCalls)
        return fail(ErrorCode::LimitsExceeded, "too many calls at once");
    std::uint16_t id = 0;
    do
        id = static_cast<std::uint16_t>(QRandomGenerator::system()->bounded(1, 0x10000));
    while (m_calls.contains(id));
    m_calls.emplace(id, Call{server, greSocket});
    updateFilters(server);
    return id;
}

void CallTable::remove(std::uint16_t callId)
{
    const auto it = m_calls.find(callId);
    if (it == m_calls.end())
        return;
    const Ipv4Address server = it->second.server;
    m_calls.erase(it);
    updateFilters(server);
}

/// The filter of a socket names the other calls, as long as they are few. With many of them each would have
/// to learn of each new one: they are told to keep to their own call, once.
void CallTable::updateFilters(Ipv4Address server)
{
    std::vector<std::uint16_t> ids;
    for (const auto& [id, call] : m_calls) {
        if (call.server == server)
            ids.push_back(id);
    }
    const bool many = ids.size() > MaxNamedCalls + 1;
    for (const std::uint16_t id : ids) {
        Call& call = m_calls.at(id);
        if (call.greSocket == NoSocket || (many && call.keepsToItself))
            continue;
        const auto done = many ? keepCall(call.greSocket, id) : dropOthers(id, call, ids);
        call.keepsToItself = many && done.has_value();
        // Without the filter the worker drops those packets itself, as packets of another call.
        if (!done)
            qWarning("call %u: no GRE filter: %s", unsigned{id}, done.error().detail.c_str());
    }
}

Result<void> CallTable::dropOthers(std::uint16_t id, const Call& call, std::vector<std::uint16_t> ids)
{
    std::erase(ids, id);
    return dropCalls(call.greSocket, ids);
}

} // namespace pptp
