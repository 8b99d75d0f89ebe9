// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Finds the rules of this machine's packet filter that would drop GRE, in what nft(8) lists as JSON
/// (libnftables-json(5)).
#pragma once

#include "common/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace pptp {

struct FirewallFinding {
    std::string where; ///< "ip filter input": family, table and chain.
    std::string what;  ///< "drops GRE (handle 7)", or "its policy is drop, ...".

    bool operator==(const FirewallFinding&) const = default;
};

/// Only what decides about all GRE is taken for a finding: a rule that drops or rejects it by its protocol,
/// whatever else it looks at; and a chain of the hooks "input" or "output" whose policy is to drop, with no
/// rule that accepts GRE, established connections or everything. ConfigureFailed if it is no such JSON.
[[nodiscard]] Result<std::vector<FirewallFinding>> rulesAgainstGre(std::string_view json);

} // namespace pptp
