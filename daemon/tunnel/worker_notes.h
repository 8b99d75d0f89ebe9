// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Puts what a worker tells of its call into the log, no more of it than a log can bear.
#pragma once

#include "common/rate_limiter.h"
#include "common/worker_records.h"
#include "daemon/tunnel/call_statistics.h"

#include <string>
#include <vector>

namespace pptp {

class WorkerNotes {
public:
    /// Lines begin with this name.
    explicit WorkerNotes(std::string name);

    void log(const LogNote& note);
    /// Adds the first of each kind to those known, and logs it.
    void log(const IcmpSeen& seen, std::vector<IcmpSeen>& known) const;
    void logSummary(const CallStatistics& statistics) const;

private:
    std::string m_name;
    RateLimiter m_limiter; ///< Against a worker that does not limit itself any more.
};

} // namespace pptp
