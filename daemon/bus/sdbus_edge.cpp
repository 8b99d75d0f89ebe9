// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/sdbus_edge.h"

#include "daemon/bus/bus_guard.h"
#include "daemon/bus/bus_text.h"
#include "daemon/bus/guarded_object.h"

#include <poll.h>

namespace pptp {

Result<std::unique_ptr<sdbus::IConnection>> openBus(const std::string& address)
{
    try {
        return address.empty() ? sdbus::createSystemBusConnection()
                               : sdbus::createSessionBusConnectionWithAddress(address);
    } catch (const sdbus::Error& error) {
        return fail(ErrorCode::NotSupported, "cannot connect to the bus: " + error.getMessage());
    }
}

BusWait busWait(const sdbus::IConnection& connection)
{
    const sdbus::IConnection::PollData data = connection.getEventLoopPollData();
    BusWait wait{data.fd, (data.events & POLLIN) != 0, (data.events & POLLOUT) != 0, std::nullopt};
    if (data.timeout_usec != UINT64_MAX)
        wait.deadline = std::chrono::microseconds(data.timeout_usec);
    return wait;
}

bool processOne(sdbus::IConnection& connection)
{
    return connection.processPendingRequest();
}

Result<void> takeName(sdbus::IConnection& connection, const std::string& name)
{
    try {
        connection.requestName(name);
        return {};
    } catch (const sdbus::Error& error) {
        // The library reports EEXIST under this name.
        const bool taken = error.getName() == "org.freedesktop.DBus.Error.FileExists";
        return fail(taken ? ErrorCode::Busy : ErrorCode::NotSupported,
                    "cannot own the bus name " + name + ": " +
                        (taken ? "another process has it" : error.getMessage()));
    }
}

std::unique_ptr<sdbus::IObject> createBusObject(sdbus::IConnection& connection, const std::string& path)
{
    return guardObject(sdbus::createObject(connection, path));
}

void exportObject(sdbus::IObject& object)
{
    object.finishRegistration();
}

void emitPropertiesChanged(sdbus::IObject& object, const std::string& interface,
                           const std::vector<std::string>& names)
{
    object.emitPropertiesChangedSignal(interface, names);
}

sdbus::Signal createSignal(sdbus::IObject& object, const std::string& interface, const std::string& name)
{
    return object.createSignal(interface, name);
}

std::string callerOf(const sdbus::IObject& object)
{
    const sdbus::Message* message = object.getCurrentlyProcessedMessage();
    return message != nullptr ? message->getSender() : std::string{};
}

std::unique_ptr<sdbus::IProxy> createBusProxy(sdbus::IConnection& connection, const std::string& service,
                                              const std::string& path)
{
    return sdbus::createProxy(connection, service, path);
}

sdbus::Slot addBusMatch(sdbus::IConnection& connection, const std::string& rule,
                        std::function<void(sdbus::Message&)> handler)
{
    return connection.addMatch(rule, [handler = std::move(handler)](sdbus::Message& message) {
        guardEvent("signal", [&] { handler(message); });
    });
}

sdbus::Error busError(const Error& error)
{
    // The bus refuses a message with a broken string, and then the caller would never get its answer.
    return sdbus::Error(std::string(errorBusName(error.code)), busText(error.detail));
}

sdbus::Error internalBusError()
{
    return sdbus::Error("org.freedesktop.DBus.Error.Failed", "internal error, see the log of pptp-tunneld");
}

} // namespace pptp
