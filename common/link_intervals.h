// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Samples of a link's history put together to intervals of equal length, few enough for one answer.
#pragma once

#include "common/link_history.h"

#include <span>
#include <string_view>

namespace pptp {

struct LinkInterval {
    std::uint32_t second = 0;  ///< With which it begins, a multiple of its length.
    std::uint32_t seconds = 1; ///< Its length.
    std::uint64_t received = 0;
    std::uint64_t receivedOctets = 0;
    std::uint64_t lost = 0;
    std::uint64_t late = 0;
    std::uint64_t buffered = 0;
    std::uint64_t sent = 0;
    std::uint64_t sentOctets = 0;
    double roundTripMs = 0; ///< Mean of those samples that have one; 0: none has.
    double roundTripMaximumMs = 0;

    bool operator==(const LinkInterval&) const = default;
};

struct LinkCounter {
    std::string_view name; ///< Of the statistics property that it is the increase of.
    std::uint64_t LinkInterval::*value;
};

inline constexpr std::array<LinkCounter, 7> linkCounters{{
    {"RxAccepted", &LinkInterval::received},
    {"RxOctets", &LinkInterval::receivedOctets},
    {"RxLost", &LinkInterval::lost},
    {"RxUnderWindow", &LinkInterval::late},
    {"RxBuffered", &LinkInterval::buffered},
    {"TxSent", &LinkInterval::sent},
    {"TxOctets", &LinkInterval::sentOctets},
}};

inline constexpr std::size_t MaxLinkIntervals = 3'600;
inline constexpr std::uint32_t MaxLinkIntervalSeconds = 86'400;

/// How far before the first wanted second samples may be of use to linkIntervals().
[[nodiscard]] std::uint32_t linkIntervalReach(std::uint32_t seconds);

/// The intervals that hold the second `first` or a later one and have a sample. Their length is as wished,
/// within 1 and MaxLinkIntervalSeconds, or as much longer as it takes to have no more than MaxLinkIntervals.
/// The samples are in the order of time and cover no more than a day and linkIntervalReach().
[[nodiscard]] std::vector<LinkInterval> linkIntervals(std::span<const LinkSample> samples,
                                                      std::uint32_t first, std::uint32_t seconds);

} // namespace pptp
