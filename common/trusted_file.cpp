// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/trusted_file.h"

#include "common/secret.h"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>

namespace pptp {
namespace {

constexpr std::size_t MaxDirectoryEntries = 65'536;

tl::unexpected<Error> openError(int number)
{
    if (number == ENOENT)
        return fail(ErrorCode::NotFound, "does not exist");
    if (number == ELOOP)
        return fail(ErrorCode::ConfigureFailed, "is a symbolic link");
    return tl::unexpected(errnoError(ErrorCode::ConfigureFailed, "cannot be opened", number));
}

Result<void> checkOwner(const struct stat& status, mode_t forbidden)
{
    if (status.st_uid != 0 && status.st_uid != ::geteuid())
        return fail(ErrorCode::ConfigureFailed, "belongs to user id " + std::to_string(status.st_uid) +
                                                    ", not to root or to the service");
    if ((status.st_mode & forbidden) != 0)
        return fail(ErrorCode::ConfigureFailed, (forbidden & 0044) != 0 ? "may be read or written by others"
                                                                        : "may be written by others");
    return {};
}

Result<void> checkFile(const struct stat& status, mode_t forbidden)
{
    if (!S_ISREG(status.st_mode))
        return fail(ErrorCode::ConfigureFailed, "is not a regular file");
    if (status.st_nlink != 1)
        return fail(ErrorCode::ConfigureFailed, "has more than one name (a hard link)");
    return checkOwner(status, forbidden);
}

/// At most bytes.size() bytes; the caller's buffer never grows, so nothing is left behind by a copy.
Result<std::size_t> readAll(int file, std::string& bytes)
{
    std::size_t length = 0;
    while (length < bytes.size()) {
        const ssize_t got = ::read(file, bytes.data() + length, bytes.size() - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tl::unexpected(errnoError(ErrorCode::ConfigureFailed, "cannot be read", errno));
        if (got == 0)
            break;
        length += static_cast<std::size_t>(got);
    }
    return length;
}

} // namespace

Result<UniqueFd> openTrustedDirectory(const std::filesystem::path& path, mode_t forbidden)
{
    UniqueFd directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!directory) // a link, refused by O_NOFOLLOW, counts as no directory (ENOTDIR)
        return openError(errno);
    struct stat status {};
    if (::fstat(directory.get(), &status) != 0)
        return openError(errno);
    if (const auto checked = checkOwner(status, forbidden); !checked)
        return tl::unexpected(checked.error());
    return directory;
}

Result<std::string> readTrustedFile(int directory, const std::string& name, mode_t forbidden,
                                    std::size_t maxBytes)
{
    // Non-blocking: opening a FIFO must not hang.
    const UniqueFd file(
        ::openat(directory, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!file)
        return openError(errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0)
        return openError(errno);
    if (const auto checked = checkFile(status, forbidden); !checked)
        return tl::unexpected(checked.error());
    std::string bytes(maxBytes + 1, '\0');
    const auto length = readAll(file.get(), bytes);
    if (!length || *length > maxBytes) {
        wipe(bytes);
        if (!length)
            return tl::unexpected(length.error());
        return fail(ErrorCode::ConfigureFailed, "is larger than " + std::to_string(maxBytes) + " bytes");
    }
    bytes.resize(*length);
    return bytes;
}

std::vector<std::string> fileNames(int directory)
{
    std::vector<std::string> names;
    // A descriptor of its own, read from the start, whatever was read through the caller's.
    UniqueFd own(::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!own)
        return names;
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(own.get()), &::closedir);
    if (!stream)
        return names;
    (void)own.release();
    while (names.size() < MaxDirectoryEntries) {
        const dirent* entry = ::readdir(stream.get());
        if (!entry)
            break;
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..")
            names.emplace_back(name);
    }
    std::ranges::sort(names);
    return names;
}

} // namespace pptp
