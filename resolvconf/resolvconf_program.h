// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Tells resolvconf(8), of Debian's resolvconf or of openresolv, about a tunnel's name servers.
#pragma once

#include "common/error.h"
#include "common/name_servers.h"

namespace pptp {

class ResolvconfProgram {
public:
    /// Whether there is one.
    [[nodiscard]] static bool find();

    [[nodiscard]] static Result<void> add(const NameServers& names);
    [[nodiscard]] static Result<void> remove(const NameServers& names);
};

} // namespace pptp
