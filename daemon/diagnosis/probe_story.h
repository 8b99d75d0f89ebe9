// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// How far a trial connection came, and what that says about each step on the way.
#pragma once

#include "common/profile.h"
#include "daemon/diagnosis/check.h"
#include "daemon/tunnel/tunnel_status.h"

#include <chrono>
#include <map>

namespace pptp {

struct ProbeStory {
    std::map<Phase, std::chrono::milliseconds> begun{}; ///< When each phase began, since the start.
    std::chrono::milliseconds lasted{0};
    TunnelStatus seen{};          ///< The last one that had something to show.
    std::optional<Error> error{}; ///< Why it came no further; none if it connected, or was stopped.
    bool stopped = false;         ///< At the authentication, since there is no password to go on with.
    bool live = false;            ///< No trial: a tunnel that is connected, as it is.
};

/// "name", "tcp", "control", "call", "gre", "lcp", "auth-offer", "auth", "encryption" and "addresses": what
/// worked, what did not, and what was not reached.
[[nodiscard]] Checks stepsOf(const ProbeStory& story, const Profile& profile);
/// The same where nobody was called.
[[nodiscard]] Checks stepsNotTaken(const std::string& why);

} // namespace pptp
