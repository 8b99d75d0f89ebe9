// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Whether the addresses that the server gave for a link are some that a host can live with.
#pragma once

#include "common/profile.h"
#include "daemon/ppp/pppd_report.h"

namespace pptp {

/// Fails with AddressFailed for addresses that are no host's, for the server's own as ours, and for it as the
/// peer's where nothing would keep the tunnel's packets out of the tunnel.
[[nodiscard]] Result<void> addressesUsable(const Profile& profile, const PppUp& up, Ipv4Address server);

} // namespace pptp
