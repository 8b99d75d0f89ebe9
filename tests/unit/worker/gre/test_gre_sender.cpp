// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gre_fixture.h"
#include "worker/gre/gre_sender.h"

#include <QtTest>

using namespace pptp;
using namespace pptp::test;

using Numbers = std::vector<std::uint32_t>;

namespace {

GreConfig with(std::uint32_t sendWindow, std::uint8_t testType = 0)
{
    return {.callId = OurCall,
            .peerCallId = PeerCall,
            .sendWindow = sendWindow,
            .testType = testType,
            .testRate = 1};
}

/// The last byte of each packet that was sent, which here is the frame's number.
Numbers frames(const RecordingSink& sink)
{
    Numbers numbers;
    for (const auto& packet : sink.sent)
        numbers.push_back(static_cast<std::uint32_t>(packet.back()));
    return numbers;
}

void sendFrames(EngineBench& bench, unsigned first, unsigned last)
{
    for (unsigned n = first; n <= last; ++n)
        bench.engine.onPppFrame(std::array{std::byte{0xc0}, std::byte{0x21}, static_cast<std::byte>(n)},
                                bench.now);
}

/// The same at once.
void sendBatch(EngineBench& bench, unsigned first, unsigned last)
{
    std::vector<Bytes> all;
    for (unsigned n = first; n <= last; ++n)
        all.push_back({std::byte{0xc0}, std::byte{0x21}, static_cast<std::byte>(n)});
    const std::vector<std::span<const std::byte>> spans(all.begin(), all.end());
    bench.engine.onPppFrames(spans, bench.now);
}

/// The sequence numbers of the packets that were sent.
Numbers sequences(const RecordingSink& sink)
{
    Numbers numbers;
    for (const auto& packet : sink.sent)
        numbers.push_back(static_cast<std::uint32_t>(packet[11]));
    return numbers;
}

void acknowledge(EngineBench& bench, std::uint32_t number)
{
    bench.receive({{}, number, {}});
}

} // namespace

class TestGreSender : public QObject {
    Q_OBJECT
private slots:
    void acknowledgesNothingWhilePppdIsBusy()
    {
        EngineBench bench(with(0));
        bench.engine.setDeliveryBusy(true);
        bench.receiveAll({0, 1, 2});
        QVERIFY(!bench.engine.deadline());
        bench.wait(10s);
        QCOMPARE(bench.engine.stats().txAcks, 0U);
        bench.engine.setDeliveryBusy(false);
        QVERIFY(bench.engine.deadline() <= bench.now);
        bench.wait(0s);
        QCOMPARE(bench.engine.stats().txAcks, 1U);
        QCOMPARE(bench.sink.sent.size(), std::size_t{1});
    }

    void sendsABatchAtOnce()
    {
        EngineBench batch(with(0));
        EngineBench single(with(0));
        for (auto* bench : {&batch, &single})
            bench->receive(0); // The acknowledgement rides on the first packet alone.
        sendBatch(batch, 0, 99);
        sendFrames(single, 0, 99);
        QCOMPARE(batch.sink.sent, single.sink.sent);
        QCOMPARE(batch.sink.batches, (std::vector<std::size_t>{64, 36}));
        QVERIFY(batch.engine.stats() == single.engine.stats());
        QCOMPARE(batch.engine.deadline(), single.engine.deadline());
    }

    void lendsTheNumberOfARefusedPacketToTheNext()
    {
        for (const int taken : {0, 3, 9}) {
            EngineBench bench(with(0));
            bench.receive(0);
            bench.sink.refuses = taken;
            sendBatch(bench, 0, 9);
            QCOMPARE(bench.engine.stats().txFailed, 1U);
            QCOMPARE(bench.engine.stats().txSent, unsigned(taken));
            QCOMPARE(bench.engine.wantsFrames(), taken == 9);
            QCOMPARE(bench.engine.deadline(), std::optional(bench.now + GreSender::FirstPause));
            bench.wait(GreSender::FirstPause);
            sendBatch(bench, 10, 10);
            Numbers expectedFrames;
            Numbers expectedNumbers;
            for (unsigned n = 0; n <= 10; ++n) {
                if (n != unsigned(taken))
                    expectedFrames.push_back(n);
                if (n != 10)
                    expectedNumbers.push_back(n);
            }
            QCOMPARE(frames(bench.sink), expectedFrames);
            QCOMPARE(sequences(bench.sink), expectedNumbers);
            // S and A (RFC 2637, 4.1): the first packet that left has taken the acknowledgement along.
            QCOMPARE(bench.sink.sent[0][1], std::byte{0x81});
            QCOMPARE(bench.sink.sent[1][1], std::byte{0x01});
        }
    }

    void keepsABatchWithinTheWindow()
    {
        EngineBench bench(with(8));
        sendBatch(bench, 0, 9);
        QCOMPARE(frames(bench.sink), (Numbers{0, 1, 2, 3}));
        QVERIFY(!bench.engine.wantsFrames());
        QCOMPARE(bench.engine.stats().txWindowWaits, 1U);
        acknowledge(bench, 2);
        QCOMPARE(frames(bench.sink), (Numbers{0, 1, 2, 3, 4, 5, 6}));
        QCOMPARE(bench.sink.batches, (std::vector<std::size_t>{4, 3}));
    }

    void sendsWhatSurroundsAFrameThatCannotBeSent()
    {
        EngineBench bench(with(0));
        const Bytes good{std::byte{0xc0}, std::byte{0x21}, std::byte{7}};
        const Bytes tooLong(MaxPppFrame + 1);
        const std::vector<std::span<const std::byte>> batch{tooLong, good, {}, tooLong, good};
        bench.engine.onPppFrames(batch, bench.now);
        QCOMPARE(bench.engine.stats().txOversize, 2U);
        QCOMPARE(sequences(bench.sink), (Numbers{0, 1}));
    }

    void reordersABatchForATestLikeSingleFrames()
    {
        EngineBench batch(with(0, 2));
        EngineBench single(with(0, 2));
        sendBatch(batch, 0, 40);
        sendFrames(single, 0, 40);
        QCOMPARE(batch.sink.sent, single.sink.sent);
        QVERIFY(batch.engine.stats() == single.engine.stats());
    }

    void letsFramesWaitForTheWindow()
    {
        EngineBench bench(with(8));
        sendFrames(bench, 0, 3);
        QVERIFY(bench.engine.wantsFrames());
        QCOMPARE(bench.engine.stats().txWindowWaits, 0U);
        sendFrames(bench, 4, 6);
        QVERIFY(!bench.engine.wantsFrames());
        QCOMPARE(bench.engine.stats().txWindowWaits, 1U);
        QCOMPARE(frames(bench.sink), (Numbers{0, 1, 2, 3}));
        acknowledge(bench, 0);
        QCOMPARE(frames(bench.sink), (Numbers{0, 1, 2, 3, 4}));
        QVERIFY(!bench.engine.wantsFrames());
        acknowledge(bench, 2);
        QCOMPARE(frames(bench.sink), (Numbers{0, 1, 2, 3, 4, 5, 6}));
        QVERIFY(bench.engine.wantsFrames());
        QCOMPARE(bench.engine.stats().txWindowWaits, 1U);
        QCOMPARE(bench.engine.stats().txSent, 7U);
        QCOMPARE(bench.engine.stats().txOctets, 21U);
    }

    void neverWaitsForGood()
    {
        EngineBench bench(with(4));
        sendFrames(bench, 0, 99);
        int turns = 0;
        while (bench.engine.deadline() && ++turns < 1000) {
            QVERIFY(*bench.engine.deadline() > bench.now);
            bench.wait(*bench.engine.deadline() - bench.now);
        }
        QCOMPARE(bench.engine.stats().txSent, 100U);
        QVERIFY(bench.now - Start < 100 * SendWindow::LongestTimeout);
    }

    void ignoresTheWindowWhenNobodyAskedForIt()
    {
        EngineBench bench(with(0));
        sendFrames(bench, 0, 255);
        QCOMPARE(bench.engine.stats().txSent, 256U);
        QVERIFY(!bench.engine.deadline());
    }

    void doesNotOpenTheWindowForAnAcknowledgementOfWhatWasNeverSent()
    {
        EngineBench bench(with(2));
        sendFrames(bench, 0, 2);
        acknowledge(bench, 2); // waits, and has no number yet
        acknowledge(bench, 100'000'000);
        acknowledge(bench, 0x7ffffffe);
        QCOMPARE(bench.engine.stats().txSent, 2U);
        QCOMPARE(bench.engine.stats().rxBadAcks, 3U);
        QCOMPARE(bench.engine.stats().rxAcks, 3U);
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void limitsWhatWaits()
    {
        EngineBench bench(with(1));
        for (std::size_t n = 0; n <= GreSender::MaxWaiting; ++n)
            bench.engine.onPppFrame(hex("c021"), bench.now);
        QCOMPARE(bench.engine.stats().txFailed, 0U);
        bench.engine.onPppFrame(hex("c021"), bench.now);
        QCOMPARE(bench.engine.stats().txFailed, 1U);
        bench.engine.finish(bench.now);
        QCOMPARE(bench.engine.stats().txSent, GreSender::MaxWaiting + 1);
    }

    /// A link that is down for three seconds, while frames keep coming in both directions.
    void asksASystemThatRefusesLessAndLessOften()
    {
        EngineBench bench;
        bench.sink.outcome = SendOutcome::Failed;
        std::uint32_t number = 0;
        while (bench.now < Start + 3s) {
            if (bench.engine.wantsFrames())
                bench.engine.onPppFrame(hex("c021"), bench.now);
            bench.receive(number++);
            bench.wait(1ms);
        }
        const auto refused = bench.engine.stats().txFailed;
        QVERIFY2(refused > 40 && refused < 60, qPrintable(QString::number(refused)));
        bench.sink.outcome = SendOutcome::Sent;
        bench.sink.sent.clear();
        bench.wait(GreSender::LongestPause);
        QVERIFY(bench.engine.wantsFrames());
        QVERIFY(!bench.sink.sent.empty());
        QCOMPARE(bench.engine.stats().txSent + bench.engine.stats().txAcks, bench.sink.sent.size());
        // The first one through carries number 0 and what is owed.
        QCOMPARE(bench.sink.sent[0].size(), std::size_t{18});
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    void beginsWithAShortPauseAgainAfterASuccess()
    {
        EngineBench bench;
        for (int round = 0; round < 3; ++round) {
            bench.sink.outcome = SendOutcome::Failed;
            bench.engine.onPppFrame(hex("c021"), bench.now);
            QVERIFY(bench.engine.deadline() == bench.now + GreSender::FirstPause);
            bench.sink.outcome = SendOutcome::Sent;
            bench.wait(GreSender::FirstPause);
            bench.engine.onPppFrame(hex("c021"), bench.now);
        }
        QCOMPARE(bench.engine.stats().txFailed, 3U);
        QCOMPARE(bench.engine.stats().txSent, 3U);
    }

    void sendsWhatWaitedDuringAPauseInItsOrder()
    {
        EngineBench bench;
        bench.sink.outcome = SendOutcome::Failed;
        sendFrames(bench, 0, 0);
        bench.sink.sent.clear();
        bench.sink.outcome = SendOutcome::Sent;
        sendFrames(bench, 1, 4);
        QVERIFY(!bench.engine.wantsFrames());
        QCOMPARE(bench.engine.stats().txWindowWaits, 0U);
        bench.wait(GreSender::FirstPause);
        QCOMPARE(frames(bench.sink), (Numbers{1, 2, 3, 4}));
        QVERIFY(bench.engine.wantsFrames());
    }

    void reordersDataButNoAcknowledgements()
    {
        EngineBench bench(with(0, 1));
        sendFrames(bench, 0, 1);
        QCOMPARE(frames(bench.sink), Numbers{0});
        bench.receiveAll({0, 1});
        bench.wait(0ms);
        QCOMPARE(bench.sink.sent.back(), hex("2081880b 0000 abcd 00000001"));
        sendFrames(bench, 2, 2);
        QCOMPARE(bench.sink.sent[2], hex("3001880b 0003 abcd 00000002 c02102"));
        QCOMPARE(bench.sink.sent[3], hex("3001880b 0003 abcd 00000001 c02101"));
        QCOMPARE(bench.engine.stats().txSent, 3U);
    }

    void ignoresTheAcknowledgementOfAPacketThatIsHeldBack()
    {
        EngineBench bench(with(0, 1));
        sendFrames(bench, 0, 1);
        bench.wait(10ms);
        acknowledge(bench, 1);
        QCOMPARE(bench.engine.stats().rxBadAcks, 1U);
        QCOMPARE(bench.engine.stats().roundTripMicroseconds, 0U);
        acknowledge(bench, 0);
        QCOMPARE(bench.engine.stats().roundTripMicroseconds, 10'000U);
    }

    void sendsWhatIsHeldBackBeforeTheEnd()
    {
        EngineBench bench(with(2, 3));
        sendFrames(bench, 0, 8);
        bench.receive(0);
        bench.engine.finish(bench.now);
        QCOMPARE(frames(bench.sink), (Numbers{0, 1, 2, 3, 4, 5, 6, 7, 8}));
        QCOMPARE(bench.engine.stats().txAcks, 0U); // It rode on the first of them.
        QVERIFY(bench.sink.sent[1].size() == bench.sink.sent[2].size() + 4);
    }

    void reordersThroughAWindowWithoutAStall()
    {
        for (const unsigned type : {1U, 2U, 3U}) {
            EngineBench bench(with(8, static_cast<std::uint8_t>(type)));
            for (unsigned n = 0; n < 200; ++n) {
                sendFrames(bench, n, n);
                const Numbers sent = frames(bench.sink);
                acknowledge(bench, *std::max_element(sent.begin(), sent.end()));
                QVERIFY(bench.engine.wantsFrames());
            }
            QCOMPARE(bench.engine.stats().rxBadAcks, 0U);
            bench.engine.finish(bench.now);
            Numbers numbers = frames(bench.sink);
            std::sort(numbers.begin(), numbers.end());
            QCOMPARE(numbers.size(), std::size_t{200});
            QVERIFY(std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end());
        }
    }

    void beginsWithTheNumberItIsTold()
    {
        EngineBench bench({.callId = OurCall, .peerCallId = PeerCall, .firstSequence = 1});
        bench.engine.onPppFrame(hex("c021"), bench.now);
        QCOMPARE(bench.sink.sent, std::vector<Bytes>{hex("3001880b 0002 abcd 00000001 c021")});
        acknowledge(bench, 0);
        acknowledge(bench, 1);
        QCOMPARE(bench.engine.stats().rxBadAcks, 0U);
    }

    /// A number without data is nothing that may be answered, not even at the end.
    void acknowledgesNothingAtTheEndUnlessDataWaits()
    {
        EngineBench bench;
        bench.receive({0, {}, {}});
        bench.engine.finish(bench.now);
        QVERIFY(bench.sink.sent.empty());
    }
};

QTEST_APPLESS_MAIN(TestGreSender)
#include "test_gre_sender.moc"
