// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// pptp-worker: started by the daemon, one for each tunnel, with the record channel as its standard input.

#include "common/names.h"
#include "worker/io/sandbox.h"
#include "worker/io/tunnel_worker.h"

#include <csignal>
#include <cstdio>
#include <string_view>
#include <unistd.h>

namespace {

constexpr int ExitRequested = 0;
constexpr int ExitOther = 1;
constexpr int ExitUsage = 2;

constexpr const char* Help = "usage: pptp-worker [--user NAME] [--tunnel NAME]\n"
                             "\n"
                             "Runs one tunnel for pptp-tunneld, which starts it and talks to it over its\n"
                             "standard input. It is of no use on its own.\n"
                             "\n"
                             "  --user NAME    become this user first (when started as root)\n"
                             "  --tunnel NAME  whose worker it is: for whoever looks at a list of processes\n"
                             "  --version      print the version and exit\n"
                             "  --help         print this text and exit\n";

struct Options {
    bool valid = true;
    bool help = false;
    bool version = false;
    std::string user;
};

Options parse(int argc, char** argv)
{
    Options options;
    for (int i = 1; i < argc && options.valid; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--help")
            options.help = true;
        else if (argument == "--version")
            options.version = true;
        else if (argument == "--user" && i + 1 < argc)
            options.user = argv[++i];
        else if (argument == "--tunnel" && i + 1 < argc)
            ++i;
        else
            options.valid = false;
    }
    return options;
}

int complain(int exitCode, const std::string& what)
{
    std::fprintf(stderr, "pptp-worker: %s\n", what.c_str());
    return exitCode;
}

int runTunnel()
{
    auto channel = pptp::DaemonChannel::open(pptp::UniqueFd(STDIN_FILENO));
    if (!channel)
        return complain(ExitUsage, "standard input is " + channel.error().detail +
                                       ": this program is started by pptp-tunneld only");
    auto worker = pptp::TunnelWorker::create(std::move(*channel));
    if (!worker && worker.error().code == pptp::ErrorCode::Cancelled)
        return ExitRequested;
    if (!worker)
        return complain(ExitOther, worker.error().detail);
    if (const auto confined = pptp::enterSandbox(); !confined)
        return complain(ExitOther, confined.error().detail);
    // Whoever started us has heard all there is to say of the call, and writes the log.
    const pptp::Closed closed = (*worker)->run();
    return closed.reason == pptp::CloseReason::Requested ? ExitRequested : ExitOther;
}

} // namespace

int main(int argc, char** argv)
{
    const Options options = parse(argc, argv);
    if (!options.valid) {
        std::fputs(Help, stderr);
        return ExitUsage;
    }
    if (options.help)
        std::fputs(Help, stdout);
    else if (options.version)
        std::printf("pptp-worker %s\n", pptp::names::Version);
    if (options.help || options.version)
        return ExitRequested;
    std::signal(SIGPIPE, SIG_IGN); // A log that nobody reads any more must not end a tunnel.
    if (!options.user.empty()) {
        if (const auto became = pptp::becomeUser(options.user); !became)
            return complain(ExitUsage, became.error().detail);
    }
    return runTunnel();
}
