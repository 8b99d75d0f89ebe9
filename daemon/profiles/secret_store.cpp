// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/profiles/secret_store.h"

#include "common/durable_write.h"
#include "common/trusted_file.h"
#include "common/tunnel_name.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pptp {
namespace {

constexpr const char* CredentialPrefix = "pptp-tunnel.";

tl::unexpected<Error> unusable(const std::filesystem::path& path, const Error& error)
{
    const bool missing = error.code == ErrorCode::NotFound;
    return fail(missing ? ErrorCode::NoSecrets : ErrorCode::ConfigureFailed,
                path.string() + ": " + error.detail);
}

tl::unexpected<Error> impossible(const std::filesystem::path& path, int number)
{
    return tl::unexpected(errnoError(ErrorCode::ConfigureFailed, path.string(), number));
}

Result<void> checkName(const std::string& tunnel)
{
    if (!isValidTunnelName(tunnel))
        return fail(ErrorCode::InvalidArguments, "no tunnel can have this name");
    return {};
}

const char* flaw(const Secret& secret)
{
    if (secret.empty())
        return "is empty";
    if (secret.reveal().size() > Secret::MaxBytes)
        return "is longer than 255 bytes";
    if (secret.reveal().find('\0') != std::string_view::npos)
        return "holds a NUL byte";
    return nullptr;
}

Result<Secret> read(const std::filesystem::path& folder, const std::string& name)
{
    const auto directory = openTrustedDirectory(folder, OpenToOthers);
    if (!directory)
        return unusable(folder, directory.error());
    auto bytes = readTrustedFile(directory->get(), name, OpenToOthers, Secret::MaxBytes + 1);
    if (!bytes)
        return unusable(folder / name, bytes.error());
    if (bytes->ends_with('\n'))
        bytes->pop_back();
    Secret secret(std::move(*bytes)); // wipes what was read
    if (const char* reason = flaw(secret))
        return fail(ErrorCode::ConfigureFailed, (folder / name).string() + ": " + reason);
    return secret;
}

bool isThere(const std::filesystem::path& path)
{
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0;
}

/// A newline goes with it, so that one at the password's own end stays.
int writeLine(int file, const Secret& secret)
{
    std::string line(secret.reveal());
    line += '\n';
    const int error = writeDurably(file, line);
    wipe(line);
    return error;
}

} // namespace

SecretStore::SecretStore(std::filesystem::path directory, std::filesystem::path credentials)
    : m_directory(std::move(directory)), m_credentials(std::move(credentials))
{
}

Result<Secret> SecretStore::load(const std::string& tunnel) const
{
    if (const auto checked = checkName(tunnel); !checked)
        return tl::unexpected(checked.error());
    auto stored = read(m_directory, tunnel);
    if (stored || stored.error().code != ErrorCode::NoSecrets || m_credentials.empty())
        return stored;
    for (const std::string& name : {tunnel, CredentialPrefix + tunnel}) {
        if (auto credential = read(m_credentials, name);
            credential || credential.error().code != ErrorCode::NoSecrets)
            return credential;
    }
    return stored;
}

bool SecretStore::has(const std::string& tunnel) const
{
    if (!isValidTunnelName(tunnel))
        return false;
    return isThere(m_directory / tunnel) ||
           (!m_credentials.empty() &&
            (isThere(m_credentials / tunnel) || isThere(m_credentials / (CredentialPrefix + tunnel))));
}

Result<void> SecretStore::save(const std::string& tunnel, const Secret& secret) const
{
    if (auto checked = checkName(tunnel); !checked)
        return checked;
    if (const char* reason = flaw(secret))
        return fail(ErrorCode::InvalidArguments, std::string("the password ") + reason);
    const auto directory = openTrustedDirectory(m_directory, OpenToOthers);
    if (!directory)
        return unusable(m_directory, directory.error());
    // No tunnel can be called so. One that a crash left behind is not worth keeping.
    const std::string draft = ".new-" + tunnel;
    ::unlinkat(directory->get(), draft.c_str(), 0);
    const UniqueFd file(::openat(directory->get(), draft.c_str(),
                                 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file)
        return impossible(m_directory / draft, errno);
    int error = writeLine(file.get(), secret);
    if (error == 0 && ::renameat(directory->get(), draft.c_str(), directory->get(), tunnel.c_str()) != 0)
        error = errno;
    if (error != 0) {
        ::unlinkat(directory->get(), draft.c_str(), 0);
        return impossible(m_directory / tunnel, error);
    }
    ::fsync(directory->get());
    return {};
}

Result<void> SecretStore::remove(const std::string& tunnel) const
{
    if (auto checked = checkName(tunnel); !checked)
        return checked;
    const auto directory = openTrustedDirectory(m_directory, OpenToOthers);
    if (!directory)
        return unusable(m_directory, directory.error());
    if (::unlinkat(directory->get(), tunnel.c_str(), 0) != 0) {
        if (errno == ENOENT)
            return fail(ErrorCode::NoSecrets, (m_directory / tunnel).string() + ": does not exist");
        return impossible(m_directory / tunnel, errno);
    }
    ::fsync(directory->get());
    return {};
}

} // namespace pptp
