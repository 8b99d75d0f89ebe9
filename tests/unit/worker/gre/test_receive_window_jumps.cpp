// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window_bench.h"

#include <QtTest>

using namespace pptp;
using namespace pptp::test;

class TestReceiveWindowJumps : public QObject {
    Q_OBJECT
private slots:
    void keepsTheWindowWhenOneForgedPacketJumps_data()
    {
        QTest::addColumn<quint32>("jump");
        QTest::newRow("+100,000,000") << 100'000'000U;
        QTest::newRow("+250, inside the window") << 250U;
        QTest::newRow("+300, the edge of the window") << 300U;
        QTest::newRow("+301, just beyond it") << 301U;
        QTest::newRow("2^31 - 1") << 0x7fffffffU;
        QTest::newRow("2^31") << 0x80000000U;
        QTest::newRow("2^32 - 1") << 0xffffffffU;
    }
    void keepsTheWindowWhenOneForgedPacketJumps()
    {
        QFETCH(quint32, jump);
        WindowBench bench;
        for (std::uint32_t n = 0; n < 20; ++n)
            QCOMPARE(bench.accept(n), Arrival::InOrder);
        (void)bench.accept(20 + jump);
        // An idle call, then one that goes on at a slow pace: neither may bring the jump to life.
        bench.wait(5s);
        for (std::uint32_t n = 20; n < 200; ++n) {
            QCOMPARE(bench.accept(n), Arrival::InOrder);
            bench.wait(500ms);
        }
        QCOMPARE(bench.delivered, range(0, 200));
        QCOMPARE(bench.window.lost(), 0U);
    }

    void keepsTheWindowWhenAForgedPacketComesFirst()
    {
        WindowBench bench;
        QCOMPARE(bench.accept(100'000'000), Arrival::TooFar);
        bench.wait(5s);
        QCOMPARE(bench.accept(0), Arrival::InOrder);
        QCOMPARE(bench.accept(1), Arrival::InOrder);
    }

    void keepsTheWindowWhileTheCallIsAlive()
    {
        WindowBench bench;
        bench.start();
        for (std::uint32_t n = 1; n < 100; ++n) {
            QCOMPARE(bench.accept(n), Arrival::InOrder);
            for (std::uint32_t forged = 0; forged < 4; ++forged)
                QCOMPARE(bench.accept(50'000 + n * 4 + forged), Arrival::TooFar);
            bench.wait(100ms);
        }
        QCOMPARE(bench.delivered, range(1, 99));
    }

    void healsAfterALongBurstLoss()
    {
        WindowBench bench;
        bench.start();
        bench.now += 900ms;
        for (std::uint32_t n = 1000; n < 1003; ++n)
            QCOMPARE(bench.accept(n), Arrival::TooFar);
        bench.now += 99ms;
        QCOMPARE(bench.accept(1003), Arrival::TooFar); // confirmed, but the window was alive 999 ms ago
        bench.now += 1ms;
        QCOMPARE(bench.accept(1004), Arrival::Held);
        QCOMPARE(bench.accept(1005), Arrival::InOrder);
        QCOMPARE(bench.delivered, (Numbers{1004, 1005}));
        QCOMPARE(bench.window.lost(), 999U); // 1 to 999; 1000 to 1003 came and were dropped.
    }

    void needsThreeFollowersForAJump()
    {
        WindowBench bench;
        bench.start();
        bench.now += 10s;
        QCOMPARE(bench.accept(1000), Arrival::TooFar);
        QCOMPARE(bench.accept(1001), Arrival::TooFar);
        QCOMPARE(bench.accept(1001), Arrival::TooFar);
        QCOMPARE(bench.accept(1002), Arrival::TooFar);
        QCOMPARE(bench.accept(1003), Arrival::Held);
        QCOMPARE(bench.delivered, Numbers{1003});
    }

    void startsOverWhenAJumpIsContradicted()
    {
        WindowBench bench;
        bench.start();
        bench.now += 10s;
        for (const std::uint32_t n : {1000U, 1001U, 1002U, 5'000'000U, 1003U, 1004U, 1005U})
            QCOMPARE(bench.accept(n), Arrival::TooFar);
        QCOMPARE(bench.accept(1006), Arrival::Held);
        QCOMPARE(bench.delivered, Numbers{1006});
    }

    void healsThoughTheStreamIsReorderedAndLossy()
    {
        WindowBench bench;
        bench.start();
        bench.now += 10s;
        for (const std::uint32_t n : {1001U, 1000U, 1003U, 1002U, 1006U})
            QCOMPARE(bench.accept(n), Arrival::TooFar);
        QCOMPARE(bench.accept(1008), Arrival::Held);
        QCOMPARE(bench.accept(1007), Arrival::Behind);
        QCOMPARE(bench.accept(1009), Arrival::InOrder);
        QCOMPARE(bench.window.lost(), 1007U - 5U);
    }

    void healsAfterAWideGapInsideTheWindow()
    {
        WindowBench bench;
        bench.start();
        QCOMPARE(bench.accept(200), Arrival::Held);
        QVERIFY(!bench.window.deadline()); // Alone behind 199 missing numbers it proves nothing.
        bench.now += 2s;
        QCOMPARE(bench.accept(201), Arrival::Held);
        QCOMPARE(bench.delivered, (Numbers{200, 201}));
        QCOMPARE(bench.window.lost(), 199U);
    }

    void doesNotHurryTheQueueForAPacketFarAhead()
    {
        WindowBench bench;
        bench.start();
        QCOMPARE(bench.accept(250), Arrival::Held);
        bench.wait(10s);
        QCOMPARE(bench.accept(2), Arrival::Held);
        QVERIFY(bench.delivered.empty());
        QVERIFY(bench.window.deadline() == bench.now + 300ms);
        QCOMPARE(bench.accept(1), Arrival::InOrder);
        QCOMPARE(bench.delivered, (Numbers{1, 2}));
    }

    void believesAnotherFirstNumberOnceConfirmed()
    {
        WindowBench bench;
        for (std::uint32_t n = 70'000; n < 70'004; ++n)
            QCOMPARE(bench.accept(n), Arrival::TooFar);
        bench.now += 1s;
        QCOMPARE(bench.accept(70'004), Arrival::Held);
        QCOMPARE(bench.accept(70'005), Arrival::InOrder);
    }

    /// What was doubted is still delivered once the jump behind it is believed, and in front of it.
    void deliversDoubtedPacketsBeforeAJump()
    {
        WindowBench bench;
        bench.start();
        QCOMPARE(bench.accept(250), Arrival::Held);
        bench.now += 1s;
        for (const std::uint32_t n : {5000U, 5001U, 5002U})
            QCOMPARE(bench.accept(n), Arrival::TooFar);
        QCOMPARE(bench.accept(5003), Arrival::Held);
        QCOMPARE(bench.delivered, (Numbers{250, 5003}));
        QCOMPARE(bench.window.lost(), 249U + 4749U);
    }

    /// 290 are lost and the window is full ten packets later, again and again unless it moves on.
    void followsAStreamThatRunsAlongTheEdgeOfTheWindow()
    {
        WindowBench bench;
        bench.start();
        std::uint32_t tooFar = 0;
        for (std::uint32_t n = 291; n < 2000; ++n) {
            tooFar += bench.accept(n) == Arrival::TooFar ? 1 : 0;
            bench.wait(1ms);
        }
        QVERIFY(tooFar <= ReceiveWindow::Crowd);
        QCOMPARE(bench.delivered.back(), 1999U);
        QCOMPARE(bench.window.lost(), 290U);
        QCOMPARE(bench.delivered.size() + tooFar, std::size_t{2000 - 291});
    }
};

QTEST_APPLESS_MAIN(TestReceiveWindowJumps)
#include "test_receive_window_jumps.moc"
