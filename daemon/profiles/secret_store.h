// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads the passwords of system tunnels: one file a tunnel, mode 0600, in a folder of mode 0700.
#pragma once

#include "common/error.h"
#include "common/secret.h"

#include <filesystem>
#include <string>

namespace pptp {

class SecretStore {
public:
    explicit SecretStore(std::filesystem::path directory);

    /// The file's bytes without one trailing newline. NoSecrets if there is no such file; ConfigureFailed,
    /// with the reason, if it may be read or written by others, is no regular file (links are not followed),
    /// is not ours, is empty, or is longer than Secret::MaxBytes or holds a NUL.
    [[nodiscard]] Result<Secret> load(const std::string& tunnel) const;

private:
    std::filesystem::path m_directory;
};

} // namespace pptp
