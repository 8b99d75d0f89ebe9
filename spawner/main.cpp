// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// pptp-spawner: started by systemd when the daemon connects to its socket, which is its standard input.

#include "common/names.h"
#include "spawner/spawner.h"

#include <csignal>
#include <cstdio>
#include <string_view>
#include <unistd.h>

namespace {

constexpr int ExitDone = 0;
constexpr int ExitFailed = 1;
constexpr int ExitUsage = 2;

constexpr const char* Help =
    "usage: pptp-spawner WORKER\n"
    "\n"
    "Runs the program WORKER, an absolute path, for each tunnel of pptp-tunneld. Its\n"
    "standard input is a socket that listens; systemd starts it with that (see\n"
    "pptp-spawner.socket). It is of no use on its own.\n"
    "\n"
    "  --version    print the version and exit\n"
    "  --help       print this text and exit\n";

int complain(int exitCode, const std::string& what)
{
    std::fprintf(stderr, "pptp-spawner: %s\n", what.c_str());
    return exitCode;
}

} // namespace

int main(int argc, char** argv)
{
    const std::string_view argument = argc == 2 ? argv[1] : "";
    if (argument == "--help")
        return std::fputs(Help, stdout) < 0 ? ExitFailed : ExitDone;
    if (argument == "--version")
        return std::printf("pptp-spawner %s\n", pptp::names::Version) < 0 ? ExitFailed : ExitDone;
    if (!argument.starts_with('/')) {
        std::fputs(Help, stderr);
        return ExitUsage;
    }
    std::signal(SIGPIPE, SIG_IGN); // A log that nobody reads any more must not end all tunnels.
    auto spawner = pptp::Spawner::create(pptp::UniqueFd(STDIN_FILENO), std::string(argument));
    if (!spawner)
        return complain(ExitUsage, "standard input is " + spawner.error().detail);
    if (const auto served = spawner->run(); !served)
        return complain(ExitFailed, served.error().detail);
    return ExitDone;
}
