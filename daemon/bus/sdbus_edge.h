// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// All that differs between sdbus-c++ 1.2 and 2.x: everything else here talks to the library through this
/// file or through parts that both versions share.
#pragma once

#include "common/error.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <sdbus-c++/sdbus-c++.h>
#include <string>
#include <vector>

namespace pptp {

/// What an event loop has to wait for before the connection may have something to do.
struct BusWait {
    int fd = -1;
    bool read = false;
    bool write = false;
    std::optional<std::chrono::microseconds> deadline; ///< On CLOCK_MONOTONIC; 0 is "at once".
};

/// Connects to the bus at this address, or to the system bus if it is empty.
[[nodiscard]] Result<std::unique_ptr<sdbus::IConnection>> openBus(const std::string& address);
/// Throws sdbus::Error once the connection is closed.
[[nodiscard]] BusWait busWait(const sdbus::IConnection& connection);
/// Handles at most one message; false if there was nothing to do.
bool processOne(sdbus::IConnection& connection);
/// Fails with Busy if somebody else has the name.
[[nodiscard]] Result<void> takeName(sdbus::IConnection& connection, const std::string& name);

/// Its handlers may throw what they like: the caller gets an error, the daemon lives.
[[nodiscard]] std::unique_ptr<sdbus::IObject> createBusObject(sdbus::IConnection& connection,
                                                              const std::string& path);
/// Makes an object visible after its adaptors have registered their members.
void exportObject(sdbus::IObject& object);
/// Emits one PropertiesChanged for all these properties.
void emitPropertiesChanged(sdbus::IObject& object, const std::string& interface,
                           const std::vector<std::string>& names);
[[nodiscard]] sdbus::Signal createSignal(sdbus::IObject& object, const std::string& interface,
                                         const std::string& name);
/// The unique name of the caller; only inside a handler of this object.
[[nodiscard]] std::string callerOf(const sdbus::IObject& object);

[[nodiscard]] std::unique_ptr<sdbus::IProxy>
createBusProxy(sdbus::IConnection& connection, const std::string& service, const std::string& path);
/// Calls back with each signal that the rule matches, for as long as the slot lives.
[[nodiscard]] sdbus::Slot addBusMatch(sdbus::IConnection& connection, const std::string& rule,
                                      std::function<void(sdbus::Message&)> handler);

/// What a caller gets for an error of ours.
[[nodiscard]] sdbus::Error busError(const Error& error);
/// What a caller gets when a handler broke down.
[[nodiscard]] sdbus::Error internalBusError();

} // namespace pptp
