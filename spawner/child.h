// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A child process that has one descriptor, its standard input, beside what we say and complain on.
#pragma once

#include "common/error.h"

#include <string>
#include <vector>

#include <sys/types.h>

namespace pptp {

/// The program is the first of the arguments, an absolute path. Fails when it cannot be run.
[[nodiscard]] Result<pid_t> startChild(std::vector<std::string> arguments, int standardInput);

} // namespace pptp
