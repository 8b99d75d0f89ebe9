// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gre_fixture.h"
#include "worker/gre/ack_tracker.h"

#include <QtTest>

using namespace pptp;
using namespace pptp::test;

class TestAckTracker : public QObject {
    Q_OBJECT
private slots:
    void owesNothingAtFirst()
    {
        const AckTracker acks;
        QVERIFY(!acks.owed());
        QVERIFY(!acks.deadline(std::nullopt));
    }

    void delaysALonePacketsAcknowledgement_data()
    {
        QTest::addColumn<int>("roundTripMs");
        QTest::addColumn<int>("delayMs");
        QTest::newRow("no sample yet") << -1 << 500;
        QTest::newRow("a quarter of the round trip") << 80 << 20;
        QTest::newRow("just at the limit") << 2000 << 500;
        QTest::newRow("never longer than half a second") << 60000 << 500;
        QTest::newRow("just at the lower limit") << 8 << 2;
        QTest::newRow("never shorter than two milliseconds") << 0 << 2;
    }
    void delaysALonePacketsAcknowledgement()
    {
        QFETCH(int, roundTripMs);
        QFETCH(int, delayMs);
        std::optional<std::chrono::nanoseconds> roundTrip;
        if (roundTripMs >= 0)
            roundTrip = std::chrono::milliseconds(roundTripMs);
        AckTracker acks;
        acks.onDelivered(SequenceNumber(0), Start);
        QVERIFY(acks.owed() == SequenceNumber(0));
        QVERIFY(acks.deadline(roundTrip) == Start + std::chrono::milliseconds(delayMs));
    }

    void acknowledgesAtOnceWhenTwoWaitAndNoRoundTripIsKnown()
    {
        AckTracker acks;
        acks.onDelivered(SequenceNumber(0), Start);
        acks.onDelivered(SequenceNumber(1), Start + 10ms);
        QVERIFY(acks.owed() == SequenceNumber(1));
        QVERIFY(acks.deadline(std::nullopt) <= Start + 10ms);
    }

    void sharesOneAcknowledgementAmongThoseOfAQuarterOfARoundTrip()
    {
        AckTracker acks;
        for (std::uint32_t n = 0; n < 31; ++n) {
            acks.onDelivered(SequenceNumber(n), Start + n * 1ms);
            QVERIFY(acks.deadline(2s) == Start + 500ms); // As the oldest of them.
        }
        acks.onAckSent();
        acks.onDelivered(SequenceNumber(31), Start + 50ms);
        QVERIFY(acks.deadline(2s) == Start + 550ms);
    }

    void owesNothingOnceSent()
    {
        AckTracker acks;
        acks.onDelivered(SequenceNumber(0), Start);
        acks.onAckSent();
        QVERIFY(!acks.owed());
        QVERIFY(!acks.deadline(std::nullopt));
    }

    void acknowledgesAtOnceWhenHalfTheWindowWaits_data()
    {
        QTest::addColumn<quint32>("window");
        QTest::addColumn<quint32>("half");
        QTest::newRow("none") << 0U << 1U;
        QTest::newRow("1") << 1U << 1U;
        QTest::newRow("2") << 2U << 1U;
        QTest::newRow("3") << 3U << 2U;
        QTest::newRow("64") << 64U << 32U;
    }
    void acknowledgesAtOnceWhenHalfTheWindowWaits()
    {
        QFETCH(quint32, window);
        QFETCH(quint32, half);
        AckTracker acks({}, window);
        for (std::uint32_t n = 0; n < half; ++n) {
            QVERIFY(n == 0 || acks.deadline(80ms) == Start + 20ms);
            acks.onDelivered(SequenceNumber(n), Start);
        }
        QVERIFY(acks.deadline(80ms) == Start);
        QVERIFY(acks.owed() == SequenceNumber(half - 1));
    }

    void neverAcknowledgesANumberWithoutDataByItself()
    {
        AckTracker acks;
        acks.onAdvanced(SequenceNumber(0));
        QVERIFY(acks.owed() == SequenceNumber(0));
        QVERIFY(!acks.deadline(std::nullopt));
    }

    void startsSendingWithZero()
    {
        AckTracker acks;
        QCOMPARE(acks.nextToSend().value(), 0U);
        acks.onDataSent();
        QCOMPARE(acks.nextToSend().value(), 1U);
    }

    void startsSendingWithOneIfTold()
    {
        AckTracker acks(SequenceNumber(1));
        QCOMPARE(acks.nextToSend().value(), 1U);
        QCOMPARE(acks.onAckReceived(SequenceNumber(0)), AckVerdict::Stale);
        QCOMPARE(acks.onAckReceived(SequenceNumber(1)), AckVerdict::NeverSent);
        acks.onDataSent();
        QCOMPARE(acks.onAckReceived(SequenceNumber(1)), AckVerdict::Advanced);
    }

    void takesTheHighestAcknowledgement()
    {
        AckTracker acks;
        for (int n = 0; n < 10; ++n)
            acks.onDataSent();
        QCOMPARE(acks.onAckReceived(SequenceNumber(3)), AckVerdict::Advanced);
        QCOMPARE(acks.onAckReceived(SequenceNumber(3)), AckVerdict::Stale);
        QCOMPARE(acks.onAckReceived(SequenceNumber(2)), AckVerdict::Stale);
        QCOMPARE(acks.onAckReceived(SequenceNumber(9)), AckVerdict::Advanced);
    }

    void ignoresAcknowledgementsOfNumbersNeverSent_data()
    {
        QTest::addColumn<quint32>("number");
        QTest::newRow("the next one") << 3U;
        QTest::newRow("far ahead") << 100'000'000U;
        QTest::newRow("almost half way round") << 0x7ffffff0U;
    }
    void ignoresAcknowledgementsOfNumbersNeverSent()
    {
        QFETCH(quint32, number);
        AckTracker acks;
        for (int n = 0; n < 3; ++n)
            acks.onDataSent();
        QCOMPARE(acks.onAckReceived(SequenceNumber(number)), AckVerdict::NeverSent);
        QCOMPARE(acks.onAckReceived(SequenceNumber(2)), AckVerdict::Advanced);
    }

    void ignoresAcknowledgementsBeforeAnythingWasSent()
    {
        AckTracker acks;
        QCOMPARE(acks.onAckReceived(SequenceNumber(0)), AckVerdict::NeverSent);
        QCOMPARE(acks.onAckReceived(SequenceNumber(0xffffffff)), AckVerdict::Stale);
        acks.onDataSent();
        QCOMPARE(acks.onAckReceived(SequenceNumber(0)), AckVerdict::Advanced);
    }
};

QTEST_APPLESS_MAIN(TestAckTracker)
#include "test_ack_tracker.moc"
