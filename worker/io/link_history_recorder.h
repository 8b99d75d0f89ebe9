// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Turns the counters of a call, as they grow, into the samples of the link's history.
#pragma once

#include "common/gre_stats.h"
#include "common/link_history.h"
#include "worker/time_point.h"

#include <optional>

namespace pptp {

/// To be told of the counters after each turn of the loop: it needs no timer, and a link on which nothing
/// happens costs nothing. The sample of the present second is in the history from its first change on.
class LinkHistoryRecorder {
public:
    /// One recorder for one call: its counters start from zero.
    explicit LinkHistoryRecorder(LinkHistory& history) : m_history(history) {}

    void record(TimePoint now, const GreStats& stats);

private:
    LinkHistory& m_history;
    std::optional<std::uint32_t> m_second; ///< Of the newest sample.
    GreStats m_before;                     ///< The counters when that second began.
    GreStats m_last;
};

} // namespace pptp
