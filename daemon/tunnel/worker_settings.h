// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What a checked profile means for the worker of one call.
#pragma once

#include "common/profile.h"
#include "common/worker_records.h"
#include "daemon/tunnel/data_path.h"

#include <cstdint>
#include <string>

namespace pptp {

/// Pure, and the one place where a key of the profile reaches the worker. callId is ours and not 0.
[[nodiscard]] WorkerConfig workerSettings(const Profile& profile, std::uint16_t callId,
                                          Counting counting = {});

/// How log lines call the tunnel: by the profile's logstring, else by its own name.
[[nodiscard]] std::string logName(const Profile& profile, const std::string& tunnel);

} // namespace pptp
