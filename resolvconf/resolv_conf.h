// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What /etc/resolv.conf says while tunnels bring name servers, on a system where nobody manages that file.
#pragma once

#include "common/name_servers.h"

#include <span>
#include <string>
#include <string_view>

namespace pptp {

/// The servers of the tunnels before those of the original, three in all (resolv.conf(5)), the domains of
/// both; all else is the original's. It begins with a line by which it is known again.
[[nodiscard]] std::string managedResolvConf(std::string_view original, std::span<const NameServers> tunnels);

/// Whether we wrote it.
[[nodiscard]] bool isManagedResolvConf(std::string_view text);

} // namespace pptp
