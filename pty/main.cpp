// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// pptp-pty: makes the PPTP connection for a pppd, in place of pptp-linux's pptp.

#include "common/names.h"
#include "pty/exit_status.h"
#include "pty/options.h"
#include "pty/supervisor.h"

#include <csignal>
#include <cstdio>
#include <string>
#include <sys/stat.h>
#include <syslog.h>
#include <vector>

#include <QCoreApplication>
#include <QTimer>

using namespace pptp;

namespace {

int complain(const Error& error)
{
    std::fprintf(stderr, "pptp-pty: %s\n", error.detail.c_str());
    ::openlog("pptp", LOG_PID, LOG_DAEMON); // the user may see no more of a peers file than its log
    ::syslog(LOG_CRIT, "%s", error.detail.c_str());
    return static_cast<int>(exitStatus(error));
}

int run(int argc, char** argv, const PtyOptions& options)
{
    std::optional<LaunchLink> link;
    if (options.launchPppd) {
        const std::string pppd = options.pppd.empty() ? names::PppdProgram : options.pppd;
        auto forked = forkFromPppd(pppd, options.pppdWords, options.debug);
        if (!forked)
            return complain(forked.error());
        link = std::move(*forked);
        detachStandardStreams(false);
    }
    umask(0077);
    std::signal(SIGPIPE, SIG_IGN);
    QCoreApplication application(argc, argv);
    Supervisor supervisor(options, std::move(link));
    QTimer::singleShot(0, &application, [&supervisor] {
        if (const auto started = supervisor.start(); !started)
            supervisor.fail(started.error());
    });
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto options = parsePtyOptions(arguments);
    if (!options)
        return complain({options.error().code, options.error().detail + " (see --help)"});
    switch (options->action) {
    case PtyOptions::Action::ShowHelp:
        std::fputs(std::string(ptyHelp()).c_str(), stdout);
        return 0;
    case PtyOptions::Action::ShowVersion:
        std::printf("pptp-pty %s\n", names::Version);
        return 0;
    case PtyOptions::Action::Run:
        break;
    }
    return run(argc, argv, *options);
}
