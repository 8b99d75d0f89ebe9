// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The one kind of time the worker knows: monotonic, and always passed in by the caller.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace pptp {

using TimePoint = std::chrono::steady_clock::time_point;

/// Of two deadlines, either of which may not be set.
[[nodiscard]] inline std::optional<TimePoint> firstOf(std::optional<TimePoint> left,
                                                      std::optional<TimePoint> right)
{
    if (left && right)
        return std::min(*left, *right);
    return left ? left : right;
}

} // namespace pptp
