// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/profiles/secret_store.h"

#include "common/trusted_file.h"
#include "common/tunnel_name.h"

namespace pptp {
namespace {

tl::unexpected<Error> unusable(const std::filesystem::path& path, const Error& error)
{
    const bool missing = error.code == ErrorCode::NotFound;
    return fail(missing ? ErrorCode::NoSecrets : ErrorCode::ConfigureFailed,
                path.string() + ": " + error.detail);
}

} // namespace

SecretStore::SecretStore(std::filesystem::path directory) : m_directory(std::move(directory)) {}

Result<Secret> SecretStore::load(const std::string& tunnel) const
{
    if (!isValidTunnelName(tunnel))
        return fail(ErrorCode::InvalidArguments, "no tunnel can have this name");
    const auto directory = openTrustedDirectory(m_directory, OpenToOthers);
    if (!directory)
        return unusable(m_directory, directory.error());
    const auto path = m_directory / tunnel;
    auto bytes = readTrustedFile(directory->get(), tunnel, OpenToOthers, Secret::MaxBytes + 1);
    if (!bytes)
        return unusable(path, bytes.error());
    if (bytes->ends_with('\n'))
        bytes->pop_back();
    Secret secret(std::move(*bytes)); // wipes what was read
    const auto invalid = [&](const char* reason) {
        return fail(ErrorCode::ConfigureFailed, path.string() + ": " + reason);
    };
    if (secret.empty())
        return invalid("is empty");
    if (secret.reveal().size() > Secret::MaxBytes)
        return invalid("is longer than 255 bytes");
    if (secret.reveal().find('\0') != std::string_view::npos)
        return invalid("holds a NUL byte");
    return secret;
}

} // namespace pptp
