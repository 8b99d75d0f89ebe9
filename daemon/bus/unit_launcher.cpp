// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/unit_launcher.h"

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <vector>

#include <unistd.h>

namespace pptp {
namespace {

constexpr const char* Systemd = "org.freedesktop.systemd1";
constexpr const char* SystemdPath = "/org/freedesktop/systemd1";
constexpr const char* SystemdManager = "org.freedesktop.systemd1.Manager";
constexpr const char* OwnUnit = "pptp-tunneld.service";

using Property = sdbus::Struct<std::string, sdbus::Variant>;
using Properties = std::vector<Property>;
using AuxiliaryUnit = sdbus::Struct<std::string, Properties>;
using Command = sdbus::Struct<std::string, std::vector<std::string>, bool>;
using AllowList = sdbus::Struct<bool, std::vector<std::string>>;

template <class Value>
void set(Properties& properties, const char* name, Value value)
{
    properties.push_back(Property{name, sdbus::Variant(std::move(value))});
}

/// The worker holds descriptors and needs nothing else: no files, no network of its own, no other process.
void confine(Properties& properties)
{
    for (const char* name : {"NoNewPrivileges", "PrivateNetwork", "PrivateTmp", "PrivateDevices",
                             "ProtectKernelTunables", "ProtectKernelModules", "ProtectKernelLogs",
                             "ProtectControlGroups", "ProtectClock", "ProtectHostname", "RestrictSUIDSGID",
                             "RestrictRealtime", "LockPersonality", "MemoryDenyWriteExecute", "RemoveIPC"})
        set(properties, name, true);
    set(properties, "ProtectSystem", std::string("strict"));
    set(properties, "ProtectHome", std::string("yes"));
    set(properties, "ProtectProc", std::string("invisible"));
    set(properties, "ProcSubset", std::string("pid"));
    set(properties, "KeyringMode", std::string("private"));
    set(properties, "CapabilityBoundingSet", std::uint64_t{0});
    set(properties, "AmbientCapabilities", std::uint64_t{0});
    set(properties, "RestrictNamespaces", std::uint64_t{0});
    set(properties, "RestrictAddressFamilies", AllowList{true, {"AF_UNIX"}});
    set(properties, "SystemCallArchitectures", std::vector<std::string>{"native"});
    set(properties, "SystemCallFilter", AllowList{true, {"@system-service", "seccomp"}});
    set(properties, "SystemCallErrorNumber", std::int32_t{EPERM});
    set(properties, "LimitCORE", std::uint64_t{0});
    set(properties, "TasksMax", std::uint64_t{8});
    set(properties, "MemoryMax", std::uint64_t{64} << 20);
    set(properties, "UMask", std::uint32_t{0077});
}

class UnitWorker : public LaunchedWorker {
public:
    UnitWorker(sdbus::IConnection& connection, std::string unit)
        : m_proxy(createBusProxy(connection, Systemd, SystemdPath)), m_unit(std::move(unit))
    {
    }

    ~UnitWorker() override
    {
        if (m_ended)
            return;
        try {
            m_proxy->callMethod("KillUnit")
                .onInterface(SystemdManager)
                .withArguments(m_unit, std::string("all"), std::int32_t{SIGKILL})
                .dontExpectReply();
        } catch (const sdbus::Error&) {
            // The bus is gone, and with it the daemon: the worker reads end of file and clears its call.
        }
    }

    void ended() override { m_ended = true; }

    void start(const std::string& program, const std::string& user, const std::string& tunnel, int channel,
               std::function<void(Error)> failed)
    {
        Properties properties;
        set(properties, "Description", "PPTP worker of tunnel " + tunnel);
        set(properties, "Type", std::string("exec"));
        set(properties, "ExecStart", std::vector<Command>{Command{program, {program}, false}});
        set(properties, "User", user);
        set(properties, "StandardInputFileDescriptor", sdbus::UnixFd(channel));
        set(properties, "CollectMode", std::string("inactive-or-failed"));
        set(properties, "TimeoutStopUSec", std::uint64_t{5'000'000});
        // What starts before us is stopped after us: when the machine goes off, the daemon ends its calls
        // first.
        set(properties, "Before", std::vector<std::string>{OwnUnit});
        confine(properties);
        m_proxy->callMethodAsync("StartTransientUnit")
            .onInterface(SystemdManager)
            .withArguments(m_unit, std::string("fail"), properties, std::vector<AuxiliaryUnit>{})
            .uponReplyInvoke(
                [this, failed = std::move(failed)](const sdbus::Error* error, const sdbus::ObjectPath&) {
                    if (error == nullptr)
                        return;
                    m_ended = true; // there is nothing to end
                    failed(Error{ErrorCode::WorkerFailed, "starting " + m_unit + ": " + error->getMessage()});
                });
    }

private:
    std::unique_ptr<sdbus::IProxy> m_proxy;
    std::string m_unit;
    bool m_ended = false;
};

} // namespace

Result<std::unique_ptr<UnitLauncher>> UnitLauncher::create(const std::string& busAddress, std::string program,
                                                           std::string user)
{
    auto connection = openBus(busAddress);
    if (!connection)
        return tl::unexpected(connection.error());
    return std::unique_ptr<UnitLauncher>(
        new UnitLauncher(std::move(*connection), std::move(program), std::move(user)));
}

// The daemon's other connection says that the bus is gone, and ends the daemon.
UnitLauncher::UnitLauncher(std::unique_ptr<sdbus::IConnection> connection, std::string program,
                           std::string user)
    : m_connection(std::move(connection)), m_pump(*m_connection, [](const std::string&) {}),
      m_program(std::move(program)), m_user(std::move(user))
{
}

std::unique_ptr<LaunchedWorker> UnitLauncher::launch(const std::string& tunnel, UniqueFd channel,
                                                     std::function<void(Error)> failed)
{
    // The process id tells this daemon's units from those of one that was killed a moment ago.
    const std::string unit = "pptp-worker-" + tunnel + "-" + std::to_string(getpid()) + "-" +
                             std::to_string(++m_launched) + ".service";
    try {
        auto worker = std::make_unique<UnitWorker>(*m_connection, unit);
        worker->start(m_program, m_user, tunnel, channel.get(), failed);
        return worker;
    } catch (const sdbus::Error& error) {
        failed(Error{ErrorCode::WorkerFailed, "starting " + unit + ": " + error.getMessage()});
        return nullptr;
    }
}

} // namespace pptp
