// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What a report of the worker reads like in the log: pptp-linux's sentences where it has one.
#pragma once

#include "common/worker_records.h"

#include <string>
#include <vector>

namespace pptp {

struct LogLine {
    bool isWarning = false;
    std::string text;

    bool operator==(const LogLine&) const = default;
};

/// The two call ids of a call that is up; a disconnect names the second.
struct CallIds {
    std::uint16_t own = 0;
    std::uint16_t peer = 0;
};

/// In the order in which they are to be written; none for what pptp-linux kept to itself.
[[nodiscard]] std::vector<LogLine> reportLines(const WorkerReport& report, CallIds ids);

} // namespace pptp
