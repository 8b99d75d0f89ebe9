// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Moves a network interface into another network namespace.
#pragma once

#include "common/error.h"

#include <string>

namespace pptp {

/// Where ip-netns(8) keeps the namespace of this name.
[[nodiscard]] std::string namespacePath(const std::string& name);

/// The interface loses its addresses and routes on the way, and is down afterwards. NotFound if there is no
/// such namespace.
[[nodiscard]] Result<void> moveLink(int interfaceIndex, const std::string& namespaceName);

} // namespace pptp
