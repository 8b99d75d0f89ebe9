// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/counters.h"

#include "common/gre_stats.h"
#include "pptpctl/format.h"

#include <QTest>

using namespace pptp;

namespace {

QString nameOf(const GreStatsField& field)
{
    return QString::fromLatin1(field.name.data(), qsizetype(field.name.size()));
}

/// Every counter with a value of its own: 10000, 11000, ...
Counters distinct()
{
    Counters counters;
    for (const GreStatsField& field : allStatsFields)
        counters.insert(nameOf(field), 1000 * (10 + qulonglong(counters.size())));
    return counters;
}

QStringList headings(const QList<QStringList>& rows)
{
    QStringList found;
    for (const QStringList& row : rows) {
        if (row.size() == 1 && !row.first().isEmpty())
            found.append(row.first());
    }
    return found;
}

} // namespace

class TestCounters : public QObject {
    Q_OBJECT

private slots:
    void beginsWithTheFifteenInTheOrderOfPptp()
    {
        const auto rows = counterRows(distinct());
        for (int i = 0; i < 14; ++i)
            QCOMPARE(rows[i].last(), QString::number(1000 * (10 + i)));
        QCOMPARE(rows[14], QStringList({"loss", "52.4%"}));
        QCOMPARE(rows[15], QStringList({"round trip", "24.0 ms"}));
    }

    void showsEveryOtherCounterOnce()
    {
        const Counters counters = distinct();
        QStringList values;
        for (const QStringList& row : counterRows(counters))
            values.append(row.last());
        for (const GreStatsField& field : moreStatsFields) {
            const QString name = nameOf(field);
            const qulonglong value = counters.value(name);
            const bool isTime = name.endsWith("Microseconds");
            const bool isVolume = name.endsWith("Octets");
            const QString text = isTime     ? formatMilliseconds(value)
                                 : isVolume ? formatOctets(value)
                                            : QString::number(value);
            QVERIFY2(values.count(text) == 1, qPrintable(name + ' ' + text));
        }
    }

    void hidesLineErrorsWhileThereAreNone()
    {
        Counters counters = distinct();
        QCOMPARE(headings(counterRows(counters)).last(), "Errors that the server reports for its line");
        for (const char* name : {"WanCrcErrors", "WanFramingErrors", "WanHardwareOverruns",
                                 "WanBufferOverruns", "WanTimeouts", "WanAlignmentErrors"})
            counters[name] = 0;
        QCOMPARE(headings(counterRows(counters)),
                 QStringList({"More about receiving", "More about sending", "More about the round trip"}));
        counters["WanTimeouts"] = 1; // one is enough to show all six
        const auto rows = counterRows(counters);
        QCOMPARE(rows.last(), QStringList({"  wrong alignment", "0"}));
        QCOMPARE(rows[rows.size() - 2], QStringList({"  time-outs", "1"}));
    }

    void hidesTheSpreadOfWhatWasNeverMeasured()
    {
        Counters counters = distinct();
        counters["RoundTripMicroseconds"] = 0;
        QVERIFY(!headings(counterRows(counters)).contains("More about the round trip"));
    }

    void marksWhatIsNotKnown()
    {
        const auto nothing = counterRows({});
        QCOMPARE(nothing.size(), 16);
        for (const QStringList& row : nothing)
            QCOMPARE(row.last(), "-");
        // An older service or another data path: what it has is shown, and what it lacks beside it.
        const auto some = counterRows({{"TxWindowWaits", 3}});
        QCOMPARE(headings(some), QStringList({"More about sending"}));
        QCOMPARE(some[some.size() - 3], QStringList({"  data sent", "-"}));
        QCOMPARE(some.last(), QStringList({"  waits for the server's window", "3"}));
    }
};

QTEST_APPLESS_MAIN(TestCounters)
#include "test_counters.moc"
