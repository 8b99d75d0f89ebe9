// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "signal_recorder.h"

#include "common/names.h"

#include <QDBusArgument>

namespace pptp::test {

SignalRecorder::SignalRecorder(const Caller& caller, const QString& path, const QString& interface,
                               const QString& name)
{
    if (!caller.connection().connect(names::BusName, path, interface, name, this, SLOT(record(QDBusMessage))))
        qFatal("cannot listen to %s", qPrintable(name));
}

QVariantMap SignalRecorder::changes(std::size_t index) const
{
    return qdbus_cast<QVariantMap>(messages.at(index).arguments().at(1));
}

} // namespace pptp::test
