// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Lists the rules of the kernel's packet filter (nftables) of this network namespace.
#pragma once

#include "common/error.h"

#include <string>

namespace pptp {

/// As JSON (libnftables-json(5)). NotSupported where the kernel has no nftables.
[[nodiscard]] Result<std::string> listFirewall();

} // namespace pptp
