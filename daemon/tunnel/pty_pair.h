// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A pseudo-terminal for one call: the worker gets the master, pppd opens the slave by its path.
#pragma once

#include "common/error.h"
#include "common/unique_fd.h"

#include <string>

namespace pptp {

struct PtyPair {
    UniqueFd master; ///< Non-blocking.
    UniqueFd
        slave; ///< Kept open by the daemon, so that the master never sees a hang-up before pppd is there.
    std::string slavePath;
};

/// In raw mode, without echo: no frame may come back before pppd has set the line up.
[[nodiscard]] Result<PtyPair> openPty();

} // namespace pptp
