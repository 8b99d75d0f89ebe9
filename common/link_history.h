// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The memory in which pptp-worker leaves a day of one tunnel's link quality, second by second.
///
/// One writer, any number of readers. The memory outlives the worker and serves the tunnel's next call too.
/// A reader believes no more of it than the numbers: whatever a broken worker writes, reading stays within
/// the memory, ends in bounded time, and gives samples in the order of time.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pptp {

/// What happened in one second. A second in which nothing happened has no sample.
struct LinkSample {
    std::uint32_t second = 0; ///< Of CLOCK_MONOTONIC.
    std::uint32_t received = 0;
    std::uint32_t sent = 0;
    std::uint32_t receivedOctets = 0;
    std::uint32_t sentOctets = 0;
    std::uint32_t lost = 0;
    std::uint32_t roundTripMicroseconds = 0; ///< The estimate at its end; 0 before the first.
    std::uint16_t late = 0;                  ///< These two end at 65535.
    std::uint16_t buffered = 0;

    bool operator==(const LinkSample&) const = default;
};

struct LinkHistory {
    static constexpr std::size_t Capacity = 86'400; ///< The seconds of a day.
    static constexpr std::size_t SampleWords = sizeof(LinkSample) / sizeof(std::uint64_t);
    using Slot = std::array<std::atomic<std::uint64_t>, SampleWords>;

    std::atomic<std::uint64_t> count; ///< Of all samples that were ever appended.
    std::array<std::uint64_t, 7> unused;
    std::array<Slot, Capacity> ring;

    void append(const LinkSample& sample) noexcept;
    /// Changes the newest sample, of which there must be one.
    void amend(const LinkSample& sample) noexcept;

    /// The samples of the seconds from first to last, oldest first. Two calls may share a second.
    [[nodiscard]] std::vector<LinkSample> read(std::uint32_t first, std::uint32_t last) const;
};

static_assert(sizeof(LinkSample) == LinkHistory::SampleWords * sizeof(std::uint64_t));
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);
inline constexpr std::size_t LinkHistoryBytes = (sizeof(LinkHistory) + 4095) / 4096 * 4096;

} // namespace pptp
