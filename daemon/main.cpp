// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// pptp-tunneld: wires the parts together, exports everything, and takes the bus name last.

#include "common/names.h"
#include "daemon/bus/bus_service.h"
#include "daemon/bus/name_service.h"
#include "daemon/bus/namespace_service.h"
#include "daemon/bus/sleep_watch.h"
#include "daemon/daemon_options.h"
#include "daemon/diagnosis/diagnosis.h"
#include "daemon/net/uplink_watch.h"
#include "daemon/service_manager.h"
#include "daemon/tunnel/fork_launcher.h"
#include "daemon/tunnel/spawner_launcher.h"
#include "daemon/tunnel/tunnel_manager.h"

#include <cstdlib>
#include <memory>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <QCoreApplication>
#include <QtDebug>

using namespace pptp;

namespace {

std::unique_ptr<WorkerLauncher> makeLauncher(const DaemonOptions& options)
{
    if (options.forkWorkers)
        return std::make_unique<ForkLauncher>(options.worker, options.workerUser);
    return std::make_unique<SpawnerLauncher>(options.spawner);
}

int failed(const Error& error)
{
    qCritical("cannot serve: %s", error.detail.c_str());
    return EXIT_FAILURE;
}

/// Of the two that tell tunnels when to try again neither is needed for a tunnel to work.
template <class Watch>
void warnWithout(const Result<Watch>& watch)
{
    if (!watch)
        qWarning("%s", watch.error().detail.c_str());
}

int run(QCoreApplication& application, const DaemonOptions& options)
{
    const auto launcher = makeLauncher(options);
    Ledger ledger(options.runtime);
    RouteTable routes(ledger);
    routes.removeLeftovers();
    RuleTable rules(options.runtime);
    rules.removeLeftovers();
    const auto names = NameService::create(options.busAddress, options.runtime);
    if (!names)
        return failed(names.error());
    (*names)->removeLeftovers();
    const auto mover = NamespaceService::create(options.busAddress);
    if (!mover)
        return failed(mover.error());
    CallTable calls;
    const ProfileStore profiles(options.profiles);
    const SecretStore secrets(options.secrets, qgetenv("CREDENTIALS_DIRECTORY").toStdString());
    const auto agents = std::make_shared<AgentPool>();
    const TunnelServices services{
        {routes, rules, **names, **mover}, calls, *launcher, secrets, *agents, options.pppd, options.plugin};
    TunnelManager manager(profiles, services);
    // What is wrong with a profile stands in the log and on its tunnel; the others are not held up by it.
    (void)manager.reload();

    int exitCode = EXIT_SUCCESS;
    const auto stop = [&] { manager.shutdown([&application, &exitCode] { application.exit(exitCode); }); };
    ServiceManager service([&] {
        service.stopping();
        stop();
    });
    const auto lost = [&](const std::string& reason) {
        qCritical("the bus is gone: %s", reason.c_str());
        exitCode = EXIT_FAILURE;
        stop();
    };
    Diagnosis diagnosis(manager, {options.pppd, options.plugin});
    BusService bus(
        manager, {.address = options.busAddress, .lost = lost, .agents = agents, .diagnostics = &diagnosis});
    if (const auto started = bus.start(); !started)
        return failed(started.error());
    const auto uplinks = UplinkWatch::open([&manager] { manager.uplinksChanged(); });
    warnWithout(uplinks);
    const auto sleep = SleepWatch::create(
        options.busAddress, {.prepare = [&manager](const auto& done) { manager.prepareForSleep(done); },
                             .awake = [&manager] { manager.wakeUp(); }});
    warnWithout(sleep);
    service.ready();
    manager.startAutoconnect();
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    // Whatever is written is for root's eyes, and no memory of this process becomes a file.
    umask(0077);
    prctl(PR_SET_DUMPABLE, 0);
    logToStandardError();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("pptp-tunneld"));
    QCoreApplication::setApplicationVersion(QString::fromLatin1(names::Version));
    return run(application, parseDaemonOptions(QCoreApplication::arguments()));
}
