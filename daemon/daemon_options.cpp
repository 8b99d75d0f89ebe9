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
    const auto worker = place("worker", "Run this as pptp-worker.", "program", names::WorkerProgram);
    const auto user = place(
        "worker-user",
        "Run pptp-worker as this user (standard: pptp-tunnel for a unit, our own for a child).", "name", "");
    const auto pppd = place("pppd", "Run this as pppd.", "program", names::PppdProgram);
    const auto plugin = place("plugin", "Load this into pppd.", "file", names::PppdPlugin);
    const auto launcher =
        place("launcher", "Start workers as systemd units or as children (fork).", "systemd|fork", "systemd");
    parser.addOptions({bus, profiles, secrets, runtime, worker, user, pppd, plugin, launcher});
    parser.process(arguments);

    const QString how = parser.value(launcher);
    if (!parser.positionalArguments().isEmpty() ||
        (how != QLatin1String("systemd") && how != QLatin1String("fork"))) {
        std::fprintf(stderr, "pptp-tunneld: wrong arguments; see --help\n");
        std::exit(2);
    }
    const auto text = [&parser](const QCommandLineOption& option) {
        return parser.value(option).toStdString();
    };
    const bool fork = how == QLatin1String("fork");
    const std::string standardUser = fork ? "" : names::WorkerUser;
    return {.busAddress = text(bus),
            .profiles = text(profiles),
            .secrets = text(secrets),
            .runtime = text(runtime),
            .worker = text(worker),
            .workerUser = parser.isSet(user) ? text(user) : standardUser,
            .pppd = text(pppd),
            .plugin = text(plugin),
            .forkWorkers = fork};
}

} // namespace pptp
