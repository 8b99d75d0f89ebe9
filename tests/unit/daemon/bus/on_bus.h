// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A connection of the daemon's library to a test's own bus, pumped by the event loop.
#pragma once

#include "daemon/bus/bus_pump.h"
#include "daemon/bus/sdbus_edge.h"
#include "private_bus.h"

#include <memory>

namespace pptp::test {

struct OnBus {
    explicit OnBus(const PrivateBus& bus)
        : connection(openBus(bus.address().toStdString()).value()),
          pump(*connection, [](const std::string&) {})
    {
    }

    std::unique_ptr<sdbus::IConnection> connection;
    BusPump pump;
};

} // namespace pptp::test
