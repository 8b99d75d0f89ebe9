// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The counters of one call, from wherever its path has them.
#pragma once

#include "common/gre_stats.h"
#include "daemon/net/link_counters.h"
#include "daemon/tunnel/data_path.h"

namespace pptp {

struct CallStatistics {
    GreStats counters; ///< What is not counted is 0 (countedBy).
    Counting counting;
};

/// The server has acknowledged a GRE packet of ours: it took a time. (On the kernel's path the time is
/// TCP's.)
[[nodiscard]] bool greAcknowledged(const CallStatistics& call);

/// What there is instead of a worker's counters while the kernel carries the packets: those of the network
/// interface. They outlive it.
class InterfaceCounters {
public:
    /// Reads them again; of an interface that is gone, or was never there, they stay as they are.
    void update(int interfaceIndex);
    void fillIn(GreStats& stats) const;

private:
    LinkCounters m_last;
};

} // namespace pptp
