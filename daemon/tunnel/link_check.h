// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A link that pppd brought up: what the bus shows of it, and whether it is one that the profile takes.
#pragma once

#include "daemon/ppp/pppd_report.h"
#include "daemon/tunnel/tunnel_status.h"

namespace pptp {

struct Profile;
class LinkSetup;

void showLink(const PppUp& up, TunnelStatus& status);

/// Protection and addresses; status tells which server it leads to.
[[nodiscard]] Result<void> acceptLink(const Profile& profile, const PppUp& up, const TunnelStatus& status);

/// What was put into the system for it.
void showSetup(const LinkSetup& setup, TunnelStatus& status);

} // namespace pptp
