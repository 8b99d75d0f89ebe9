// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The routing rules of tunnels with a table of their own: noted, added, and removed with the last tunnel.
#pragma once

#include "common/error.h"
#include "daemon/net/note_folder.h"
#include "daemon/net/tunnel_routes.h"

#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <string>

namespace pptp {

class RuleTable {
public:
    /// The runtime folder, where the ledger of the routes is too.
    explicit RuleTable(std::filesystem::path directory);
    RuleTable(const RuleTable&) = delete;
    RuleTable& operator=(const RuleTable&) = delete;

    /// A rule that somebody else has added alike is left to them. On an error none of these is left.
    [[nodiscard]] Result<void> add(const std::string& tunnel, std::span<const RoutingRule> rules);
    void remove(const std::string& tunnel);

    /// Removes what a daemon that was killed has left. Called once, at the start.
    void removeLeftovers();

private:
    [[nodiscard]] static bool removeFromKernel(const std::string& tunnel, const RoutingRule& rule);

    NoteFolder m_notes;
    std::map<RoutingRule, std::set<std::string>> m_rules; ///< Ours, and the tunnels that need them.
};

} // namespace pptp
