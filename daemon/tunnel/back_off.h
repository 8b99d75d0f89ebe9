// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Whether a tunnel that broke is worth another try, and how long to wait before it.
#pragma once

#include "common/error.h"

#include <chrono>
#include <cstdint>

namespace pptp {

/// Whether time alone may mend this. Never what the server holds against the user or the settings, or what
/// only a person can change: trying a refused password again locks accounts.
[[nodiscard]] bool isRetryable(ErrorCode code);

/// The pause before the try of this number, 1 being the first: twice as long each time, from 1 s to 60 s.
/// random (all bits in use) takes up to half of it away, but for the first, so that clients of one server do
/// not come at once.
[[nodiscard]] std::chrono::milliseconds backOff(unsigned attempt, std::uint32_t random);

} // namespace pptp
