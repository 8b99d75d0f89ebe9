// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "wire.h"
#include "worker/gre/gre_engine.h"

#include <QtTest>
#include <random>

using namespace pptp;
using namespace pptp::test;

namespace {

const GreConfig Config{.callId = OurCall, .peerCallId = PeerCall};

struct AttackBench {
    AttackBench() : engine(Config, sink) {}

    void receive(std::uint32_t sequence, Origin origin = Origin::Peer)
    {
        engine.onDatagram(wire.data(sequence, origin), now);
    }
    void wait(std::chrono::nanoseconds duration)
    {
        now += duration;
        engine.onTimer(now);
    }

    CheckingSink sink;
    GreEngine engine;
    Wire wire;
    TimePoint now = Start;
};

/// Nine of ten are far away: the window could only follow. The tenth try is a run of neighbours.
std::uint32_t forgedJump(std::mt19937& random, std::uint32_t expected, std::uint32_t count)
{
    static constexpr std::array<std::uint32_t, 6> Far{100'000'000, 301,        1000,
                                                      0x7fffffff,  0x80000000, 0xffffffff};
    switch (count % 10) {
    case 0:
    case 1:
    case 2:
    case 3: // Four of a run; each forged run is a different one.
        return 0x40000000 + count;
    case 4:
    case 5:
        return expected + 301 + static_cast<std::uint32_t>(random()) % 2000;
    case 6:
        return expected + Far[count / 10 % Far.size()];
    default:
        return static_cast<std::uint32_t>(random());
    }
}

} // namespace

class TestGreEngineAttacks : public QObject {
    Q_OBJECT
private slots:
    /// Jumps to where the stream will be soon, in the window, are no jumps: each takes the place of one good
    /// packet, and nothing in the packet tells which one is good. A few of them are mixed in.
    void deliversTheGoodOnesAmongAMillionForgedJumps()
    {
        constexpr std::uint32_t Good = 100'000;
        constexpr std::uint32_t ForgedPerGood = 10;
        std::mt19937 random(20240607);
        AttackBench bench;
        std::uint32_t forged = 0;
        for (std::uint32_t n = 0; n < Good; n += 2) {
            // Every tenth pair comes in reverse.
            const std::uint32_t first = n % 20 == 0 ? 1 : 0;
            for (const std::uint32_t sequence : {n + first, n + 1 - first}) {
                bench.receive(sequence);
                for (std::uint32_t i = 0; i < ForgedPerGood; ++i, ++forged)
                    bench.receive(forged % 20'000 == 19'999 ? n + 250 : forgedJump(random, n + 2, forged),
                                  Origin::Forger);
            }
            bench.wait(400us);
        }
        QCOMPARE(forged, 1'000'000U);
        const double share = 100.0 * static_cast<double>(bench.sink.ofPeer) / Good;
        qInfo("good packets delivered: %llu of %u, %.3f %%; forged ones: %llu of %u",
              static_cast<unsigned long long>(bench.sink.ofPeer), Good, share,
              static_cast<unsigned long long>(bench.sink.ofForger), forged);
        QVERIFY(share >= 99.9);
        QVERIFY(bench.sink.inOrder);
        QCOMPARE(bench.engine.stats().rxLost, 0U);
        QVERIFY(isConsistent(bench.engine.stats()));
    }

    void adoptsNoForgedJump_data()
    {
        QTest::addColumn<quint32>("jump");
        QTest::addColumn<quint32>("before");
        for (const std::uint32_t before : {0U, 1U, 1000U}) {
            QTest::addRow("+1 after %u", before) << 1U << before;
            QTest::addRow("+250 after %u", before) << 250U << before;
            QTest::addRow("+300 after %u", before) << 300U << before;
            QTest::addRow("+301 after %u", before) << 301U << before;
            QTest::addRow("+1e8 after %u", before) << 100'000'000U << before;
            QTest::addRow("2^31 - 1 after %u", before) << 0x7fffffffU << before;
            QTest::addRow("2^31 after %u", before) << 0x80000000U << before;
            QTest::addRow("2^32 - 1 after %u", before) << 0xffffffffU << before;
        }
    }
    void adoptsNoForgedJump()
    {
        QFETCH(quint32, jump);
        QFETCH(quint32, before);
        AttackBench bench;
        for (std::uint32_t n = 0; n < before; ++n)
            bench.receive(n);
        for (int copy = 0; copy < 10; ++copy)
            bench.receive(before + jump, Origin::Forger);
        for (std::uint32_t n = before; n < before + 1000; ++n) {
            bench.receive(n);
            bench.wait(1ms);
        }
        // In the window it takes the place of the good one; as the first packet it takes that of 0 as well,
        // since there are peers that begin with 1.
        const std::uint64_t inItsPlace = jump > 301 ? 0 : jump == 1 && before == 0 ? 2 : 1;
        QVERIFY(bench.sink.ofPeer + inItsPlace >= before + 1000);
        QCOMPARE(bench.sink.last, std::optional(before + 999));
        QVERIFY(bench.sink.inOrder);
        QCOMPARE(bench.engine.stats().rxLost, 0U);
        QVERIFY(isConsistent(bench.engine.stats()));
    }

    /// What the header of receive_window.h concedes, and no more.
    void losesNoMoreThanANarrowGapToAForgerOnAnIdleCall()
    {
        AttackBench bench;
        bench.receive(0);
        bench.receive(1 + ReceiveWindow::NarrowGap, Origin::Forger);
        bench.wait(10s);
        for (std::uint32_t n = 1; n < 1000; ++n)
            bench.receive(n);
        QCOMPARE(bench.sink.ofPeer, std::uint64_t{1000 - 1 - ReceiveWindow::NarrowGap});
        QVERIFY(bench.sink.inOrder);
    }

    void deliversNoReplay_data()
    {
        QTest::addColumn<int>("manner");
        QTest::newRow("in order") << 0;
        QTest::newRow("in reverse") << 1;
        QTest::newRow("shuffled") << 2;
        QTest::newRow("after a silence") << 3;
    }
    void deliversNoReplay()
    {
        QFETCH(int, manner);
        AttackBench bench;
        std::vector<std::uint32_t> numbers;
        for (std::uint32_t n = 0; n < 2000; ++n) {
            bench.receive(n);
            if (n >= 1000)
                numbers.push_back(n);
        }
        if (manner == 1)
            std::reverse(numbers.begin(), numbers.end());
        if (manner == 2)
            std::shuffle(numbers.begin(), numbers.end(), std::mt19937(5));
        if (manner == 3)
            bench.wait(1h);
        for (const auto n : numbers) {
            bench.receive(n);
            bench.wait(1ms);
        }
        QCOMPARE(bench.sink.ofPeer, 2000U);
        QCOMPARE(bench.engine.stats().rxUnderWindow, 1000U);
        bench.receive(2000);
        QCOMPARE(bench.sink.ofPeer, 2001U);
        QVERIFY(isConsistent(bench.engine.stats()));
    }

    void deliversHeldPacketsOnceHoweverOftenTheyCome()
    {
        AttackBench bench;
        bench.receive(0);
        for (int copy = 0; copy < 100; ++copy) {
            for (std::uint32_t n = 2; n < 50; ++n)
                bench.receive(n);
        }
        bench.receive(1);
        QCOMPARE(bench.sink.ofPeer, 50U);
        QVERIFY(bench.sink.inOrder);
        QCOMPARE(bench.engine.stats().rxDuplicates, 99U * 48U);
        QVERIFY(isConsistent(bench.engine.stats()));
    }

    void losesNothingAtTheWrap()
    {
        AttackBench bench;
        bringTo(bench.engine, bench.wire, bench.now, 0xffffff00);
        const auto before = bench.sink.ofPeer;
        const auto lostBefore = bench.engine.stats().rxLost;
        for (std::uint32_t n = 0xffffff00; n != 0x100; ++n)
            bench.receive(n);
        QCOMPARE(bench.sink.ofPeer - before, 0x200U);
        QCOMPARE(bench.engine.stats().rxLost, lostBefore);
        QVERIFY(bench.sink.inOrder);
    }

    void ignoresAStormOfAcknowledgements_data()
    {
        QTest::addColumn<quint32>("first");
        QTest::addColumn<quint32>("step");
        QTest::newRow("ahead") << 100U << 1U;
        QTest::newRow("far ahead") << 100'000'000U << 0U;
        QTest::newRow("behind") << 0xffffff00U << 0U;
        QTest::newRow("2^32 - 1") << 0xffffffffU << 0U;
        QTest::newRow("2^31") << 0x80000000U << 0U;
        QTest::newRow("everywhere") << 0U << 85'899U;
    }
    void ignoresAStormOfAcknowledgements()
    {
        QFETCH(quint32, first);
        QFETCH(quint32, step);
        AttackBench bench;
        const Bytes frame = text("frame");
        for (int n = 0; n < 10; ++n)
            bench.engine.onPppFrame(frame, bench.now);
        for (std::uint32_t n = 0; n < 50'000; ++n) {
            bench.engine.onDatagram(bench.wire.acknowledgement(first + n * step), bench.now);
            bench.wait(20us);
        }
        QCOMPARE(bench.sink.pureAcks, 0U);
        QCOMPARE(bench.sink.dataPackets, 10U);
        QCOMPARE(bench.engine.stats().rxAcks, 50'000U);
        QVERIFY(!bench.engine.deadline());
        bench.engine.onPppFrame(frame, bench.now);
        bench.wait(5ms);
        bench.engine.onDatagram(bench.wire.acknowledgement(10), bench.now);
        QVERIFY(bench.engine.stats().roundTripMicroseconds > 0);
        QVERIFY(isConsistent(bench.engine.stats()));
    }

    void sendsAtMostOneAcknowledgementForADataPacket_data()
    {
        QTest::addColumn<int>("microseconds");
        for (const int pace : {10, 1000, 100'000, 1'000'000})
            QTest::addRow("%d us apart", pace) << pace;
    }
    void sendsAtMostOneAcknowledgementForADataPacket()
    {
        QFETCH(int, microseconds);
        AttackBench bench;
        for (std::uint32_t n = 0; n < 2000; ++n) {
            for (int copy = 0; copy < 3; ++copy)
                bench.receive(n);
            bench.wait(std::chrono::microseconds(microseconds));
            QVERIFY(bench.sink.pureAcks <= n + 1);
        }
        bench.wait(1s);
        QVERIFY(bench.sink.pureAcks >= 1000);
        QVERIFY(!bench.engine.deadline());
    }
};

QTEST_APPLESS_MAIN(TestGreEngineAttacks)
#include "test_gre_engine_attacks.moc"
