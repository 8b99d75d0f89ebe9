// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What a profile demands of authentication and encryption: told to pppd, and held against what pppd agreed
/// on.
#pragma once

#include "common/profile.h"
#include "daemon/ppp/pppd_report.h"

#include <string>
#include <string_view>
#include <vector>

namespace pptp {

/// Whether we may prove ourselves by this method, named as in PppUp. One that gives MPPE no keys never may
/// while encryption is required: the password would be sent for a link that cannot come up.
[[nodiscard]] bool allowsAuthentication(const Profile& profile, std::string_view method);

/// pppd is told to keep to the profile; before anybody sends a byte it is checked that it did.
[[nodiscard]] Result<void> protectionSatisfies(const Profile& profile, const PppUp& up);

/// The settings that allow less than a profile without them would, as "key=value" in the manual's order. One
/// that another setting makes useless does not count.
[[nodiscard]] std::vector<std::string> weaknesses(const Profile& profile);

/// The words of pppd's command line that say all this. Never "noccp": pppd then forgets that MPPE was
/// required.
[[nodiscard]] std::vector<std::string> protectionArguments(const Profile& profile);

} // namespace pptp
