// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/link_history.h"

#include <algorithm>
#include <bit>

namespace pptp {
namespace {

using PlainWords = std::array<std::uint64_t, LinkHistory::SampleWords>;

// Release and acquire throughout: who sees a word of a later sample in a slot also sees the count that
// says that the slot was given to it.
void store(LinkHistory::Slot& slot, const LinkSample& sample) noexcept
{
    const auto plain = std::bit_cast<PlainWords>(sample);
    for (std::size_t i = 0; i < plain.size(); ++i)
        slot[i].store(plain[i], std::memory_order_release);
}

LinkSample load(const LinkHistory::Slot& slot) noexcept
{
    PlainWords plain{};
    for (std::size_t i = 0; i < plain.size(); ++i)
        plain[i] = slot[i].load(std::memory_order_acquire);
    return std::bit_cast<LinkSample>(plain);
}

} // namespace

void LinkHistory::append(const LinkSample& sample) noexcept
{
    const std::uint64_t number = count.load(std::memory_order_relaxed);
    store(ring[number % Capacity], sample);
    count.store(number + 1, std::memory_order_release);
}

void LinkHistory::amend(const LinkSample& sample) noexcept
{
    // Each word by itself: what a reader mixes is two states of the same second.
    store(ring[(count.load(std::memory_order_relaxed) - 1) % Capacity], sample);
}

std::vector<LinkSample> LinkHistory::read(std::uint32_t first, std::uint32_t last) const
{
    const std::uint64_t end = count.load(std::memory_order_acquire);
    const std::uint64_t present = std::min<std::uint64_t>(end, Capacity);
    std::vector<LinkSample> samples; // The newest first, for now.
    for (std::uint64_t back = 1; back <= present; ++back) {
        const LinkSample sample = load(ring[(end - back) % Capacity]);
        // The slot of the oldest may have been given to a new sample meanwhile, or be about to be.
        if (count.load(std::memory_order_relaxed) - (end - back) >= Capacity)
            break;
        if (sample.second > last)
            continue; // Of the time after the question; or nonsense, as is what goes back in time.
        if (sample.second < first)
            break;
        last = sample.second;
        samples.push_back(sample);
    }
    std::ranges::reverse(samples);
    return samples;
}

} // namespace pptp
