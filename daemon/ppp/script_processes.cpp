// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/script_processes.h"

#include "common/unique_fd.h"

#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <sys/syscall.h>
#include <unistd.h>

namespace pptp {
namespace {

/// pppd's own variables stand within the first few hundred bytes.
constexpr std::size_t MaxBytes = 65536;
/// Somebody may be forking while we look.
constexpr int MaxRounds = 5;

std::string firstBytes(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::string bytes(MaxBytes, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
}

std::optional<pid_t> processOf(const std::filesystem::directory_entry& entry)
{
    const std::string name = entry.path().filename();
    pid_t pid = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (error != std::errc() || end != name.data() + name.size() || pid == getpid())
        return std::nullopt;
    return pid;
}

bool isScriptOf(const std::filesystem::path& process, const std::string& variable, const std::string& group)
{
    const std::string environment = '\0' + firstBytes(process / "environ");
    return environment.find(variable) != std::string::npos && firstBytes(process / "cgroup") == group;
}

/// False if there was none; those that are dying count.
bool killOnce(const std::string& variable, const std::string& group)
{
    bool found = false;
    std::error_code error;
    std::filesystem::directory_iterator entry("/proc", error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        const auto pid = processOf(*entry);
        if (!pid)
            continue;
        // Taken before it is looked at: what is looked at is what is killed.
        const UniqueFd handle(static_cast<int>(syscall(SYS_pidfd_open, *pid, 0)));
        if (handle && isScriptOf(entry->path(), variable, group) &&
            syscall(SYS_pidfd_send_signal, handle.get(), SIGKILL, nullptr, 0) == 0)
            found = true;
    }
    return found;
}

} // namespace

void killScripts(pid_t pppd)
{
    const std::string variable = '\0' + ("PPPD_PID=" + std::to_string(pppd)) + '\0';
    const std::string group = firstBytes("/proc/self/cgroup");
    for (int round = 0; round < MaxRounds && killOnce(variable, group); ++round) {
    }
}

} // namespace pptp
