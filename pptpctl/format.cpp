// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/format.h"

#include <algorithm>
#include <array>

namespace pptp {

QString formatDuration(qint64 seconds)
{
    const qint64 minutes = seconds / 60;
    const qint64 hours = minutes / 60;
    const qint64 days = hours / 24;
    if (days > 0)
        return QStringLiteral("%1d %2h").arg(days).arg(hours % 24);
    if (hours > 0)
        return QStringLiteral("%1h %2min").arg(hours).arg(minutes % 60);
    if (minutes > 0)
        return QStringLiteral("%1min").arg(minutes);
    return QStringLiteral("%1s").arg(std::max<qint64>(seconds, 0));
}

QString formatSince(qulonglong microseconds, const QDateTime& now)
{
    if (microseconds == 0)
        return QStringLiteral("-");
    const QDateTime since = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(microseconds / 1000));
    const QString moment =
        since.date() == now.date() ? since.toString("HH:mm") : since.date().toString(Qt::ISODate);
    return QStringLiteral("%1 (%2)").arg(moment, formatDuration(since.secsTo(now)));
}

QString formatRoundTrip(const Counters& counters)
{
    const qulonglong microseconds = counters.value("RoundTripMicroseconds");
    if (microseconds == 0)
        return QStringLiteral("-");
    return formatMilliseconds(microseconds);
}

QString formatMilliseconds(qulonglong microseconds)
{
    return QStringLiteral("%1 ms").arg(static_cast<double>(microseconds) / 1000, 0, 'f', 1);
}

QString formatOctets(qulonglong octets)
{
    constexpr std::array units{"KiB", "MiB", "GiB", "TiB"};
    if (octets < 1024)
        return QStringLiteral("%1 B").arg(octets);
    double number = static_cast<double>(octets) / 1024;
    std::size_t unit = 0;
    // What would be rounded up to 1024.0 is one of the next unit.
    for (; number >= 1023.95 && unit + 1 < units.size(); ++unit)
        number /= 1024;
    return QStringLiteral("%1 %2").arg(number, 0, 'f', 1).arg(QLatin1String(units[unit]));
}

QString formatLoss(const Counters& counters)
{
    const auto ratio = lossRatio(counters);
    return ratio ? QStringLiteral("%1%").arg(*ratio * 100, 0, 'f', 1) : QStringLiteral("-");
}

std::optional<double> lossRatio(const Counters& counters)
{
    if (!counters.contains("RxLost"))
        return std::nullopt;
    const auto lost = static_cast<double>(counters.value("RxLost"));
    const double all = lost + static_cast<double>(counters.value("RxAccepted"));
    return all > 0 ? std::optional(lost / all) : std::nullopt;
}

QChar stateMark(const TunnelProperties& tunnel)
{
    if (tunnel.isBusy())
        return u'◐';
    if (tunnel.isConnected())
        return u'●';
    return tunnel.tunnelState() == TunnelState::Failed ? u'✗' : u'○';
}

QStringList formatTable(const QList<QStringList>& rows)
{
    QList<qsizetype> widths;
    for (const QStringList& row : rows) {
        for (qsizetype column = 0; column + 1 < row.size(); ++column) {
            if (column == widths.size())
                widths.append(0);
            widths[column] = std::max(widths[column], row[column].size());
        }
    }
    QStringList lines;
    for (const QStringList& row : rows) {
        QString line;
        for (qsizetype column = 0; column < row.size(); ++column)
            line += column + 1 < row.size() ? row[column].leftJustified(widths[column] + 2) : row[column];
        while (line.endsWith(' '))
            line.chop(1);
        lines.append(line);
    }
    return lines;
}

} // namespace pptp
