// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "spawner/child.h"

#include <csignal>
#include <spawn.h>
#include <unistd.h>

namespace pptp {
namespace {

/// What posix_spawn is told of a child, freed at the end.
template <class Told, int (*Init)(Told*), int (*Destroy)(Told*)>
class SpawnSettings {
public:
    SpawnSettings() { Init(&m_told); }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;
    ~SpawnSettings() { Destroy(&m_told); }
    Told* get() { return &m_told; }

private:
    Told m_told{};
};
using FileActions = SpawnSettings<posix_spawn_file_actions_t, posix_spawn_file_actions_init,
                                  posix_spawn_file_actions_destroy>;
using Attributes = SpawnSettings<posix_spawnattr_t, posix_spawnattr_init, posix_spawnattr_destroy>;

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
