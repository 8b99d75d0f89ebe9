// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gre_fixture.h"
#include "worker/gre/round_trip.h"

#include <QtTest>

using namespace pptp;
using namespace pptp::test;

class TestRoundTrip : public QObject {
    Q_OBJECT
private slots:
    void knowsNothingBeforeTheFirstSample()
    {
        RoundTrip roundTrip;
        roundTrip.onSent(SequenceNumber(0), Start);
        QVERIFY(!roundTrip.estimate());
    }

    void takesTheFirstSampleWhole()
    {
        RoundTrip roundTrip;
        roundTrip.onSent(SequenceNumber(0), Start);
        roundTrip.onAcknowledged(SequenceNumber(0), Start + 80ms);
        QVERIFY(roundTrip.estimate() == 80ms);
    }

    void movesByAnEighthOfTheDifference()
    {
        RoundTrip roundTrip;
        roundTrip.onSent(SequenceNumber(0), Start);
        roundTrip.onAcknowledged(SequenceNumber(0), Start + 80ms);
        roundTrip.onSent(SequenceNumber(1), Start + 1s);
        roundTrip.onAcknowledged(SequenceNumber(1), Start + 1s + 160ms);
        QVERIFY(roundTrip.estimate() == 90ms);
        roundTrip.onSent(SequenceNumber(2), Start + 2s);
        roundTrip.onAcknowledged(SequenceNumber(2), Start + 2s + 10ms);
        QVERIFY(roundTrip.estimate() == 80ms);
    }

    void knowsMinimumMeanAndDeviationOfItsSamples()
    {
        RoundTrip roundTrip;
        QVERIFY(roundTrip.minimum() == 0ns && roundTrip.mean() == 0ns && roundTrip.deviation() == 0ns);
        auto sample = [&roundTrip, n = 0U](std::chrono::milliseconds time) mutable {
            roundTrip.onSent(SequenceNumber(n), Start);
            QVERIFY(roundTrip.onAcknowledged(SequenceNumber(n++), Start + time));
        };
        sample(80ms);
        QVERIFY(roundTrip.minimum() == 80ms && roundTrip.mean() == 80ms && roundTrip.deviation() == 40ms);
        sample(160ms); // 80 ms off: 40 + (80 - 40) / 4
        QVERIFY(roundTrip.estimate() == 90ms);
        QVERIFY(roundTrip.minimum() == 80ms && roundTrip.mean() == 120ms && roundTrip.deviation() == 50ms);
        sample(30ms); // 60 ms off: 50 + (60 - 50) / 4
        QVERIFY(roundTrip.minimum() == 30ms && roundTrip.mean() == 90ms);
        QVERIFY(roundTrip.deviation() == 52'500us);
    }

    void samplesANumberOnlyOnce()
    {
        RoundTrip roundTrip;
        roundTrip.onSent(SequenceNumber(0), Start);
        roundTrip.onAcknowledged(SequenceNumber(0), Start + 80ms);
        roundTrip.onAcknowledged(SequenceNumber(0), Start + 10s);
        QVERIFY(roundTrip.estimate() == 80ms);
    }

    void ignoresNumbersThatTheRingHasForgotten()
    {
        RoundTrip roundTrip;
        for (std::uint32_t n = 0; n <= RoundTrip::RingSize; ++n)
            roundTrip.onSent(SequenceNumber(n), Start);
        roundTrip.onAcknowledged(SequenceNumber(0), Start + 5s);
        QVERIFY(!roundTrip.estimate());
        roundTrip.onAcknowledged(SequenceNumber(RoundTrip::RingSize), Start + 20ms);
        QVERIFY(roundTrip.estimate() == 20ms);
    }

    void ignoresNumbersNeverSent()
    {
        RoundTrip roundTrip;
        roundTrip.onAcknowledged(SequenceNumber(0), Start);
        QVERIFY(!roundTrip.estimate());
    }

    void samplesAcrossTheWrap()
    {
        RoundTrip roundTrip;
        roundTrip.onSent(SequenceNumber(0xffffffff), Start);
        roundTrip.onSent(SequenceNumber(0), Start);
        roundTrip.onAcknowledged(SequenceNumber(0xffffffff), Start + 16ms);
        roundTrip.onAcknowledged(SequenceNumber(0), Start + 24ms);
        QVERIFY(roundTrip.estimate() == 17ms);
    }
};

QTEST_APPLESS_MAIN(TestRoundTrip)
#include "test_round_trip.moc"
