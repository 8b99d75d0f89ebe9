// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/statistics_page.h"

#include <bit>

namespace pptp {

using PlainWords = std::array<std::uint64_t, StatisticsPage::Words>;

void StatisticsPage::write(const GreStats& stats) noexcept
{
    const auto plain = std::bit_cast<PlainWords>(stats);
    const std::uint32_t before = sequence.load(std::memory_order_relaxed);
    sequence.store(before + 1, std::memory_order_relaxed);
    for (std::size_t i = 0; i < Words; ++i)
        words[i].store(plain[i], std::memory_order_release);
    sequence.store(before + 2, std::memory_order_release);
}

std::optional<GreStats> StatisticsPage::read() const noexcept
{
    constexpr int Tries = 100;
    for (int i = 0; i < Tries; ++i) {
        const std::uint32_t before = sequence.load(std::memory_order_acquire);
        if (before % 2 != 0)
            continue;
        PlainWords plain{};
        // Acquire loads: a value of a later write makes that write's odd sequence number visible below.
        for (std::size_t w = 0; w < Words; ++w)
            plain[w] = words[w].load(std::memory_order_acquire);
        if (sequence.load(std::memory_order_relaxed) == before)
            return std::bit_cast<GreStats>(plain);
    }
    return std::nullopt;
}

} // namespace pptp
