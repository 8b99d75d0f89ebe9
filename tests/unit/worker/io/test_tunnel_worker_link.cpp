// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the real pptp-worker makes of its configuration and of trouble on the link, and what it tells of it.

#include "common/quirks.h"
#include "common/rate_limiter.h"
#include "tests/unit/worker/io/worker_bench.h"

#include <QtTest>

using namespace pptp;

namespace {

const Bytes request = bytesOf("\xff\x03\xc0\x21 from pppd");
const Bytes response = bytesOf("\xff\x03\xc0\x21 from the server");
const Bytes tooShort = bytesOf("~ab~");

/// Whether there is a while in which the worker does not wake.
bool sleeps(const WorkerBench& bench)
{
    for (int tries = 0; tries < 20; ++tries) {
        const std::string before = bench.processStatus("voluntary_ctxt_switches");
        QTest::qWait(100);
        if (bench.processStatus("voluntary_ctxt_switches") == before)
            return true;
    }
    return false;
}

GreStats counted(const WorkerBench& bench)
{
    return bench.statistics().value_or(GreStats{});
}

} // namespace

class TestTunnelWorkerLink : public QObject {
    Q_OBJECT

private slots:
    void toleratesIcmpErrorsAndTellsTheFirst()
    {
        WorkerBench bench({}, udpPair());
        QVERIFY(bench.establish());
        bench.closeGre();
        const IcmpSeen unreachable{.type = 3, .code = 3, .mtu = 0, .sender = INADDR_LOOPBACK};
        constexpr std::uint64_t Packets = 20;
        for (std::uint64_t i = 1; i <= Packets; ++i) {
            QVERIFY(bench.sayPpp(request));
            QTRY_COMPARE(counted(bench).rxIcmpErrors, i);
        }
        QCOMPARE(bench.report(), std::optional<WorkerReport>(unreachable));
        QCOMPARE(counted(bench).rxOsErrors, Packets);
        QCOMPARE(counted(bench).txSent, Packets);
        QCOMPARE(counted(bench).txFailed, std::uint64_t{0});
        QVERIFY(bench.answer(EchoRequest{1}));
        QCOMPARE(bench.control(), (std::optional<ControlMessage>(EchoReply{1, 1, 0})));
        QVERIFY(!waitReadable(bench.daemon.get(), 0)); // The others of this kind are only counted.
    }

    void toleratesRefusedPackets()
    {
        WorkerBench bench;
        QVERIFY(bench.establish());
        bench.closeGre();
        QVERIFY(bench.sayPpp(request));
        QTRY_COMPARE(counted(bench).txFailed, std::uint64_t{1});
        QVERIFY(bench.answer(EchoRequest{2}));
        QCOMPARE(bench.control(), (std::optional<ControlMessage>(EchoReply{2, 1, 0})));
    }

    void sleepsWhilePppdReadsNothingAndNothingComes()
    {
        WorkerBench bench;
        QVERIFY(bench.establish());
        QVERIFY(bench.sayPpp(request));
        QTRY_COMPARE(counted(bench).txSent, std::uint64_t{1});
        for (std::uint32_t n = 0; n < 200; ++n)
            QVERIFY(bench.sendGre(n, bytesOf("\xff\x03\xc0\x21" + std::string(1400, 'x'))));
        QTRY_COMPARE(counted(bench).rxAccepted, std::uint64_t{200});
        QVERIFY(sleeps(bench));
        QVERIFY(bench.sendGre(200, response));
        QTRY_COMPARE(counted(bench).rxAccepted, std::uint64_t{201});
    }

    /// Nothing is left to the kernel, which would tear holes into the sequence.
    void readsAndCountsEverythingWhilePppdReadsNothing()
    {
        FdPair gre = socketPair(SOCK_DGRAM);
        const timeval limit{.tv_sec = 5, .tv_usec = 0};
        QCOMPARE(::setsockopt(gre.ours.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit), 0);
        WorkerBench bench({}, std::move(gre));
        QVERIFY(bench.establish());
        QVERIFY(bench.sayPpp(request));
        QTRY_COMPARE(counted(bench).txSent, std::uint64_t{1});
        constexpr std::uint32_t Packets = 1'500;
        for (std::uint32_t n = 0; n < Packets; ++n)
            QVERIFY(bench.sendGre(n, bytesOf("\xff\x03\xc0\x21" + std::string(1400, 'x'))));
        QTRY_COMPARE(counted(bench).rxAccepted, std::uint64_t{Packets});
        const GreStats stats = counted(bench);
        QCOMPARE(stats.rxDatagrams, std::uint64_t{Packets});
        QCOMPARE(stats.rxLost, std::uint64_t{0});
        QVERIFY(stats.rxPppDropped > 0);
        for (std::uint64_t n = stats.rxPppDropped; n < Packets; ++n)
            QCOMPARE(bench.hearPpp().size(), std::size_t{1404});
        QVERIFY(!waitReadable(bench.terminal(), 50));
        QVERIFY(bench.sendGre(Packets, response)); // And it goes on.
        QCOMPARE(bench.hearPpp(), response);
    }

    void numbersPacketsFromOneForAServerThatNeedsIt()
    {
        WorkerBench bench;
        bench.config.quirks = SequenceFromOne;
        QVERIFY(bench.establish());
        QVERIFY(bench.sayPpp(request));
        const Bytes sent = bench.receiveGre();
        QCOMPARE(Bytes(sent.begin() + 8, sent.begin() + 12), bytesOf(std::string("\0\0\0\1", 4)));
    }

    void carriesBareFramesWhenSynchronous()
    {
        WorkerBench bench;
        bench.config.synchronous = 1;
        QVERIFY(bench.establish());
        QVERIFY(writeAll(bench.terminal(), request));
        const Bytes sent = bench.receiveGre();
        QCOMPARE(Bytes(sent.begin() + 12, sent.end()), request);
        QVERIFY(bench.sendGre(0, response));
        QCOMPARE(readSome(bench.terminal()), response);
        QVERIFY(writeAll(bench.terminal(), bytesOf("x")));
        QTRY_COMPARE(counted(bench).txPppInvalid, std::uint64_t{1});
        QCOMPARE(counted(bench).txSent, std::uint64_t{1});
    }

    void carriesFramesOverTheLoopback()
    {
        WorkerBench bench;
        bench.useLoopback();
        QVERIFY(bench.establish());
        const auto id = static_cast<char>(bench.config.callId & 0xff);
        const auto idHigh = static_cast<char>(bench.config.callId >> 8);
        const Bytes header = bytesOf(std::string{0, 2, idHigh, id, idHigh, id});
        const auto message = [&header](const Bytes& frame) {
            Bytes whole = header;
            whole.insert(whole.end(), frame.begin(), frame.end());
            return whole;
        };
        QVERIFY(writeAll(bench.terminal(), message(request)));
        const Bytes sent = bench.receiveGre();
        QCOMPARE(Bytes(sent.begin() + 12, sent.end()), request);
        QVERIFY(bench.sendGre(0, response));
        QCOMPARE(readSome(bench.terminal()), message(response));
        QVERIFY(writeAll(bench.terminal(), message(bytesOf("x"))));
        QVERIFY(writeAll(bench.terminal(), request)); // a message of no tunnel
        QTRY_COMPARE(counted(bench).txPppInvalid, std::uint64_t{2});
        QCOMPARE(counted(bench).txSent, std::uint64_t{1});
    }

    void countsDamagedFramesOfPppd()
    {
        WorkerBench bench;
        QVERIFY(bench.establish());
        QVERIFY(writeAll(bench.terminal(), bytesOf("~a wrong checksum~")));
        QTRY_COMPARE(counted(bench).txPppInvalid, std::uint64_t{1});
        QVERIFY(bench.sayPpp(request));
        QVERIFY(!bench.receiveGre().empty());
    }

    void recordsTheHistoryOfTheLink()
    {
        WorkerBench bench;
        QVERIFY(bench.establish());
        QVERIFY(bench.history().empty());
        for (std::uint32_t i = 0; i < 5; ++i) {
            QVERIFY(bench.sayPpp(request));
            QVERIFY(bench.sendGre(i, response));
            QCOMPARE(bench.hearPpp(), response);
        }
        const auto total = [&bench](std::uint32_t LinkSample::*field) {
            std::uint32_t sum = 0;
            for (const LinkSample& sample : bench.history())
                sum += sample.*field;
            return sum;
        };
        QTRY_COMPARE(total(&LinkSample::received), 5U);
        QTRY_COMPARE(total(&LinkSample::sent), 5U);
    }

    void notesAtTheLevelThatWasAskedFor_data()
    {
        QTest::addColumn<int>("level");
        QTest::addColumn<bool>("noted");
        QTest::newRow("none") << 0 << false;
        QTest::newRow("some") << 1 << false;
        QTest::newRow("all") << 2 << true;
    }
    void notesAtTheLevelThatWasAskedFor()
    {
        QFETCH(int, level);
        QFETCH(bool, noted);
        WorkerBench bench;
        bench.config.logLevel = static_cast<std::uint8_t>(level);
        QVERIFY(bench.establish());
        QVERIFY(writeAll(bench.terminal(), tooShort));
        QTRY_COMPARE(counted(bench).txPppInvalid, std::uint64_t{1});
        const LogNote note{.kind = LogNoteKind::ShortRead, .first = 2};
        if (noted)
            QCOMPARE(bench.report(), std::optional<WorkerReport>(note));
        QVERIFY(!waitReadable(bench.daemon.get(), 0));
    }

    void leavesOutNotesOfAFloodAndTellsHowMany()
    {
        WorkerBench bench;
        bench.config.logLevel = 2;
        QVERIFY(bench.establish());
        constexpr std::uint32_t Echoes = 200;
        for (std::uint32_t i = 0; i < Echoes; ++i)
            QVERIFY(bench.answer(EchoRequest{i}));
        std::uint32_t notes = 0;
        std::uint32_t suppressed = 0;
        while (notes + suppressed < Echoes) {
            const auto report = bench.report(); // The last of them comes without a further cause.
            QVERIFY(WorkerBench::holds<LogNote>(report));
            const auto& note = std::get<LogNote>(*report);
            if (note.kind == LogNoteKind::Suppressed)
                suppressed += note.first;
            else
                QCOMPARE(note.kind, (++notes, LogNoteKind::EchoReplied));
        }
        QCOMPARE(notes + suppressed, Echoes);
        QVERIFY(suppressed > 0);
        QVERIFY(notes >= RateLimiter::DefaultPerSecond);
    }

    void showsTheLineErrorsOfTheServer()
    {
        WorkerBench bench;
        QVERIFY(bench.establish());
        QVERIFY(bench.answer(WanErrorNotify{PeerCall, {1, 2, 3, 4, 5, 6}}));
        QVERIFY(bench.answer(WanErrorNotify{PeerCall, {0, 9, 0, 0, 0, 0}})); // They only grow.
        QTRY_COMPARE(counted(bench).wanFramingErrors, std::uint64_t{9});
        const GreStats stats = counted(bench);
        QCOMPARE(stats.wanCrcErrors, std::uint64_t{1});
        QCOMPARE(stats.wanHardwareOverruns, std::uint64_t{3});
        QCOMPARE(stats.wanBufferOverruns, std::uint64_t{4});
        QCOMPARE(stats.wanTimeouts, std::uint64_t{5});
        QCOMPARE(stats.wanAlignmentErrors, std::uint64_t{6});
    }

    void leavesFramesWithPppdWhileTheServersWindowIsFull()
    {
        WorkerBench bench;
        bench.config.sendWindow = 1;
        bench.peerWindow = 4;
        QVERIFY(bench.establish());
        for (int i = 0; i < 50; ++i)
            QVERIFY(bench.sayPpp(request));
        // Without an acknowledgement the wait ends some time; nothing is lost, whatever the window's size.
        for (std::uint32_t i = 0; i < 50; ++i) {
            const Bytes sent = bench.receiveGre();
            QCOMPARE(Bytes(sent.end() - static_cast<std::ptrdiff_t>(request.size()), sent.end()), request);
            QVERIFY(bench.acknowledge(i));
        }
        QTRY_COMPARE(counted(bench).txSent, std::uint64_t{50});
        QVERIFY(counted(bench).txWindowWaits > 0);
    }
};

QTEST_GUILESS_MAIN(TestTunnelWorkerLink)
#include "test_tunnel_worker_link.moc"
