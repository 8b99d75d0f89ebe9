// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "resolvconf/resolvconf_program.h"

#include "common/unique_fd.h"

#include <array>
#include <cerrno>
#include <spawn.h>
#include <string>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pptp {
namespace {

constexpr const char* Program = ResolvconfProgram::Path;

/// What a program that manages several interfaces knows ours by.
std::string recordName(const NameServers& names)
{
    return names.interface + ".pptp-tunnel";
}

std::string recordText(const NameServers& names)
{
    std::string text;
    for (const Ipv4Address server : names.servers)
        text += "nameserver " + server.toString() + '\n';
    if (!names.searchDomains.empty()) {
        text += "search";
        for (const std::string& domain : names.searchDomains)
            text += ' ' + domain;
        text += '\n';
    }
    return text;
}

tl::unexpected<Error> programError(int number)
{
    return tl::unexpected(errnoError(ErrorCode::ConfigureFailed, Program, number));
}

Result<UniqueFd> inputOf(const std::string& text)
{
    UniqueFd memory(::memfd_create("resolvconf", MFD_CLOEXEC));
    if (!memory || ::write(memory.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
        ::lseek(memory.get(), 0, SEEK_SET) != 0)
        return programError(errno);
    return memory;
}

/// systemd's time limit for the unit stands behind the wait.
Result<void> run(std::string option, std::string record, const std::string& text)
{
    const auto input = inputOf(text);
    if (!input)
        return tl::unexpected(input.error());
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input->get(), STDIN_FILENO);
    std::string name = Program;
    const std::array<char*, 4> arguments{name.data(), option.data(), record.data(), nullptr};
    std::string path = "PATH=/usr/sbin:/usr/bin:/sbin:/bin"; // its hooks are scripts
    const std::array<char*, 2> environment{path.data(), nullptr};
    pid_t child = 0;
    const int error = ::posix_spawn(&child, Program, &actions, nullptr, arguments.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        return programError(error);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return programError(errno);
    }
    if (status != 0)
        return fail(ErrorCode::ConfigureFailed, name + ' ' + option + " failed");
    return {};
}

} // namespace

bool ResolvconfProgram::find(const std::filesystem::path& path)
{
    std::error_code error;
    const auto real = std::filesystem::canonical(path, error);
    return !error && real.filename() != "resolvectl" && ::access(real.c_str(), X_OK) == 0;
}

Result<void> ResolvconfProgram::add(const NameServers& names)
{
    return run("-a", recordName(names), recordText(names));
}

Result<void> ResolvconfProgram::remove(const NameServers& names)
{
    return run("-d", recordName(names), "");
}

} // namespace pptp
