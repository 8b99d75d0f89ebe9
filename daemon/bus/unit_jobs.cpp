// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/unit_jobs.h"

#include "daemon/bus/bus_guard.h"

#include <chrono>

namespace pptp {
namespace {

constexpr const char* Systemd = "org.freedesktop.systemd1";
constexpr const char* SystemdPath = "/org/freedesktop/systemd1";
constexpr const char* SystemdManager = "org.freedesktop.systemd1.Manager";
constexpr std::chrono::seconds CallTimeout{5};

using AuxiliaryUnit = sdbus::Struct<std::string, std::vector<UnitJobs::Property>>;
using ExecCommand = sdbus::Struct<std::string, std::vector<std::string>, bool>;

std::vector<ExecCommand> execCommands(const std::vector<UnitJobs::Command>& commands)
{
    std::vector<ExecCommand> all;
    for (const UnitJobs::Command& command : commands)
        all.push_back(ExecCommand{command.front(), command, false});
    return all;
}

} // namespace

UnitJobs::UnitJobs(sdbus::IConnection& connection)
    : m_systemd(createBusProxy(connection, Systemd, SystemdPath)),
      m_jobs(addBusMatch(connection,
                         "type='signal',sender='org.freedesktop.systemd1',path='/org/freedesktop/systemd1',"
                         "interface='org.freedesktop.systemd1.Manager',member='JobRemoved'",
                         [this](sdbus::Message& message) { onJobRemoved(message); }))
{
}

/// systemd says nothing to those who have not asked; asking twice is no harm.
void UnitJobs::subscribe()
{
    m_systemd->callMethod("Subscribe").onInterface(SystemdManager).dontExpectReply();
}

template <class... Arguments>
void UnitJobs::order(const char* method, const std::string& unit, Done done, const Arguments&... arguments)
{
    const unsigned number = expect(unit, std::move(done));
    try {
        subscribe();
        m_systemd->callMethodAsync(method)
            .onInterface(SystemdManager)
            .withTimeout(CallTimeout)
            .withArguments(unit, arguments...)
            .uponReplyInvoke([this, unit, number](const sdbus::Error* error, const sdbus::ObjectPath& job) {
                onReply(unit, number, error, job);
            });
    } catch (const sdbus::Error& error) {
        onReply(unit, number, &error, {});
    }
}

void UnitJobs::start(const std::string& unit, Done done)
{
    order("StartUnit", unit, std::move(done), std::string("replace"));
}

void UnitJobs::stop(const std::string& unit, Done done)
{
    order("StopUnit", unit, std::move(done), std::string("replace"));
}

void UnitJobs::run(const std::string& unit, const std::vector<Command>& commands,
                   const std::vector<std::pair<std::string, sdbus::Variant>>& properties, Done done)
{
    std::vector<Property> all{
        Property{"Type", sdbus::Variant(std::string("oneshot"))},
        Property{"CollectMode", sdbus::Variant(std::string("inactive-or-failed"))},
        Property{"TimeoutStartUSec", sdbus::Variant(std::uint64_t{5'000'000})},
        Property{"NoNewPrivileges", sdbus::Variant(true)},
        Property{"ExecStart", sdbus::Variant(execCommands(commands))},
    };
    for (const auto& [name, value] : properties)
        all.push_back(Property{name, value});
    order("StartTransientUnit", unit, std::move(done), std::string("fail"), all,
          std::vector<AuxiliaryUnit>{});
}

unsigned UnitJobs::expect(const std::string& unit, Done done)
{
    m_waiting.insert_or_assign(unit, Waiting{++m_number, std::move(done), {}});
    return m_number;
}

void UnitJobs::onReply(const std::string& unit, unsigned number, const sdbus::Error* error,
                       const sdbus::ObjectPath& job)
{
    const auto waiting = m_waiting.find(unit);
    if (waiting == m_waiting.end() || waiting->second.number != number)
        return;
    if (error == nullptr) {
        waiting->second.job = job;
        return;
    }
    const std::string reason = error->getMessage();
    guardEvent("unit", [&] { finish(unit, fail(ErrorCode::ConfigureFailed, "systemd: " + reason)); });
}

/// Comes behind the reply that named the job. The end of an earlier job of the same unit is none of ours.
void UnitJobs::onJobRemoved(sdbus::Message& message)
{
    std::uint32_t id = 0;
    sdbus::ObjectPath job;
    std::string unit;
    std::string result;
    message >> id >> job >> unit >> result;
    const auto waiting = m_waiting.find(unit);
    if (waiting == m_waiting.end() || waiting->second.job != job)
        return;
    finish(unit, result == "done" ? Result<void>() : fail(ErrorCode::ConfigureFailed, unit + ": " + result));
}

void UnitJobs::finish(const std::string& unit, Result<void> result)
{
    if (const auto waiting = m_waiting.extract(unit); !waiting.empty())
        waiting.mapped().done(std::move(result));
}

} // namespace pptp
