// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The JSON contract: "api" 1, keys only ever added, null for what is not known.
#pragma once

#include "client/remote_tunnel.h"

#include <QJsonObject>

namespace pptp {

/// One tunnel; `reading` is null if the counters were not asked for.
[[nodiscard]] QJsonObject tunnelToJson(const TunnelProperties& tunnel, const CounterReading* reading);

/// {"name", "state", "interface", "counters", "gauges"}
[[nodiscard]] QJsonObject statisticsToJson(const TunnelProperties& tunnel, const Counters& counters);

/// One line of `stats --watch`: {"t", "tunnel", "counters", "gauges"}
[[nodiscard]] QJsonObject sampleToJson(const QString& tunnel, double seconds, const Counters& counters);

/// "RxUnderWindow" becomes "rx_under_window".
[[nodiscard]] QString snakeCase(const QString& propertyName);

} // namespace pptp
