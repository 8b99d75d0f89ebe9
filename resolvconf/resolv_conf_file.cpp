// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "resolvconf/resolv_conf_file.h"

#include "common/durable_write.h"
#include "common/unique_fd.h"
#include "resolvconf/resolv_conf.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pptp {
namespace {

constexpr std::size_t MaxFileBytes = 64 * 1024;

tl::unexpected<Error> fileError(const std::filesystem::path& path)
{
    return tl::unexpected(errnoError(ErrorCode::ConfigureFailed, path.string(), errno));
}

/// Empty if there is none, or a link that leads nowhere.
Result<std::string> readText(const std::filesystem::path& path)
{
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!file && errno == ENOENT)
        return std::string();
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0)
        return fileError(path);
    if (!S_ISREG(status.st_mode))
        return fail(ErrorCode::ConfigureFailed, path.string() + ": is no file");
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t got = 1; got > 0;) {
        got = ::read(file.get(), buffer.data(), buffer.size());
        if (got < 0)
            return fileError(path);
        text.append(buffer.data(), static_cast<std::size_t>(got));
        if (text.size() > MaxFileBytes)
            return fail(ErrorCode::ConfigureFailed, path.string() + ": is larger than 64 KiB");
    }
    return text;
}

bool isThere(const std::filesystem::path& path)
{
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0;
}

Result<void> writeNew(const std::filesystem::path& path, const std::string& text)
{
    (void)::unlink(path.c_str()); // of a process that was killed here
    const UniqueFd file(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file)
        return fileError(path);
    if (::fchmod(file.get(), S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH) != 0)
        return fileError(path);
    if (const int error = writeDurably(file.get(), text); error != 0)
        return tl::unexpected(errnoError(ErrorCode::ConfigureFailed, path.string(), error));
    return {};
}

} // namespace

ResolvConfFile::ResolvConfFile(std::filesystem::path path)
    : m_path(std::move(path)), m_original(m_path.string() + ".pptp-tunnel"),
      m_unfinished(m_original.string() + ".new")
{
}

bool ResolvConfFile::isOurs() const
{
    const auto text = readText(m_path);
    return text && isManagedResolvConf(*text);
}

Result<void> ResolvConfFile::update(std::span<const NameServers> tunnels) const
{
    if (tunnels.empty())
        return restore();
    if (!isOurs()) {
        // A second name for what is there now, file or link; one that is left over has been overtaken.
        if (::unlink(m_original.c_str()) != 0 && errno != ENOENT)
            return fileError(m_original);
        if (::linkat(AT_FDCWD, m_path.c_str(), AT_FDCWD, m_original.c_str(), 0) != 0 && errno != ENOENT)
            return fileError(m_original);
    }
    const auto original = readText(m_original);
    if (!original)
        return tl::unexpected(original.error());
    return replace(managedResolvConf(*original, tunnels));
}

Result<void> ResolvConfFile::replace(const std::string& text) const
{
    if (auto written = writeNew(m_unfinished, text); !written) {
        (void)::unlink(m_unfinished.c_str());
        return written;
    }
    if (::rename(m_unfinished.c_str(), m_path.c_str()) != 0) {
        const auto error = fileError(m_path);
        (void)::unlink(m_unfinished.c_str());
        return error;
    }
    return {};
}

Result<void> ResolvConfFile::restore() const
{
    (void)::unlink(m_unfinished.c_str()); // of a process that was killed there
    if (!isOurs()) {
        (void)::unlink(m_original.c_str());
        return {};
    }
    const int done =
        isThere(m_original) ? ::rename(m_original.c_str(), m_path.c_str()) : ::unlink(m_path.c_str());
    if (done != 0)
        return fileError(m_path);
    return {};
}

} // namespace pptp
