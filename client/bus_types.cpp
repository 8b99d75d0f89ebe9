// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/bus_types.h"

#include <QDBusMetaType>

namespace pptp {

void registerBusTypes()
{
    qDBusRegisterMetaType<Counters>();
    qDBusRegisterMetaType<Gauges>();
    qDBusRegisterMetaType<InterfaceProperties>();
    qDBusRegisterMetaType<ManagedObjects>();
}

} // namespace pptp
