// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gre_fixture.h"
#include "worker/gre/gre_engine.h"

#include <QtTest>

using namespace pptp;
using namespace pptp::test;

using Numbers = std::vector<std::uint32_t>;

class TestGreEngine : public QObject {
    Q_OBJECT
private slots:
    /// A flood of forged packets makes the kernel drop some: no number may be believed for that.
    void takesNoDropOfTheKernelForProofOfAJump()
    {
        EngineBench bench;
        bench.receiveAll({0, 1});
        bench.engine.onKernelDropped(1000);
        bench.receive(900);
        bench.receive(2);
        QVERIFY(bench.deliveredExactly({0, 1, 2}));
        QCOMPARE(bench.engine.stats().rxKernelDropped, 1000U);
        QCOMPARE(bench.engine.stats().rxOverWindow, 1U);
        QCOMPARE(bench.engine.stats().rxLost, 0U);
    }

    void deliversInOrderPackets()
    {
        EngineBench bench;
        bench.receiveAll({0, 1, 2, 3});
        QVERIFY(bench.deliveredExactly({0, 1, 2, 3}));
        QCOMPARE(bench.engine.stats().rxAccepted, 4U);
        QCOMPARE(bench.engine.stats().rxBuffered, 0U);
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    /// pptp-linux counts 4294967295 here: it moves the window first and subtracts afterwards.
    void countsEightLostFromOneToTen_data()
    {
        QTest::addColumn<int>("timeoutMs");
        QTest::newRow("after the reorder timeout") << 300;
        QTest::newRow("without waiting") << 0;
    }
    void countsEightLostFromOneToTen()
    {
        QFETCH(int, timeoutMs);
        EngineBench bench({OurCall, PeerCall, std::chrono::milliseconds(timeoutMs), 300});
        bench.receiveAll({1, 10});
        bench.wait(std::chrono::milliseconds(timeoutMs));
        QVERIFY(bench.deliveredExactly({1, 10}));
        QCOMPARE(bench.engine.stats().rxLost, 8U);
        QCOMPARE(bench.engine.stats().rxAccepted, 2U);
        QCOMPARE(bench.engine.stats().rxBuffered, 1U);
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void deliversAtOnceWithoutBuffering()
    {
        EngineBench bench({.callId = OurCall, .peerCallId = PeerCall, .buffering = false});
        bench.receiveAll({1, 10, 9});
        QVERIFY(bench.deliveredExactly({1, 10}));
        QCOMPARE(bench.engine.stats().rxLost, 8U);
        QCOMPARE(bench.engine.stats().rxAccepted, 2U);
        QCOMPARE(bench.engine.stats().rxBuffered, 1U);
        QCOMPARE(bench.engine.stats().rxFromQueue, 0U);
        QCOMPARE(bench.engine.stats().rxUnderWindow, 1U);
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    /// A payload that is short by up to the IP header's length is passed on with stale bytes by pptp-linux.
    void countsAsTruncatedWhatFallsShortByAnIpHeader()
    {
        EngineBench bench;
        for (std::size_t missing = 1; missing <= 30; ++missing) {
            Bytes bytes = datagram({0, {}, Bytes(30, std::byte{0xee})});
            bytes.resize(bytes.size() - missing);
            bench.engine.onDatagram(bytes, bench.now);
        }
        QCOMPARE(bench.engine.stats().rxTruncated, 30U);
        QVERIFY(bench.sink.delivered.empty());
        QVERIFY(bench.everyDatagramIsCountedOnce());
        bench.receive(0);
        QVERIFY(bench.deliveredExactly({0}));
    }

    /// One benign duplicate of a queued packet ruins pptp-linux's queue for good.
    void survivesADuplicateOfAQueuedPacket()
    {
        EngineBench bench;
        bench.receiveAll({0, 1, 3, 4, 3, 5, 4, 2});
        QVERIFY(bench.deliveredExactly({0, 1, 2, 3, 4, 5}));
        QCOMPARE(bench.engine.stats().rxDuplicates, 2U);
        QCOMPARE(bench.engine.stats().rxUnderWindow, 2U);
        QCOMPARE(bench.engine.stats().rxBuffered, 3U);
        for (std::uint32_t n = 6; n < 26; ++n)
            bench.receive(n);
        QCOMPARE(bench.sink.delivered.size(), std::size_t{26});
        QCOMPARE(bench.engine.stats().rxAccepted, 26U);
        QCOMPARE(bench.engine.stats().rxLost, 0U);
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void restoresTheOrder_data()
    {
        QTest::addColumn<Numbers>("arrival");
        QTest::addColumn<quint64>("buffered");
        QTest::newRow("by 1") << Numbers{0, 1, 3, 2, 4} << quint64{1};
        QTest::newRow("by 10") << Numbers{0, 11, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12} << quint64{1};
        QTest::newRow("ten reversed") << Numbers{0, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 11} << quint64{9};
        QTest::newRow("one late by 10") << Numbers{0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1} << quint64{10};
    }
    void restoresTheOrder()
    {
        QFETCH(Numbers, arrival);
        QFETCH(quint64, buffered);
        EngineBench bench;
        bench.receiveAll(arrival);
        Numbers sorted = arrival;
        std::sort(sorted.begin(), sorted.end());
        QVERIFY(bench.deliveredExactly(sorted));
        QCOMPARE(bench.engine.stats().rxBuffered, buffered);
        QCOMPARE(bench.engine.stats().rxAccepted, arrival.size());
        QCOMPARE(bench.engine.stats().rxLost, 0U);
        QCOMPARE(bench.engine.stats().rxHeld, 0U);
        QCOMPARE(bench.engine.stats().rxFromQueue, buffered);
        std::size_t octets = 0;
        for (const auto number : arrival)
            octets += frameOf(number).size();
        QCOMPARE(bench.engine.stats().rxOctets, octets);
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void givesUpAGapAfterTheTimeout()
    {
        EngineBench bench;
        bench.receiveAll({0, 1});
        bench.engine.onPppFrame(text("x"), bench.now); // carries the acknowledgement
        bench.receive(3);
        QVERIFY(bench.engine.deadline() == Start + 300ms);
        QCOMPARE(bench.engine.stats().rxHeld, 1U);
        QVERIFY(bench.everyDatagramIsCountedOnce());
        bench.wait(299ms);
        QVERIFY(bench.deliveredExactly({0, 1}));
        bench.wait(1ms);
        QVERIFY(bench.deliveredExactly({0, 1, 3}));
        QCOMPARE(bench.engine.stats().rxLost, 1U);
        QCOMPARE(bench.engine.stats().rxHeld, 0U);
        bench.receive(2);
        QCOMPARE(bench.engine.stats().rxUnderWindow, 1U);
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void losesNothingToAForgedJump()
    {
        EngineBench bench;
        for (std::uint32_t n = 0; n < 1000; ++n) {
            bench.receive(n);
            bench.receive({n + 100'000'000, {}, text("forged")});
            bench.wait(20ms);
        }
        QCOMPARE(bench.sink.delivered.size(), std::size_t{1000});
        QCOMPARE(bench.engine.stats().rxOverWindow, 1000U);
        QCOMPARE(bench.engine.stats().rxLost, 0U);
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void neverDeliversAReplay()
    {
        EngineBench bench;
        for (std::uint32_t n = 0; n < 1000; ++n)
            bench.receive(n);
        for (std::uint32_t n = 0; n < 1000; ++n)
            bench.receive(n);
        QCOMPARE(bench.sink.delivered.size(), std::size_t{1000});
        QCOMPARE(bench.engine.stats().rxUnderWindow, 1000U);
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void countsEachDefectInItsPlace()
    {
        EngineBench bench;
        bench.receive({0, {}, frameOf(0), 0x9999});
        Bytes version0 = datagram({0, {}, frameOf(0)});
        version0[21] = std::byte{0x00};
        bench.engine.onDatagram(version0, bench.now);
        bench.engine.onDatagram({}, bench.now);
        bench.engine.onReadError();
        const GreStats& stats = bench.engine.stats();
        QCOMPARE(stats.rxOtherCall, 1U);
        QCOMPARE(stats.rxInvalid, 2U);
        QCOMPARE(stats.rxOsErrors, 1U);
        QCOMPARE(stats.rxDatagrams, 3U);
        QVERIFY(bench.sink.delivered.empty());
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void countsPureAcknowledgements()
    {
        EngineBench bench;
        bench.engine.onPppFrame(text("x"), bench.now);
        bench.wait(3ms);
        bench.receive({{}, 0, {}});
        QCOMPARE(bench.engine.stats().rxAcks, 1U);
        QCOMPARE(bench.engine.stats().roundTripMicroseconds, 3000U);
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void advancesOverANumberWithoutData()
    {
        EngineBench bench;
        bench.receive(0);
        bench.receive({2, {}, {}});
        QCOMPARE(bench.engine.stats().rxHeld, 1U);
        QVERIFY(bench.everyDatagramIsCountedOnce());
        bench.receiveAll({1, 3});
        QVERIFY(bench.deliveredExactly({0, 1, 3}));
        QCOMPARE(bench.engine.stats().rxAcks, 1U);
        QCOMPARE(bench.engine.stats().rxAccepted, 3U);
        QCOMPARE(bench.engine.stats().rxLost, 0U);
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void countsAnIcmpErrorAsAReadErrorToo()
    {
        EngineBench bench;
        bench.engine.onReadError();
        bench.engine.onIcmpError();
        QCOMPARE(bench.engine.stats().rxOsErrors, 2U);
        QCOMPARE(bench.engine.stats().rxIcmpErrors, 1U);
        bench.receive(0);
        QVERIFY(bench.deliveredExactly({0}));
    }

    void notesWhatPptpLogs()
    {
        EngineBench bench;
        bench.receiveAll({0, 3, 5, 3, 0, 700});
        bench.wait(300ms);
        QCOMPARE(bench.sink.notes, (std::vector<LogNote>{{LogNoteKind::Buffering, 3, 1},
                                                         {LogNoteKind::Buffering, 5, 1},
                                                         {LogNoteKind::Discarded, 3, 1},
                                                         {LogNoteKind::Discarded, 0, 1},
                                                         {LogNoteKind::TooFar, 700, 1},
                                                         {LogNoteKind::TimedOut, 3, 0}}));
    }

    void notesNothingForPacketsInOrder()
    {
        EngineBench bench;
        bench.receiveAll({0, 1, 2});
        QVERIFY(bench.sink.notes.empty());
    }

    void takesAFrameOfAnyBytesAsItCame()
    {
        EngineBench bench;
        bench.receive({0, {}, hex("ff03c021 7e7d00")});
        QCOMPARE(bench.sink.delivered, std::vector<Bytes>{hex("ff03c021 7e7d00")});
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }
};

QTEST_APPLESS_MAIN(TestGreEngine)
#include "test_gre_engine.moc"
