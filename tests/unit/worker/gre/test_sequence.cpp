// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/sequence.h"

#include <QtTest>

using pptp::SequenceNumber;

class TestSequence : public QObject {
    Q_OBJECT
private slots:
    void measuresTheSignedDistance_data()
    {
        QTest::addColumn<quint32>("from");
        QTest::addColumn<quint32>("to");
        QTest::addColumn<qint32>("distance");
        QTest::newRow("same") << 7U << 7U << 0;
        QTest::newRow("next") << 7U << 8U << 1;
        QTest::newRow("older") << 8U << 7U << -1;
        QTest::newRow("across the wrap") << 0xffffffffU << 0U << 1;
        QTest::newRow("back across the wrap") << 0U << 0xffffffffU << -1;
        QTest::newRow("wide across the wrap") << 0xffffff00U << 0x00000100U << 512;
        QTest::newRow("furthest ahead") << 0U << 0x7fffffffU << 0x7fffffff;
        QTest::newRow("half way counts as older") << 5U << 0x80000005U << std::numeric_limits<qint32>::min();
    }
    void measuresTheSignedDistance()
    {
        QFETCH(quint32, from);
        QFETCH(quint32, to);
        QFETCH(qint32, distance);
        QCOMPARE(SequenceNumber(from).distanceTo(SequenceNumber(to)), distance);
        QCOMPARE(SequenceNumber(from).isBefore(SequenceNumber(to)), distance > 0);
    }

    void stepsAcrossTheWrap()
    {
        QCOMPARE(SequenceNumber(0xffffffff).next().value(), 0U);
        QCOMPARE(SequenceNumber(0).previous().value(), 0xffffffffU);
        QCOMPARE(SequenceNumber(41).next().value(), 42U);
    }

    void halfTheNumbersAwayIsOlderFromBothEnds()
    {
        const SequenceNumber left(5);
        const SequenceNumber right(0x80000005);
        QVERIFY(!left.isBefore(right));
        QVERIFY(!right.isBefore(left));
    }
};

QTEST_APPLESS_MAIN(TestSequence)
#include "test_sequence.moc"
