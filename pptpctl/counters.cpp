// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/counters.h"

#include "pptpctl/format.h"
#include "pptpctl/text.h"

#include <algorithm>

namespace pptp {
namespace {

using ToText = QString (*)(qulonglong);

struct Row {
    const char* property;
    QString label;
    ToText toText = [](qulonglong number) { return QString::number(number); };
};

QString shown(const Counters& counters, const Row& row)
{
    const auto it = counters.find(row.property);
    return it == counters.end() ? QStringLiteral("-") : row.toText(*it);
}

/// In the order of pptp(8).
QList<Row> classicRows()
{
    return {
        {"RxAccepted", Text::tr("received")},
        {"RxLost", Text::tr("lost")},
        {"RxUnderWindow", Text::tr("received too late or twice")},
        {"RxOverWindow", Text::tr("received too early")},
        {"RxBuffered", Text::tr("received out of order and held back")},
        {"RxOsErrors", Text::tr("receive errors of the system")},
        {"RxTruncated", Text::tr("received truncated")},
        {"RxInvalid", Text::tr("received invalid")},
        {"RxAcks", Text::tr("acknowledgements received")},
        {"TxSent", Text::tr("sent")},
        {"TxFailed", Text::tr("not sent: refused by the system")},
        {"TxShort", Text::tr("not sent completely")},
        {"TxAcks", Text::tr("acknowledgements sent")},
        {"TxOversize", Text::tr("not sent: too long")},
    };
}

QList<Row> receptionRows()
{
    return {
        {"RxDatagrams", Text::tr("packets read from the network")},
        {"RxOctets", Text::tr("data received"), formatOctets},
        {"RxHeld", Text::tr("held back right now")},
        {"RxFromQueue", Text::tr("held back and then received")},
        {"RxDuplicates", Text::tr("held back and come a second time")},
        {"RxOtherCall", Text::tr("for another call")},
        {"RxBadAcks", Text::tr("acknowledgements of what was never sent")},
        {"RxIcmpErrors", Text::tr("ICMP errors")},
        {"RxPppDropped", Text::tr("lost since pppd was too slow")},
        {"RxKernelDropped", Text::tr("lost since they came too fast")},
    };
}

QList<Row> transmissionRows()
{
    return {
        {"TxOctets", Text::tr("data sent"), formatOctets},
        {"TxPppInvalid", Text::tr("damaged frames from pppd")},
        {"TxWindowWaits", Text::tr("waits for the server's window")},
    };
}

QList<Row> roundTripRows()
{
    return {
        {"RoundTripMinimumMicroseconds", Text::tr("shortest"), formatMilliseconds},
        {"RoundTripMeanMicroseconds", Text::tr("mean"), formatMilliseconds},
        {"RoundTripDeviationMicroseconds", Text::tr("mean deviation"), formatMilliseconds},
    };
}

QList<Row> lineErrorRows()
{
    return {
        {"WanCrcErrors", Text::tr("wrong checksums")},
        {"WanFramingErrors", Text::tr("wrong framing")},
        {"WanHardwareOverruns", Text::tr("hardware overruns")},
        {"WanBufferOverruns", Text::tr("buffer overruns")},
        {"WanTimeouts", Text::tr("time-outs")},
        {"WanAlignmentErrors", Text::tr("wrong alignment")},
    };
}

void addGroup(QList<QStringList>& rows, const QString& heading, const QList<Row>& group,
              const Counters& counters)
{
    const auto isKnown = [&counters](const Row& row) { return counters.contains(row.property); };
    if (std::ranges::none_of(group, isKnown))
        return;
    rows.append({QString()});
    rows.append({heading});
    for (const Row& row : group)
        rows.append({"  " + row.label, shown(counters, row)});
}

} // namespace

QList<QStringList> counterRows(const Counters& counters)
{
    QList<QStringList> rows;
    for (const Row& row : classicRows())
        rows.append({row.label, shown(counters, row)});
    rows.append({Text::tr("loss"), formatLoss(counters)});
    rows.append({Text::tr("round trip"), formatRoundTrip(counters)});

    addGroup(rows, Text::tr("More about receiving"), receptionRows(), counters);
    addGroup(rows, Text::tr("More about sending"), transmissionRows(), counters);
    if (counters.value("RoundTripMicroseconds") != 0)
        addGroup(rows, Text::tr("More about the round trip"), roundTripRows(), counters);
    const QList<Row> lineErrors = lineErrorRows();
    if (std::ranges::any_of(lineErrors, [&](const Row& row) { return counters.value(row.property) != 0; }))
        addGroup(rows, Text::tr("Errors that the server reports for its line"), lineErrors, counters);
    return rows;
}

} // namespace pptp
