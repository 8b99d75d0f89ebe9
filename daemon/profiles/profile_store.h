// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads the profiles below /etc/pptp-tunnel/tunnels: GLib keyfiles named NAME.conf, one group [tunnel].
#pragma once

#include "common/error.h"
#include "common/profile.h"

#include <filesystem>
#include <string>
#include <vector>

namespace pptp {

struct StoredProfile {
    std::string name;
    Result<Profile> profile; ///< InvalidSettings: the detail names file, key and reason.
};

class ProfileStore {
public:
    explicit ProfileStore(std::filesystem::path directory);

    /// Sorted by name, at most 1,024. A file whose name is no tunnel name is logged and left out; one that
    /// cannot be used (not a regular file of the daemon's user or root, writable by others, larger than
    /// 64 KiB, not a keyfile, a wrong key or value) becomes an error under its name.
    [[nodiscard]] std::vector<StoredProfile> load() const;

private:
    std::filesystem::path m_directory;
};

} // namespace pptp
