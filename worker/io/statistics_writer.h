// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Publishes the counters in the memory that the daemon reads at any time without asking.
#pragma once

#include "common/error.h"
#include "common/statistics_page.h"
#include "common/unique_fd.h"

#include <memory>

namespace pptp {

class StatisticsWriter {
public:
    /// Maps the page; the descriptor is not needed after that.
    [[nodiscard]] static Result<StatisticsWriter> map(UniqueFd page);

    /// Does nothing if nothing has changed since the last time. Otherwise it costs some twenty stores: cheap
    /// enough to be called after each batch of packets, and then no reader ever sees old numbers, and no
    /// timer has to wake an idle worker to refresh them.
    void publish(const GreStats& stats);

private:
    struct Unmap {
        void operator()(StatisticsPage* page) const;
    };

    explicit StatisticsWriter(StatisticsPage* page) : m_page(page) {}

    std::unique_ptr<StatisticsPage, Unmap> m_page;
    GreStats m_published{};
};

} // namespace pptp
