// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The D-Bus types that QtDBus must be taught once per process before a proxy is used.
#pragma once

#include <QDBusArgument>
#include <QDBusObjectPath>
#include <QList>
#include <QMap>
#include <QString>
#include <QVariantMap>

namespace pptp {

using Counters = QMap<QString, qulonglong>; ///< a{st}
using Gauges = QMap<QString, double>;       ///< a{sd}

/// (ta{st}a{sd}): one interval of a link's history.
struct HistoryInterval {
    qulonglong monotonic = 0;
    Counters counters;
    Gauges gauges;

    bool operator==(const HistoryInterval&) const = default;
};
using History = QList<HistoryInterval>;

QDBusArgument& operator<<(QDBusArgument& argument, const HistoryInterval& interval);
const QDBusArgument& operator>>(const QDBusArgument& argument, HistoryInterval& interval);

using InterfaceProperties = QMap<QString, QVariantMap>;            ///< a{sa{sv}}
using ManagedObjects = QMap<QDBusObjectPath, InterfaceProperties>; ///< a{oa{sa{sv}}}

/// May be called any number of times.
void registerBusTypes();

} // namespace pptp
