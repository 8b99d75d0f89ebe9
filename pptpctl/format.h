// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Values as text for people: durations, times, tables. Pure: the present is passed in.
#pragma once

#include "client/remote_tunnel.h"

#include <QDateTime>
#include <QStringList>

namespace pptp {

/// "12s", "4min", "1h 4min", "3d 2h"
[[nodiscard]] QString formatDuration(qint64 seconds);

/// "14:02 (1h 4min)"; the date instead of the time if it is another day.
[[nodiscard]] QString formatSince(qulonglong microseconds, const QDateTime& now);

/// "23.1 ms"; "-" if not known.
[[nodiscard]] QString formatRoundTrip(const Counters& counters);

/// "23.1 ms"
[[nodiscard]] QString formatMilliseconds(qulonglong microseconds);

/// "512 B", "1.0 KiB", "12.3 MiB"
[[nodiscard]] QString formatOctets(qulonglong octets);

/// "0.1%"; "-" if nothing was received.
[[nodiscard]] QString formatLoss(const Counters& counters);

/// Lost packets in relation to all that should have come; nothing before the first.
[[nodiscard]] std::optional<double> lossRatio(const Counters& counters);

/// ● connected, ◐ busy, ○ disconnected, ✗ failed
[[nodiscard]] QChar stateMark(const TunnelProperties& tunnel);

/// Columns wide enough for their cells, two spaces apart. A row's last cell may be longer than its column.
[[nodiscard]] QStringList formatTable(const QList<QStringList>& rows);

} // namespace pptp
