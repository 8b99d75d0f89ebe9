// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Tells resolvconf(8), of Debian's resolvconf or of openresolv, about a tunnel's name servers.
#pragma once

#include "common/error.h"
#include "common/name_servers.h"

#include <filesystem>

namespace pptp {

class ResolvconfProgram {
public:
    static constexpr const char* Path = "/sbin/resolvconf";

    /// Whether there is one. systemd's resolvectl, which also goes by this name, is none: it can do nothing
    /// without systemd-resolved, and where that runs nobody asks us.
    [[nodiscard]] static bool find(const std::filesystem::path& path = Path);

    [[nodiscard]] static Result<void> add(const NameServers& names);
    [[nodiscard]] static Result<void> remove(const NameServers& names);
};

} // namespace pptp
