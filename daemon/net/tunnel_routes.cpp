// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/tunnel_routes.h"

#include "daemon/net/note_fields.h"
#include "daemon/net/note_folder.h"

#include <algorithm>
#include <array>

namespace pptp {
namespace {

constexpr std::string_view RuleWord = "rule";
constexpr std::array Halves{Ipv4Network{{0}, 1}, Ipv4Network{{0x80000000}, 1}};

/// Whether the tunnel's routes are in a table of their own, which has the mark's number.
bool hasOwnTable(const Profile& profile)
{
    return profile.rule && profile.routeMark != 0;
}

} // namespace

std::vector<TunnelRoute> planTunnelRoutes(const Profile& profile, int interfaceIndex, Ipv4Address source)
{
    std::vector<Ipv4Network> networks = profile.routes;
    if (profile.defaultRoute)
        networks.insert(networks.end(), Halves.begin(), Halves.end());
    std::vector<TunnelRoute> routes;
    for (const Ipv4Network& network : networks) {
        const TunnelRoute route{.network = network,
                                .interfaceIndex = interfaceIndex,
                                .source = source,
                                .metric = profile.routeMetric,
                                .table = hasOwnTable(profile) ? profile.routeMark : MainTable};
        if (std::ranges::find(routes, route) == routes.end())
            routes.push_back(route);
    }
    return routes;
}

std::vector<RoutingRule> planRules(const Profile& profile)
{
    if (!hasOwnTable(profile) || (profile.routes.empty() && !profile.defaultRoute))
        return {};
    std::vector<RoutingRule> rules;
    if (profile.defaultRoute)
        rules.push_back({.priority = RulePriority, .table = MainTable, .ignoresDefaultRoute = true});
    rules.push_back(
        {.priority = RulePriority + 1, .table = profile.routeMark, .exceptMark = profile.routeMark});
    return rules;
}

std::optional<Ipv4Network> loopingRoute(Ipv4Address server, const RouteLookup& way,
                                        std::span<const TunnelRoute> routes)
{
    const auto loops = [&](const TunnelRoute& route) {
        return route.table == way.matchedTable && route.network.contains(server) &&
               route.network.prefixLength >= way.matchedPrefixLength;
    };
    const auto found = std::ranges::find_if(routes, loops);
    return found == routes.end() ? std::nullopt : std::optional(found->network);
}

std::string rulesText(std::span<const RoutingRule> rules)
{
    std::string text;
    for (const RoutingRule& rule : rules) {
        text += std::string(RuleWord) + " priority=" + std::to_string(rule.priority) +
                " table=" + std::to_string(rule.table);
        if (rule.exceptMark)
            text += " except-mark=" + std::to_string(*rule.exceptMark);
        if (rule.ignoresDefaultRoute)
            text += " ignores-default=1";
        text += '\n';
    }
    return text;
}

std::optional<std::vector<RoutingRule>> parseRulesText(std::string_view text)
{
    if (text.size() > NoteFolder::MaxNoteBytes || !text.ends_with('\n'))
        return std::nullopt;
    std::vector<RoutingRule> rules;
    while (!text.empty()) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size() + 1);
        if (!line.starts_with(RuleWord))
            return std::nullopt;
        line.remove_prefix(RuleWord.size());
        NoteFields fields(line);
        RoutingRule rule;
        std::optional<std::uint32_t> priority;
        std::optional<std::uint32_t> table;
        std::optional<int> ignoresDefault;
        if (!fields.take("priority", priority) || !fields.take("table", table) ||
            !fields.take("except-mark", rule.exceptMark) || !fields.take("ignores-default", ignoresDefault) ||
            !fields.atEnd() || !priority || !table)
            return std::nullopt;
        rule.priority = *priority;
        rule.table = *table;
        rule.ignoresDefaultRoute = ignoresDefault.value_or(0) == 1;
        rules.push_back(rule);
    }
    return rules;
}

} // namespace pptp
