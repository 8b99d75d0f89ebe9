// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// pptp-spawner: started by systemd when the daemon connects to its socket, which is its standard input.

#include "common/names.h"
#include "spawner/spawner.h"

#include <charconv>
#include <csignal>
#include <cstdio>
#include <string_view>
#include <unistd.h>

namespace {

constexpr int ExitDone = 0;
constexpr int ExitFailed = 1;
constexpr int ExitUsage = 2;

constexpr unsigned MaxPatience = 3600;

constexpr const char* Help =
    "usage: pptp-spawner [--patience SECONDS] WORKER\n"
    "\n"
    "Runs the program WORKER, an absolute path, for each tunnel of pptp-tunneld. Its\n"
    "standard input is a socket that listens; systemd starts it with that (see\n"
    "pptp-spawner.socket). It is of no use on its own.\n"
    "\n"
    "  --patience SECONDS  end when no daemon has been there for so long: 1 to 3600,\n"
    "                      10 without this option\n"
    "  --version           print the version and exit\n"
    "  --help              print this text and exit\n";

struct Options {
    bool valid = true;
    bool help = false;
    bool version = false;
    unsigned patience = 10;
    std::string worker;
};

bool isPatience(std::string_view text, unsigned& seconds)
{
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, seconds);
    return error == std::errc() && end == last && seconds >= 1 && seconds <= MaxPatience;
}

Options parse(int argc, char** argv)
{
    Options options;
    for (int i = 1; i < argc && options.valid; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--help")
            options.help = true;
        else if (argument == "--version")
            options.version = true;
        else if (argument == "--patience" && i + 1 < argc)
            options.valid = isPatience(argv[++i], options.patience);
        else if (argument.starts_with('/') && options.worker.empty())
            options.worker = argument;
        else
            options.valid = false;
    }
    return options;
}

int complain(int exitCode, const std::string& what)
{
    std::fprintf(stderr, "pptp-spawner: %s\n", what.c_str());
    return exitCode;
}

} // namespace

int main(int argc, char** argv)
{
    const Options options = parse(argc, argv);
    if (options.valid && options.help)
        return std::fputs(Help, stdout) < 0 ? ExitFailed : ExitDone;
    if (options.valid && options.version)
        return std::printf("pptp-spawner %s\n", pptp::names::Version) < 0 ? ExitFailed : ExitDone;
    if (!options.valid || options.worker.empty()) {
        std::fputs(Help, stderr);
        return ExitUsage;
    }
    std::signal(SIGPIPE, SIG_IGN); // A log that nobody reads any more must not end all tunnels.
    auto spawner = pptp::Spawner::create(pptp::UniqueFd(STDIN_FILENO), options.worker,
                                         std::chrono::seconds(options.patience));
    if (!spawner)
        return complain(ExitUsage, "standard input is " + spawner.error().detail);
    if (const auto served = spawner->run(); !served)
        return complain(ExitFailed, served.error().detail);
    return ExitDone;
}
