// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The monotonic clock, which all processes of a run share.
#pragma once

#include <cstdint>
#include <ctime>

namespace pptp::bench {

using Nanoseconds = std::int64_t;
inline constexpr Nanoseconds Second = 1'000'000'000;

[[nodiscard]] inline Nanoseconds monotonicNow()
{
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * Second + time.tv_nsec;
}

[[nodiscard]] inline double seconds(Nanoseconds time)
{
    return static_cast<double>(time) / static_cast<double>(Second);
}

} // namespace pptp::bench
