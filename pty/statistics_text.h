// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The statistics in the text form of pptp-linux, which scripts read from the system log.
#pragma once

#include "common/gre_stats.h"

#include <string>
#include <vector>

namespace pptp {

/// A heading and the fifteen values of pptp(8), a line each.
[[nodiscard]] std::vector<std::string> statisticsLines(const GreStats& stats);

} // namespace pptp
