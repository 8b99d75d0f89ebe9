// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "spawner/child.h"

#include <csignal>
#include <spawn.h>
#include <unistd.h>

namespace pptp {
namespace {

class FileActions {
public:
    FileActions() { posix_spawn_file_actions_init(&m_actions); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;
    ~FileActions() { posix_spawn_file_actions_destroy(&m_actions); }
    posix_spawn_file_actions_t* get() { return &m_actions; }

private:
    posix_spawn_file_actions_t m_actions{};
};

class Attributes {
public:
    Attributes() { posix_spawnattr_init(&m_attributes); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    ~Attributes() { posix_spawnattr_destroy(&m_attributes); }
    posix_spawnattr_t* get() { return &m_attributes; }

private:
    posix_spawnattr_t m_attributes{};
};

} // namespace

Result<pid_t> startChild(std::vector<std::string> arguments, int standardInput)
{
    FileActions files;
    Attributes attributes;
    sigset_t none;
    sigemptyset(&none);
    int error = posix_spawn_file_actions_adddup2(files.get(), standardInput, STDIN_FILENO);
    if (error == 0)
        error = posix_spawn_file_actions_addclosefrom_np(files.get(), STDERR_FILENO + 1);
    if (error == 0)
        error = posix_spawnattr_setsigmask(attributes.get(), &none);
    if (error == 0)
        error = posix_spawnattr_setflags(attributes.get(), POSIX_SPAWN_SETSIGMASK);
    std::vector<char*> words;
    for (std::string& argument : arguments)
        words.push_back(argument.data());
    words.push_back(nullptr);
    pid_t process = -1;
    if (error == 0)
        error = posix_spawn(&process, words.front(), files.get(), attributes.get(), words.data(), environ);
    if (error != 0)
        return tl::unexpected(errnoError(ErrorCode::WorkerFailed, arguments.front(), error));
    return process;
}

} // namespace pptp
