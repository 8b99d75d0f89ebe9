// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The one kind of time the engine knows: monotonic, and always passed in by the caller.
#pragma once

#include <chrono>

namespace pptp {

using TimePoint = std::chrono::steady_clock::time_point;

} // namespace pptp
