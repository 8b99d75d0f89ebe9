// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/bus_types.h"

#include <QDBusMetaType>

namespace pptp {

void registerBusTypes()
{
    // QtDBus finds the types of a proxy's signals by the names that they have in the XML.
    qRegisterMetaType<Counters>("pptp::Counters");
    qRegisterMetaType<Gauges>("pptp::Gauges");
    qDBusRegisterMetaType<Counters>();
    qDBusRegisterMetaType<Gauges>();
    qDBusRegisterMetaType<InterfaceProperties>();
    qDBusRegisterMetaType<ManagedObjects>();
}

} // namespace pptp
