// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the worker tells in numbers, as lines for the daemon's log.
#pragma once

#include "common/gre_stats.h"
#include "common/worker_records.h"
#include "daemon/tunnel/data_path.h"

#include <string>

namespace pptp {

[[nodiscard]] std::string noteText(const LogNote& note);
[[nodiscard]] std::string icmpText(const IcmpSeen& seen);
/// All of a call that is over, in one line.
[[nodiscard]] std::string callSummary(const GreStats& stats, Counting counting = {});

} // namespace pptp
