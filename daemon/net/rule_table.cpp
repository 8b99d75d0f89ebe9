// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/rule_table.h"

#include "daemon/net/log_warning.h"
#include "daemon/net/route_netlink.h"

#include <algorithm>

#include <QtDebug>

namespace pptp {

RuleTable::RuleTable(std::filesystem::path directory) : m_notes(std::move(directory), ".rules", logWarning) {}

Result<void> RuleTable::add(const std::string& tunnel, std::span<const RoutingRule> rules)
{
    remove(tunnel);
    if (rules.empty())
        return {};
    // Noted first: whatever happens from here on, the next start knows of them.
    if (auto noted = m_notes.write(tunnel, rulesText(rules)); !noted)
        return noted;
    for (const RoutingRule& rule : rules) {
        if (const auto known = m_rules.find(rule); known != m_rules.end()) {
            known->second.insert(tunnel);
            continue;
        }
        const auto added = addRule(rule);
        if (!added) {
            remove(tunnel);
            return tl::unexpected(added.error());
        }
        if (*added)
            m_rules[rule].insert(tunnel);
    }
    return {};
}

void RuleTable::remove(const std::string& tunnel)
{
    bool allGone = true;
    for (auto it = m_rules.begin(); it != m_rules.end();) {
        if (it->second.erase(tunnel) == 0 || !it->second.empty()) {
            ++it;
            continue;
        }
        allGone = removeFromKernel(tunnel, it->first) && allGone;
        it = m_rules.erase(it);
    }
    if (allGone)
        m_notes.remove(tunnel);
}

void RuleTable::removeLeftovers()
{
    for (const NoteFolder::Note& note : m_notes.notes()) {
        const auto rules = parseRulesText(note.text);
        if (!rules) {
            m_notes.discard(note.tunnel, "not rules");
            continue;
        }
        qInfo("%s: removing the routing rules of an earlier process", note.tunnel.c_str());
        if (std::ranges::count_if(
                *rules, [&](const RoutingRule& rule) { return !removeFromKernel(note.tunnel, rule); }) == 0)
            m_notes.remove(note.tunnel);
    }
}

/// One that could not be removed stays noted, for the next start.
bool RuleTable::removeFromKernel(const std::string& tunnel, const RoutingRule& rule)
{
    const auto removed = deleteRule(rule);
    if (!removed)
        qWarning("%s: %s", tunnel.c_str(), removed.error().detail.c_str());
    return removed.has_value();
}

} // namespace pptp
