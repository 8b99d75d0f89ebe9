// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window_bench.h"

#include <QtTest>

using namespace pptp;
using namespace pptp::test;

namespace {

const ReceiveLimits Unbuffered{300, 1 << 20, 300ms, false};

} // namespace

/// The option nobuffer of pptp(8).
class TestReceiveWindowUnbuffered : public QObject {
    Q_OBJECT
private slots:
    /// pptp-linux counts -1 lost here: it moves the window first and subtracts afterwards.
    void deliversAtOnceAndCountsTheGap_data()
    {
        QTest::addColumn<quint32>("arrives");
        QTest::addColumn<quint64>("lost");
        QTest::newRow("one is missing") << 2U << quint64{1};
        QTest::newRow("eight are missing") << 9U << quint64{8};
        QTest::newRow("as many as are believed") << 33U << quint64{32};
    }
    void deliversAtOnceAndCountsTheGap()
    {
        QFETCH(quint32, arrives);
        QFETCH(quint64, lost);
        WindowBench bench(Unbuffered);
        bench.start();
        QCOMPARE(bench.accept(arrives), Arrival::Ahead);
        QCOMPARE(bench.delivered, Numbers{arrives});
        QCOMPARE(bench.window.lost(), lost);
        QCOMPARE(bench.accept(arrives - 1), Arrival::Behind);
        QCOMPARE(bench.accept(arrives), Arrival::Behind);
        QCOMPARE(bench.accept(arrives + 1), Arrival::InOrder);
        QCOMPARE(bench.window.held(), 0U);
        QVERIFY(!bench.window.deadline());
    }

    void losesWhatIsOvertaken()
    {
        WindowBench bench(Unbuffered);
        for (const std::uint32_t n : {0U, 2U, 1U, 4U, 3U, 6U, 5U})
            (void)bench.accept(n);
        QCOMPARE(bench.delivered, (Numbers{0, 2, 4, 6}));
        QCOMPARE(bench.window.lost(), 3U);
    }

    void believesAWideGapWhenAStreamFollows()
    {
        WindowBench bench(Unbuffered);
        bench.start();
        for (std::uint32_t n = 200; n < 203; ++n)
            QCOMPARE(bench.accept(n), Arrival::Held);
        QVERIFY(bench.delivered.empty());
        QCOMPARE(bench.accept(203), Arrival::Held);
        QCOMPARE(bench.accept(204), Arrival::InOrder);
        QCOMPARE(bench.delivered, range(200, 5));
        QCOMPARE(bench.window.lost(), 199U);
    }

    void believesAWideGapOnASlowStreamAfterTheTimeout()
    {
        WindowBench bench(Unbuffered);
        bench.start();
        QCOMPARE(bench.accept(200), Arrival::Held);
        bench.wait(10s);
        QVERIFY(bench.delivered.empty());
        QCOMPARE(bench.accept(201), Arrival::Held);
        QCOMPARE(bench.delivered, (Numbers{200, 201}));
        QCOMPARE(bench.window.lost(), 199U);
    }

    void keepsTheWindowWhenOneForgedPacketJumps_data()
    {
        QTest::addColumn<quint32>("jump");
        QTest::newRow("the nearest that is doubted") << 33U;
        QTest::newRow("+250") << 250U;
        QTest::newRow("+300, the edge of the window") << 300U;
        QTest::newRow("+301, just beyond it") << 301U;
        QTest::newRow("+100,000,000") << 100'000'000U;
        QTest::newRow("2^31 - 1") << 0x7fffffffU;
        QTest::newRow("2^32 - 1") << 0xffffffffU;
    }
    void keepsTheWindowWhenOneForgedPacketJumps()
    {
        QFETCH(quint32, jump);
        WindowBench bench(Unbuffered);
        for (std::uint32_t n = 0; n < 20; ++n)
            QCOMPARE(bench.accept(n), Arrival::InOrder);
        (void)bench.accept(20 + jump);
        bench.wait(5s);
        // Once the stream comes near it, a doubted packet passes, as the numbers in between would be lost.
        const std::uint32_t spared = jump > 300 ? 180 : jump - ReceiveWindow::NarrowGap;
        std::uint32_t delivered = 0;
        for (std::uint32_t n = 20; n < 200; ++n) {
            delivered += bench.accept(n) == Arrival::InOrder ? 1 : 0;
            bench.wait(500ms);
        }
        QVERIFY(delivered >= std::min(spared, 180 - ReceiveWindow::NarrowGap));
        QVERIFY(bench.window.lost() <= ReceiveWindow::NarrowGap);
        QCOMPARE(bench.delivered.back(), 199U);
    }

    void boundsWhatAForgedPacketNearbyCosts()
    {
        WindowBench bench(Unbuffered);
        bench.start();
        QCOMPARE(bench.accept(1 + ReceiveWindow::NarrowGap), Arrival::Ahead);
        std::uint32_t late = 0;
        for (std::uint32_t n = 1; n < 100; ++n)
            late += bench.accept(n) == Arrival::Behind ? 1 : 0;
        QCOMPARE(late, ReceiveWindow::NarrowGap + 1);
        QCOMPARE(bench.window.lost(), ReceiveWindow::NarrowGap);
    }

    void healsAfterALongBurstLoss()
    {
        WindowBench bench(Unbuffered);
        bench.start();
        bench.now += 1s;
        for (std::uint32_t n = 1000; n < 1003; ++n)
            QCOMPARE(bench.accept(n), Arrival::TooFar);
        QCOMPARE(bench.accept(1003), Arrival::Held);
        QCOMPARE(bench.accept(1004), Arrival::InOrder);
        QCOMPARE(bench.delivered, (Numbers{1003, 1004}));
        QCOMPARE(bench.window.lost(), 999U);
    }

    void losesNothingOfAStreamWithoutReordering()
    {
        WindowBench bench(Unbuffered);
        Numbers sent;
        std::uint32_t n = 0;
        for (const std::uint32_t gap : {0U, 1U, 5U, 31U, 32U, 33U, 100U, 250U, 297U}) {
            n += gap;
            for (int followers = 0; followers < 50; ++followers) {
                (void)bench.accept(n);
                sent.push_back(n++);
                bench.wait(1ms);
            }
        }
        QCOMPARE(bench.delivered, sent);
        QCOMPARE(bench.window.lost(), std::uint64_t{1 + 5 + 31 + 32 + 33 + 100 + 250 + 297});
        QCOMPARE(bench.window.held(), 0U);
    }
};

QTEST_APPLESS_MAIN(TestReceiveWindowUnbuffered)
#include "test_receive_window_unbuffered.moc"
