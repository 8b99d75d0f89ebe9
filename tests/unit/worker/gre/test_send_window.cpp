// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gre_fixture.h"
#include "worker/gre/send_window.h"

#include <QtTest>

using namespace pptp;
using namespace pptp::test;

namespace {

struct SendBench {
    explicit SendBench(std::uint32_t peerWindow, std::uint32_t first = 0)
        : window(peerWindow, SequenceNumber(first)), next(first)
    {
    }
    /// Sends until the window is full, and says how many that were.
    std::uint32_t fill()
    {
        std::uint32_t count = 0;
        while (!window.isFull() && count < 1000) {
            window.onSent(SequenceNumber(next), now);
            roundTrip.onSent(SequenceNumber(next++), now);
            ++count;
        }
        return count;
    }
    void acknowledge(std::uint32_t number)
    {
        roundTrip.onAcknowledged(SequenceNumber(number), now);
        window.onAcknowledged(SequenceNumber(number), now);
    }

    SendWindow window;
    RoundTrip roundTrip;
    std::uint32_t next;
    TimePoint now = Start;
};

} // namespace

class TestSendWindow : public QObject {
    Q_OBJECT
private slots:
    void beginsWithHalfOfWhatThePeerAnnounced_data()
    {
        QTest::addColumn<quint32>("announced");
        QTest::addColumn<quint32>("size");
        QTest::newRow("one") << 1U << 1U;
        QTest::newRow("two") << 2U << 2U;
        QTest::newRow("pptp-linux") << 3U << 2U;
        QTest::newRow("ours") << 64U << 32U;
        QTest::newRow("the most") << 65535U << 32767U;
    }
    void beginsWithHalfOfWhatThePeerAnnounced()
    {
        QFETCH(quint32, announced);
        QFETCH(quint32, size);
        const SendWindow window(announced, SequenceNumber(0));
        QCOMPARE(window.size(), size);
        QVERIFY(!window.isFull());
    }

    /// Windows announces 0 and means nothing by it.
    void takesAWindowOfZeroAsNone()
    {
        SendBench bench(0);
        QCOMPARE(bench.fill(), 1000U);
        QVERIFY(!bench.window.deadline(bench.roundTrip));
        bench.acknowledge(500);
        QVERIFY(!bench.window.isFull());
    }

    void isFullWhenAWindowIsUnacknowledged()
    {
        SendBench bench(16);
        QCOMPARE(bench.fill(), 8U);
        bench.acknowledge(2);
        QCOMPARE(bench.fill(), 3U);
        bench.acknowledge(2);
        bench.acknowledge(0);
        QCOMPARE(bench.fill(), 0U);
    }

    void growsByOneForEachWindowThatWasAcknowledged()
    {
        SendBench bench(8);
        for (const std::uint32_t size : {4U, 5U, 6U, 7U, 8U, 8U, 8U}) {
            QCOMPARE(bench.window.size(), size);
            (void)bench.fill();
            bench.acknowledge(bench.next - 1);
        }
    }

    void growsWhenAWindowWasAcknowledgedBitByBit()
    {
        SendBench bench(8);
        for (std::uint32_t n = 0; n < 4; ++n) {
            QCOMPARE(bench.window.size(), 4U);
            (void)bench.fill();
            bench.acknowledge(n);
        }
        QCOMPARE(bench.window.size(), 5U);
    }

    void isHalvedAndGoesOnWhenNoAcknowledgementComes()
    {
        SendBench bench(22);
        for (const std::uint32_t size : {11U, 6U, 3U, 2U, 1U, 1U, 1U}) {
            QCOMPARE(bench.window.size(), size);
            QCOMPARE(bench.fill(), size);
            QVERIFY(bench.window.deadline(bench.roundTrip).has_value());
            bench.now = *bench.window.deadline(bench.roundTrip);
            bench.window.giveUp();
            QVERIFY(!bench.window.isFull());
        }
    }

    void waitsLongerAfterEachTimeoutButNeverForGood()
    {
        SendBench bench(1);
        for (const auto timeout : {1000ms, 2000ms, 4000ms, 8000ms, 10'000ms, 10'000ms}) {
            (void)bench.fill();
            QVERIFY(bench.window.deadline(bench.roundTrip) == bench.now + timeout);
            bench.now += timeout;
            bench.window.giveUp();
        }
        (void)bench.fill();
        bench.acknowledge(bench.next - 1);
        (void)bench.fill();
        QVERIFY(*bench.window.deadline(bench.roundTrip) - bench.now < 1000ms);
    }

    void adaptsTheTimeoutToTheRoundTrip()
    {
        SendBench bench(1);
        (void)bench.fill();
        bench.now += 80ms;
        bench.acknowledge(0);
        (void)bench.fill();
        QVERIFY(bench.window.deadline(bench.roundTrip) == bench.now + 80ms + 4 * 40ms);
        for (std::uint32_t n = 1; n < 50; ++n) {
            bench.now += 1ms;
            bench.acknowledge(n);
            (void)bench.fill();
        }
        QVERIFY(bench.window.deadline(bench.roundTrip) == bench.now + SendWindow::ShortestTimeout);
    }

    void ignoresWhatWasTakenAsAcknowledged()
    {
        SendBench bench(8);
        (void)bench.fill();
        bench.window.giveUp();
        bench.acknowledge(3);
        QCOMPARE(bench.window.size(), 2U);
        QCOMPARE(bench.fill(), 2U);
        bench.acknowledge(1);
        QVERIFY(bench.window.isFull());
    }

    void wrapsAround()
    {
        SendBench bench(8, 0xfffffffe);
        QCOMPARE(bench.fill(), 4U);
        bench.acknowledge(0xffffffff);
        QCOMPARE(bench.fill(), 2U);
        bench.acknowledge(3);
        QCOMPARE(bench.fill(), 5U);
    }

    /// As the reordering test sends them.
    void countsFromTheHighestNumberSent()
    {
        SendWindow window(8, SequenceNumber(0));
        window.onSent(SequenceNumber(3), Start);
        QVERIFY(window.isFull());
        QVERIFY(window.deadline(RoundTrip()) == Start + SendWindow::FirstTimeout);
        for (const std::uint32_t n : {0U, 1U, 2U})
            window.onSent(SequenceNumber(n), Start);
        window.onAcknowledged(SequenceNumber(2), Start);
        QVERIFY(!window.isFull());
    }
};

QTEST_APPLESS_MAIN(TestSendWindow)
#include "test_send_window.moc"
