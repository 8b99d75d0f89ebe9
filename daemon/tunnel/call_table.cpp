// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/call_table.h"

#include "daemon/net/gre_socket.h"

#include <vector>

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

void CallTable::updateFilters(Ipv4Address server)
{
    for (const auto& [ownId, call] : m_calls) {
        if (call.server != server || call.greSocket == NoSocket)
            continue;
        std::vector<std::uint16_t> others;
        for (const auto& [id, other] : m_calls) {
            if (id != ownId && other.server == server)
                others.push_back(id);
        }
        // Without the filter the worker drops those packets itself, as packets of another call.
        if (const auto done = dropCalls(call.greSocket, others); !done)
            qWarning("call %u: no GRE filter: %s", unsigned{ownId}, done.error().detail.c_str());
    }
}

} // namespace pptp
