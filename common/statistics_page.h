// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The page of memory through which pptp-worker publishes its counters and the daemon reads them unasked.
///
/// One writer, any number of readers, a sequence lock: the daemon maps the page read-only and never
/// believes more of it than the numbers, which a broken worker can only make wrong.
#pragma once

#include "common/gre_stats.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <optional>

namespace pptp {

struct StatisticsPage {
    static constexpr std::size_t Words = sizeof(GreStats) / sizeof(std::uint64_t);

    std::atomic<std::uint32_t> sequence; ///< Odd while the writer is at work.
    std::array<std::atomic<std::uint64_t>, Words> words;

    void write(const GreStats& stats) noexcept;
    /// Nothing if the writer was at work during every one of a bounded number of tries.
    [[nodiscard]] std::optional<GreStats> read() const noexcept;
};

static_assert(sizeof(GreStats) == StatisticsPage::Words * sizeof(std::uint64_t));
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);
inline constexpr std::size_t StatisticsPageBytes = 4096;
static_assert(sizeof(StatisticsPage) <= StatisticsPageBytes);

} // namespace pptp
