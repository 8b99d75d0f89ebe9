// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window_bench.h"

#include <QtTest>

using namespace pptp;
using namespace pptp::test;

class TestReceiveWindow : public QObject {
    Q_OBJECT
private slots:
    void beginsWithZeroOrOne()
    {
        for (const std::uint32_t first : {0U, 1U}) {
            WindowBench bench;
            QCOMPARE(bench.accept(first), Arrival::InOrder);
            QCOMPARE(bench.accept(first + 1), Arrival::InOrder);
            QCOMPARE(bench.window.lost(), 0U);
        }
    }

    void holdsALaterFirstNumberAndGivesUpWhatIsBeforeIt()
    {
        WindowBench bench;
        QCOMPARE(bench.accept(5), Arrival::Held);
        bench.wait(300ms);
        QCOMPARE(bench.delivered, Numbers{5});
        QCOMPARE(bench.window.lost(), 4U); // 1 to 4: whether there was a 0 cannot be known.
    }

    void deliversWhenTheGapCloses()
    {
        WindowBench bench;
        bench.start();
        QCOMPARE(bench.accept(3), Arrival::Held);
        QCOMPARE(bench.accept(2), Arrival::Held);
        QVERIFY(bench.delivered.empty());
        QCOMPARE(bench.accept(1), Arrival::InOrder);
        QCOMPARE(bench.delivered, (Numbers{1, 2, 3}));
        QCOMPARE(bench.window.lost(), 0U);
        QCOMPARE(bench.window.held(), 0U);
        QVERIFY(!bench.window.deadline());
    }

    void givesUpAGapExactlyAtTheTimeout()
    {
        WindowBench bench;
        bench.start();
        QCOMPARE(bench.accept(2), Arrival::Held);
        QVERIFY(bench.window.deadline() == Start + 300ms);
        bench.wait(299ms);
        QVERIFY(bench.delivered.empty());
        QCOMPARE(bench.window.lost(), 0U);
        bench.wait(1ms);
        QCOMPARE(bench.delivered, Numbers{2});
        QCOMPARE(bench.window.lost(), 1U);
        QCOMPARE(bench.accept(1), Arrival::Behind);
    }

    void waitsForEachPacketFromItsOwnArrival()
    {
        WindowBench bench;
        bench.start();
        QCOMPARE(bench.accept(2), Arrival::Held);
        bench.wait(100ms);
        QCOMPARE(bench.accept(4), Arrival::Held);
        bench.wait(200ms);
        QCOMPARE(bench.delivered, Numbers{2});
        QVERIFY(bench.window.deadline() == Start + 400ms);
        bench.wait(100ms);
        QCOMPARE(bench.delivered, (Numbers{2, 4}));
        QCOMPARE(bench.window.lost(), 2U);
    }

    void releasesYoungerPacketsInFrontOfAnExpiredOne()
    {
        WindowBench bench;
        bench.start();
        QCOMPARE(bench.accept(6), Arrival::Held);
        bench.wait(200ms);
        QCOMPARE(bench.accept(3), Arrival::Held);
        QCOMPARE(bench.accept(8), Arrival::Held);
        bench.wait(100ms);
        QCOMPARE(bench.delivered, (Numbers{3, 6}));
        QCOMPARE(bench.window.lost(), 4U);
        QCOMPARE(bench.window.held(), 1U);
    }

    void deliversAtOnceWithoutATimeout()
    {
        WindowBench bench({300, 1 << 20, 0ms});
        (void)bench.accept(0);
        (void)bench.accept(1);
        QCOMPARE(bench.accept(10), Arrival::Held);
        QCOMPARE(bench.delivered, (Numbers{0, 1, 10}));
        QCOMPARE(bench.window.lost(), 8U);
        QCOMPARE(bench.accept(9), Arrival::Behind);
    }

    void recognisesDuplicates()
    {
        WindowBench bench;
        bench.start();
        QCOMPARE(bench.accept(0), Arrival::Behind);
        QCOMPARE(bench.accept(2), Arrival::Held);
        QCOMPARE(bench.accept(2), Arrival::DuplicateOfHeld);
        QCOMPARE(bench.accept(2), Arrival::DuplicateOfHeld);
        QCOMPARE(bench.accept(1), Arrival::InOrder);
        QCOMPARE(bench.accept(2), Arrival::Behind);
        QCOMPARE(bench.delivered, (Numbers{1, 2}));
    }

    void holdsUpToTheEdgeOfTheWindow()
    {
        WindowBench bench({10, 1 << 20, 300ms});
        bench.start(); // expects 1
        QCOMPARE(bench.accept(11), Arrival::Held);
        QCOMPARE(bench.accept(12), Arrival::TooFar);
        QCOMPARE(bench.accept(0x80000001), Arrival::Behind);
        QCOMPARE(bench.accept(0x80000000), Arrival::TooFar);
    }

    void limitsTheBytesItHolds()
    {
        WindowBench bench({300, 10'000, 300ms});
        bench.start();
        QCOMPARE(bench.accept(2, 5000), Arrival::Held);
        QCOMPARE(bench.accept(3, 5000), Arrival::TooFar);
        QCOMPARE(bench.accept(4, 1000), Arrival::Held);
        bench.wait(300ms);
        QCOMPARE(bench.accept(5, 5000), Arrival::InOrder);
        QCOMPARE(bench.accept(7, 9000), Arrival::Held);
    }

    void limitsTheMemoryOfEmptyPackets()
    {
        WindowBench bench({60'000, 10'000, 300ms});
        bench.start();
        for (std::uint32_t n = 0; n < 60'000; n += 2)
            (void)bench.accept(2 + n, 0);
        QVERIFY(bench.window.held() < 1000);
    }

    /// One lost packet at 10,000 a second: the window is full long before the timeout.
    void makesRoomForAStreamThatFillsTheWindow()
    {
        WindowBench bench;
        bench.start();
        for (std::uint32_t n = 2; n < 5000; ++n) {
            QVERIFY(bench.accept(n) != Arrival::TooFar);
            bench.now += 100us;
        }
        QCOMPARE(bench.delivered, range(2, 4998));
        QCOMPARE(bench.window.lost(), 1U);
    }

    void makesRoomForAStreamThatFillsTheMemory()
    {
        WindowBench bench({6000, 100'000, 300ms});
        bench.start();
        for (std::uint32_t n = 2; n < 4000; ++n) {
            QVERIFY(bench.accept(n, 1400) != Arrival::TooFar);
            QVERIFY(bench.window.held() * 1400 <= 100'000);
        }
        QCOMPARE(bench.delivered, range(2, 3998));
        QCOMPARE(bench.window.lost(), 1U);
    }

    void wrapsAround()
    {
        WindowBench bench;
        bring(bench, 0xfffffff0);
        for (std::uint32_t n = 0xfffffff1; n != 20; ++n)
            QCOMPARE(bench.accept(n), Arrival::InOrder);
        QCOMPARE(bench.accept(0xffffffff), Arrival::Behind);
    }

    void reordersAcrossTheWrap()
    {
        WindowBench bench;
        bring(bench, 0xfffffffc);
        for (const std::uint32_t n : {2U, 0xffffffffU, 0U, 0xfffffffeU, 1U})
            QCOMPARE(bench.accept(n), Arrival::Held);
        QCOMPARE(bench.accept(0xffffffff), Arrival::DuplicateOfHeld);
        QCOMPARE(bench.accept(0xfffffffd), Arrival::InOrder);
        QCOMPARE(bench.delivered, (Numbers{0xfffffffd, 0xfffffffe, 0xffffffff, 0, 1, 2}));
    }

    void givesUpAGapAcrossTheWrap()
    {
        WindowBench bench;
        bring(bench, 0xfffffffc);
        QCOMPARE(bench.accept(3), Arrival::Held);
        bench.wait(300ms);
        QCOMPARE(bench.delivered, Numbers{3});
        QCOMPARE(bench.window.lost() - bench.lostBefore, 6U);
    }

private:
    /// Lets a call get to this number by confirmed jumps, none of which may reach half way round.
    static void bring(WindowBench& bench, std::uint32_t last)
    {
        (void)bench.accept(0);
        for (const std::uint32_t stop : {0x60000000U, 0xb0000000U, last}) {
            bench.now += 2s;
            for (std::uint32_t n = stop - 3; n != stop + 1; ++n)
                (void)bench.accept(n);
        }
        QCOMPARE(bench.delivered.back(), last);
        bench.delivered.clear();
        bench.lostBefore = bench.window.lost();
    }
};

QTEST_APPLESS_MAIN(TestReceiveWindow)
#include "test_receive_window.moc"
