// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/format.h"

#include <QTest>

using namespace pptp;

class TestFormat : public QObject {
    Q_OBJECT

private slots:
    void showsTwoUnitsOfADuration_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::newRow("0s") << qint64{-3};
        QTest::newRow("59s") << qint64{59};
        QTest::newRow("1min") << qint64{60};
        QTest::newRow("59min") << qint64{3599};
        QTest::newRow("1h 4min") << qint64{3851};
        QTest::newRow("3d 2h") << qint64{3 * 86400 + 2 * 3600 + 60};
    }
    void showsTwoUnitsOfADuration()
    {
        QFETCH(qint64, seconds);
        QCOMPARE(formatDuration(seconds), QTest::currentDataTag());
    }

    void showsTheTimeOfTodayAndTheDateOfOtherDays()
    {
        const QDateTime now(QDate(2026, 11, 21), QTime(15, 6, 11));
        const auto microseconds = [](const QDateTime& moment) {
            return static_cast<qulonglong>(moment.toMSecsSinceEpoch()) * 1000;
        };
        QCOMPARE(formatSince(microseconds(now.addSecs(-3840)), now), "14:02 (1h 4min)");
        QCOMPARE(formatSince(microseconds(now.addDays(-2)), now), "2026-11-19 (2d 0h)");
        QCOMPARE(formatSince(0, now), "-");
    }

    void showsRoundTripAndLoss()
    {
        QCOMPARE(formatRoundTrip({{"RoundTripMicroseconds", 23'149}}), "23.1 ms");
        QCOMPARE(formatRoundTrip({}), "-");
        QCOMPARE(formatLoss({{"RxLost", 1}, {"RxAccepted", 999}}), "0.1%");
        QCOMPARE(formatLoss({{"RxLost", 0}, {"RxAccepted", 0}}), "-");
        QCOMPARE(formatLoss({{"RxAccepted", 5}}), "-"); // RxLost cannot be counted.
    }

    void showsOctetsInTheUnitThatFits_data()
    {
        QTest::addColumn<qulonglong>("octets");
        QTest::newRow("0 B") << 0ULL;
        QTest::newRow("1023 B") << 1023ULL;
        QTest::newRow("1.0 KiB") << 1024ULL;
        QTest::newRow("1.5 KiB") << 1536ULL;
        QTest::newRow("1023.9 KiB") << 1'048'473ULL;
        QTest::newRow("1.0 MiB") << 1'048'575ULL;
        QTest::newRow("12.3 MiB") << 12'897'485ULL;
        QTest::newRow("4.0 GiB") << 4'294'967'296ULL;
        QTest::newRow("16777216.0 TiB") << 18'446'744'073'709'551'615ULL;
    }
    void showsOctetsInTheUnitThatFits()
    {
        QFETCH(qulonglong, octets);
        QCOMPARE(formatOctets(octets), QTest::currentDataTag());
    }

    void marksStatesByShape_data()
    {
        QTest::addColumn<QChar>("mark");
        QTest::newRow("connected") << QChar(u'●');
        QTest::newRow("connecting") << QChar(u'◐');
        QTest::newRow("disconnected") << QChar(u'○');
        QTest::newRow("failed") << QChar(u'✗');
        QTest::newRow("hibernating") << QChar(u'◐');
    }
    void marksStatesByShape()
    {
        TunnelProperties tunnel;
        tunnel.state = QTest::currentDataTag();
        QTEST(stateMark(tunnel), "mark");
    }

    void alignsColumnsButNotTheLastCell()
    {
        const QStringList lines = formatTable(
            {{"NAME", "STATE", "SINCE", "RTT"}, {"w", "up", "now", "1"}, {"longname", "-", "a long remark"}});
        QCOMPARE(lines, QStringList({"NAME      STATE  SINCE  RTT", "w         up     now    1",
                                     "longname  -      a long remark"}));
        QCOMPARE(formatTable({{"a", ""}, {"bb", "c"}}), QStringList({"a", "bb  c"}));
        QCOMPARE(formatTable({}), QStringList());
    }
};

QTEST_APPLESS_MAIN(TestFormat)
#include "test_format.moc"
