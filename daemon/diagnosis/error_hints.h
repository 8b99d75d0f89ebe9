// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What to do about a server that could not be reached, or would not have us.
#pragma once

#include "common/error.h"

#include <string>

namespace pptp {

/// In English; empty for an error that says everything by itself.
[[nodiscard]] std::string errorHint(ErrorCode code);

} // namespace pptp
