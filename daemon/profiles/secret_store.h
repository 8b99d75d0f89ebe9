// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The stored passwords of tunnels: one file a tunnel, mode 0600, in a folder of mode 0700; or a credential
/// that systemd hands to the service.
#pragma once

#include "common/error.h"
#include "common/secret.h"

#include <filesystem>
#include <string>

namespace pptp {

class SecretStore {
public:
    /// credentials is systemd's folder of them (systemd.exec(5)), or empty.
    explicit SecretStore(std::filesystem::path directory, std::filesystem::path credentials = {});

    /// The file's bytes without one trailing newline, else those of the credential called as the tunnel, or
    /// "pptp-tunnel." and its name. NoSecrets if there is neither; ConfigureFailed, with the reason, if the
    /// first that is there may be read or written by others, is no regular file (links are not followed), is
    /// not ours, is empty, or is longer than Secret::MaxBytes or holds a NUL.
    [[nodiscard]] Result<Secret> load(const std::string& tunnel) const;
    /// Whether load would find something, usable or not.
    [[nodiscard]] bool has(const std::string& tunnel) const;

    /// Writes the file; whoever looks finds the old password or the new one, also after a power failure.
    [[nodiscard]] Result<void> save(const std::string& tunnel, const Secret& secret) const;
    /// Removes the file. NoSecrets if there is none; a credential cannot be removed.
    [[nodiscard]] Result<void> remove(const std::string& tunnel) const;

private:
    std::filesystem::path m_directory;
    std::filesystem::path m_credentials;
};

} // namespace pptp
