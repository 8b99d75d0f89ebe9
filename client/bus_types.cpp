// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/bus_types.h"

#include <QDBusMetaType>

namespace pptp {

QDBusArgument& operator<<(QDBusArgument& argument, const HistoryInterval& interval)
{
    argument.beginStructure();
    argument << interval.monotonic << interval.counters << interval.gauges;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, HistoryInterval& interval)
{
    argument.beginStructure();
    argument >> interval.monotonic >> interval.counters >> interval.gauges;
    argument.endStructure();
    return argument;
}

void registerBusTypes()
{
    // QtDBus finds the types of a proxy's signals by the names that they have in the XML.
    qRegisterMetaType<Counters>("pptp::Counters");
    qRegisterMetaType<Gauges>("pptp::Gauges");
    qDBusRegisterMetaType<Counters>();
    qDBusRegisterMetaType<Gauges>();
    qDBusRegisterMetaType<HistoryInterval>();
    qDBusRegisterMetaType<History>();
    qDBusRegisterMetaType<InterfaceProperties>();
    qDBusRegisterMetaType<ManagedObjects>();
}

} // namespace pptp
