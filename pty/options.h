// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The command line of pptp-pty: pptp(8)'s options with the ranges of a tunnel's profile, and a few of ours.
#pragma once

#include "common/error.h"
#include "common/profile.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pptp {

struct PtyOptions {
    enum class Action { Run, ShowHelp, ShowVersion };

    Action action = Action::Run;
    Profile profile{}; ///< The log level is raised already if --debug asks for that.
    bool launchPppd = true;
    bool debug = false;
    std::vector<std::string> pppdWords{}; ///< Everything behind the server that is no option of ours.
    std::string worker{};                 ///< Empty: wherever it was built or installed.
    std::string workerUser{};             ///< Empty: whatever fits.
    std::string pppd{};                   ///< Empty: the system's.
};

/// The arguments without the program's name. InvalidArguments names the option and what is wrong with it.
[[nodiscard]] Result<PtyOptions> parsePtyOptions(std::span<const std::string> arguments);

[[nodiscard]] std::string_view ptyHelp();

} // namespace pptp
