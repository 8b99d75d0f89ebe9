// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the end of a call, as the worker reports it, means for the tunnel.
#pragma once

#include "common/error.h"
#include "common/worker_records.h"

namespace pptp {

/// Numbers: "result-code", "error-code", "cause-code" (RFC 2637, 2.13 and the reply messages), "errno".
[[nodiscard]] Error closedError(const Closed& closed);

} // namespace pptp
