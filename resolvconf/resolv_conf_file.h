// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Puts a managed resolv.conf in the place of the original, and the original back.
#pragma once

#include "common/error.h"
#include "common/name_servers.h"

#include <filesystem>
#include <span>

namespace pptp {

class ResolvConfFile {
public:
    /// "/etc/resolv.conf"; the original, a link too, is kept beside it with ".pptp-tunnel" behind its name.
    explicit ResolvConfFile(std::filesystem::path path);

    /// With no tunnels the original comes back, unless somebody else has replaced our file meanwhile: then
    /// theirs stays. Each step is atomic, and calling it again after a crash has the same result.
    [[nodiscard]] Result<void> update(std::span<const NameServers> tunnels) const;

private:
    [[nodiscard]] Result<void> replace(const std::string& text) const;
    [[nodiscard]] Result<void> restore() const;
    [[nodiscard]] bool isOurs() const;

    std::filesystem::path m_path;
    std::filesystem::path m_original;
    std::filesystem::path m_unfinished;
};

} // namespace pptp
