// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/daemon_options.h"

#include "common/names.h"

#include <cstdio>
#include <cstdlib>

#include <QCommandLineParser>
#include <QCoreApplication>

namespace pptp {
namespace {

QCommandLineOption place(const char* name, const char* description, const char* value, const char* standard)
{
    return {QString::fromLatin1(name), QString::fromLatin1(description), QString::fromLatin1(value),
            QString::fromLatin1(standard)};
}

} // namespace

DaemonOptions parseDaemonOptions(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Owns PPTP tunnels; normally started by systemd when pptpctl needs it."));
    parser.addHelpOption();
    parser.addVersionOption();
    const auto bus = place("bus", "Use the bus at this address instead of the system bus.", "address", "");
    const auto profiles = place("profiles", "Read profiles here.", "folder", names::ProfileDirectory);
    const auto secrets = place("secrets", "Read passwords here.", "folder", names::SecretDirectory);
    const auto runtime =
        place("runtime", "Keep notes for a restart here.", "folder", names::RuntimeDirectory);
    const auto spawner =
        place("spawner", "Ask pptp-spawner at this socket for workers.", "socket", names::SpawnerSocket);
    const auto launcher =
        place("launcher", "Start workers by pptp-spawner, or as children (fork).", "spawner|fork", "spawner");
    const auto worker =
        place("worker", "Run this as pptp-worker, as a child.", "program", names::WorkerProgram);
    const auto user =
        place("worker-user", "Run pptp-worker as this user, as a child (standard: our own).", "name", "");
    const auto pppd = place("pppd", "Run this as pppd.", "program", names::PppdProgram);
    const auto plugin = place("plugin", "Load this into pppd.", "file", names::PppdPlugin);
    parser.addOptions({bus, profiles, secrets, runtime, spawner, launcher, worker, user, pppd, plugin});
    parser.process(arguments);

    const QString how = parser.value(launcher);
    if (!parser.positionalArguments().isEmpty() ||
        (how != QLatin1String("spawner") && how != QLatin1String("fork"))) {
        std::fprintf(stderr, "pptp-tunneld: wrong arguments; see --help\n");
        std::exit(2);
    }
    const auto text = [&parser](const QCommandLineOption& option) {
        return parser.value(option).toStdString();
    };
    return {.busAddress = text(bus),
            .profiles = text(profiles),
            .secrets = text(secrets),
            .runtime = text(runtime),
            .spawner = text(spawner),
            .worker = text(worker),
            .workerUser = text(user),
            .pppd = text(pppd),
            .plugin = text(plugin),
            .forkWorkers = how == QLatin1String("fork")};
}

} // namespace pptp
