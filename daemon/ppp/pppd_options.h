// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Builds pppd's argument vector from a checked profile and nothing else: there is no free option text.
#pragma once

#include "common/profile.h"

#include <string>
#include <vector>

namespace pptp {

struct PppdLaunch {
    std::string tunnel;        ///< For ipparam and the log; a valid tunnel name.
    std::string ttyPath;       ///< The pty slave, "/dev/pts/7"; empty with a channel of the kernel.
    std::string pluginPath;    ///< pptp-tunnel.so.
    int pluginDescriptor = -1; ///< The plugin's end of the record channel, in pppd.
    int linkDescriptor = -1;   ///< A connected PPPoX socket in the terminal's place, in pppd.
};

/// Without argv[0]. Never a secret. Every method of authentication and every encryption that the profile does
/// not allow is refused; no script of /etc/ppp is run unless it says so, and no route and no resolver is
/// touched by pppd.
[[nodiscard]] std::vector<std::string> pppdArguments(const Profile& profile, const PppdLaunch& launch);

} // namespace pptp
