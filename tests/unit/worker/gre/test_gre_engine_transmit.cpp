// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gre_fixture.h"
#include "worker/gre/gre_engine.h"

#include <QtTest>

using namespace pptp;
using namespace pptp::test;

class TestGreEngineTransmit : public QObject {
    Q_OBJECT
private slots:
    void numbersFramesFromZero()
    {
        EngineBench bench;
        bench.engine.onPppFrame(hex("ff03c021"), bench.now);
        bench.engine.onPppFrame(hex("ff03c022"), bench.now);
        QCOMPARE(bench.sink.sent, (std::vector<Bytes>{hex("3001880b 0004 abcd 00000000 ff03c021"),
                                                      hex("3001880b 0004 abcd 00000001 ff03c022")}));
        QCOMPARE(bench.engine.stats().txSent, 2U);
        QVERIFY(!bench.engine.deadline());
    }

    void letsTheAcknowledgementRideOnData()
    {
        EngineBench bench;
        bench.receiveAll({0, 1});
        bench.engine.onPppFrame(hex("c021"), bench.now);
        bench.engine.onPppFrame(hex("c021"), bench.now);
        QCOMPARE(bench.sink.sent, (std::vector<Bytes>{hex("3081880b 0002 abcd 00000000 00000001 c021"),
                                                      hex("3001880b 0002 abcd 00000001 c021")}));
        QVERIFY(!bench.engine.deadline());
        QCOMPARE(bench.engine.stats().txAcks, 0U);
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    /// pptp-linux never acknowledges a lone number 0.
    void acknowledgesALonePacketAfterHalfASecond()
    {
        EngineBench bench;
        bench.receive(0);
        QVERIFY(bench.engine.deadline() == Start + 500ms);
        bench.wait(499ms);
        QVERIFY(bench.sink.sent.empty());
        bench.wait(1ms);
        QCOMPARE(bench.sink.sent, std::vector<Bytes>{hex("2081880b 0000 abcd 00000000")});
        QCOMPARE(bench.engine.stats().txAcks, 1U);
        QVERIFY(!bench.engine.deadline());
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void acknowledgesALonePacketAfterAQuarterOfTheRoundTrip()
    {
        EngineBench bench;
        bench.engine.onPppFrame(hex("c021"), bench.now);
        bench.wait(40ms);
        bench.receive({{}, 0, {}});
        bench.receive(0);
        QVERIFY(bench.engine.deadline() == bench.now + 10ms);
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void acknowledgesABatchAtOnceWithOnePacket()
    {
        EngineBench bench;
        bench.receiveAll({0, 1, 2, 3, 4});
        QVERIFY(bench.sink.sent.empty());
        QVERIFY(*bench.engine.deadline() <= bench.now);
        bench.wait(0ms);
        QCOMPARE(bench.sink.sent, std::vector<Bytes>{hex("2081880b 0000 abcd 00000004")});
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void acknowledgesOnlyWhatWasDelivered()
    {
        EngineBench bench;
        bench.receiveAll({0, 1, 3, 4});
        bench.receive({900'000, {}, text("forged")});
        bench.wait(0ms);
        QCOMPARE(bench.sink.sent, std::vector<Bytes>{hex("2081880b 0000 abcd 00000001")});
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void doesNotAnswerAcknowledgementsOrRubbish()
    {
        EngineBench bench;
        bench.engine.onPppFrame(hex("c021"), bench.now);
        bench.sink.sent.clear();
        for (std::uint32_t n = 0; n < 1000; ++n) {
            bench.receive({{}, n, {}});
            bench.receive({n, {}, {}});
            bench.receive({n + 5'000'000, n, text("forged")});
            bench.wait(1s);
        }
        QVERIFY(bench.sink.sent.empty());
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void sendsTheOwedAcknowledgementBeforeTheEnd()
    {
        EngineBench bench;
        bench.receive(0);
        bench.engine.finish(bench.now);
        QCOMPARE(bench.sink.sent, std::vector<Bytes>{hex("2081880b 0000 abcd 00000000")});
        bench.engine.finish(bench.now);
        QCOMPARE(bench.sink.sent.size(), std::size_t{1});
        QVERIFY(!bench.engine.deadline());
    }

    void measuresTheRoundTripOncePerNumber()
    {
        EngineBench bench;
        bench.engine.onPppFrame(hex("c021"), bench.now);
        bench.wait(80ms);
        bench.receive({0, 0, frameOf(0)});
        QCOMPARE(bench.engine.stats().roundTripMicroseconds, 80'000U);
        bench.wait(5s);
        bench.receive({1, 0, frameOf(1)});
        bench.receive({{}, 77, {}}); // never sent
        QCOMPARE(bench.engine.stats().roundTripMicroseconds, 80'000U);
        QCOMPARE(bench.engine.stats().roundTripMinimumMicroseconds, 80'000U);
        QCOMPARE(bench.engine.stats().roundTripMeanMicroseconds, 80'000U);
        QCOMPARE(bench.engine.stats().roundTripDeviationMicroseconds, 40'000U);
        QCOMPARE(bench.engine.stats().rxBadAcks, 1U);
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void refusesAFrameThatIsTooLong()
    {
        EngineBench bench;
        bench.engine.onPppFrame(Bytes(GreEngine::MaxPppFrame + 1), bench.now);
        QVERIFY(bench.sink.sent.empty());
        QCOMPARE(bench.engine.stats().txOversize, 1U);
        bench.engine.onPppFrame(Bytes(GreEngine::MaxPppFrame), bench.now);
        QCOMPARE(bench.sink.sent.size(), std::size_t{1});
        QCOMPARE(bench.sink.sent[0].size(), GreEngine::MaxPppFrame + 12);
        QCOMPARE(bench.engine.stats().txSent, 1U);
    }

    void sendsNothingForAnEmptyFrame()
    {
        EngineBench bench;
        bench.engine.onPppFrame({}, bench.now);
        QVERIFY(bench.sink.sent.empty());
    }

    /// A link that is down for some seconds: the peer must not see a gap, nor lose an acknowledgement.
    void usesTheNumberOfARefusedPacketAgain()
    {
        EngineBench bench;
        bench.receive(0);
        bench.sink.outcome = SendOutcome::Failed;
        bench.engine.onPppFrame(hex("c021"), bench.now);
        bench.wait(GreSender::FirstPause);
        bench.engine.onPppFrame(hex("c022"), bench.now);
        QCOMPARE(bench.engine.stats().txFailed, 2U);
        QCOMPARE(bench.engine.stats().txSent, 0U);
        bench.sink.outcome = SendOutcome::Sent;
        bench.sink.sent.clear();
        bench.engine.onPppFrame(hex("c023"), bench.now);
        QVERIFY(bench.sink.sent.empty()); // The second refusal has a longer pause.
        QVERIFY(!bench.engine.wantsFrames());
        bench.wait(2 * GreSender::FirstPause);
        QVERIFY(bench.engine.wantsFrames());
        QCOMPARE(bench.sink.sent, std::vector<Bytes>{hex("3081880b 0002 abcd 00000000 00000000 c023")});
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void backsOffWhenAnAcknowledgementIsRefused()
    {
        EngineBench bench;
        bench.sink.outcome = SendOutcome::Failed;
        bench.receiveAll({0, 1});
        bench.wait(0ms);
        QCOMPARE(bench.engine.stats().txFailed, 1U);
        QVERIFY(bench.engine.deadline() == bench.now + GreSender::FirstPause);
        bench.wait(GreSender::FirstPause - 1us);
        QCOMPARE(bench.engine.stats().txFailed, 1U);
        bench.sink.outcome = SendOutcome::Sent;
        bench.wait(1us);
        QCOMPARE(bench.engine.stats().txAcks, 1U);
        QCOMPARE(bench.sink.sent.back(), hex("2081880b 0000 abcd 00000001"));
        QVERIFY(!bench.engine.deadline());
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void countsWhatTheSystemTookOnlyPartly()
    {
        EngineBench bench;
        bench.sink.outcome = SendOutcome::Short;
        bench.engine.onPppFrame(hex("c021"), bench.now);
        bench.receiveAll({0, 1});
        bench.wait(0ms);
        QCOMPARE(bench.engine.stats().txShort, 2U);
        QCOMPARE(bench.engine.stats().txSent, 0U);
        QCOMPARE(bench.engine.stats().txAcks, 0U);
        // Some of it may have arrived: its number is spent.
        bench.sink.outcome = SendOutcome::Sent;
        bench.engine.onPppFrame(hex("c022"), bench.now);
        QCOMPARE(bench.sink.sent.back(), hex("3001880b 0002 abcd 00000001 c022"));
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }
};

QTEST_APPLESS_MAIN(TestGreEngineTransmit)
#include "test_gre_engine_transmit.moc"
