// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The real pptp-worker, sandbox and all, from its first record to its exit status.

#include "tests/unit/worker/io/worker_bench.h"
#include "worker/io/sandbox.h"

#include <QtTest>
#include <pwd.h>

using namespace pptp;

namespace {

const Bytes request = bytesOf("\xff\x03\xc0\x21 from pppd");
const Bytes response = bytesOf("\xff\x03\xc0\x21 from the server");

} // namespace

class TestTunnelWorker : public QObject {
    Q_OBJECT

private slots:
    void carriesACallFromItsStartToItsEnd()
    {
        WorkerBench bench;
        QVERIFY(bench.establish());

        QVERIFY(bench.sayPpp(request));
        Bytes sent = bench.receiveGre();
        // Key and sequence number present, version 1, PPP, length, the peer's call id, number 0 (RFC
        // 2637, 4.1).
        const Bytes header = {std::byte{0x30}, std::byte{0x01},     std::byte{0x88},
                              std::byte{0x0b}, std::byte{0},        std::byte(request.size()),
                              std::byte{0},    std::byte{PeerCall}, std::byte{0},
                              std::byte{0},    std::byte{0},        std::byte{0}};
        QCOMPARE(Bytes(sent.begin(), sent.begin() + 12), header);
        QCOMPARE(Bytes(sent.begin() + 12, sent.end()), request);

        QVERIFY(bench.sendGre(0, response));
        QCOMPARE(bench.hearPpp(), response);
        QVERIFY(WorkerBench::holds<GreSeen>(bench.report()));
        QTRY_COMPARE(bench.statistics().value_or(GreStats{}).rxAccepted, std::uint64_t{1});
        QCOMPARE(bench.statistics()->txSent, std::uint64_t{1});

        QVERIFY(sendWithDescriptors(bench.daemon.get(), encodeRecord(WorkerCommand(ClearCall{})), {}));
        QCOMPARE(bench.control(), std::optional<ControlMessage>(CallClearRequest{OurCall}));
        QVERIFY(bench.answer(CallDisconnectNotify{.callId = PeerCall, .result = 4}));
        QCOMPARE(bench.control(), std::optional<ControlMessage>(StopRequest{3}));
        QVERIFY(bench.answer(StopReply{1, 0}));
        QVERIFY(!bench.control()); // The end of the stream.
        QCOMPARE(bench.report(), std::optional<WorkerReport>(Closed{.reason = CloseReason::Requested}));
        QVERIFY(!bench.report());
        QCOMPARE(bench.exitStatus(), 0);
    }

    void tellsOfGreThatOnlyAcknowledges()
    {
        WorkerBench bench;
        QVERIFY(bench.establish());
        QVERIFY(bench.acknowledge(0)); // What was never sent says nothing.
        QVERIFY(!waitReadable(bench.daemon.get(), 100));
        QVERIFY(bench.sayPpp(request));
        QVERIFY(!bench.receiveGre().empty());
        QVERIFY(bench.acknowledge(0));
        QVERIFY(WorkerBench::holds<GreSeen>(bench.report()));
        QVERIFY(bench.sendGre(0, response));
        QCOMPARE(bench.hearPpp(), response);
        QVERIFY(!waitReadable(bench.daemon.get(), 100)); // It is told once.
    }

    void isConfined()
    {
        WorkerBench bench;
        QVERIFY(bench.establish());
        QCOMPARE(bench.processStatus("NoNewPrivs"), std::string("1"));
        QCOMPARE(bench.processStatus("Seccomp"), std::string(sandboxIsComplete() ? "2" : "0"));
        QCOMPARE(bench.processStatus("Threads"), std::string("1"));
    }

    void becomesTheUserItWasToldTo()
    {
        const passwd* user = ::geteuid() == 0 ? ::getpwnam("nobody") : ::getpwuid(::geteuid());
        QVERIFY(user != nullptr);
        const auto id = std::to_string(user->pw_uid);
        WorkerBench bench({"--user", user->pw_name});
        QVERIFY(bench.establish());
        QCOMPARE(bench.processStatus("Uid"), id + "\t" + id + "\t" + id + "\t" + id);
        if (::geteuid() == 0)
            QCOMPARE(bench.processStatus("CapEff"), std::string(16, '0'));
        bench.daemon.reset();
    }

    void carriesALoadBothWaysInOrder()
    {
        WorkerBench bench;
        QVERIFY(bench.establish());
        constexpr std::uint32_t Packets = 2'000;
        QVERIFY(bench.sayPpp(request));
        QVERIFY(!bench.receiveGre().empty());
        for (std::uint32_t i = 0; i < Packets; ++i) {
            const Bytes numbered = bytesOf("packet " + std::to_string(i) + std::string(1'000, '~'));
            QVERIFY(bench.sendGre(i, numbered));
            QCOMPARE(bench.hearPpp(), numbered);
            QVERIFY(bench.sayPpp(numbered));
            for (Bytes sent; sent.size() < numbered.size();) // Pure acknowledgements come in between.
                QVERIFY(!(sent = bench.receiveGre()).empty());
        }
        QTRY_COMPARE(bench.statistics()->txSent, std::uint64_t{Packets + 1});
        const GreStats stats = bench.statistics().value();
        QCOMPARE(stats.rxAccepted, std::uint64_t{Packets});
        QCOMPARE(stats.rxLost, std::uint64_t{0});
        QCOMPARE(stats.rxDatagrams, std::uint64_t{Packets});
    }

    void showsTheServerBothRequestsAlthoughItOnlyClosesItsSide()
    {
        WorkerBench bench;
        QVERIFY(bench.establish());
        bench.daemon.reset(); // End of file is a request to end as well.
        QCOMPARE(bench.control(), std::optional<ControlMessage>(CallClearRequest{OurCall}));
        ::shutdown(bench.server.get(), SHUT_WR);
        QCOMPARE(bench.control(), std::optional<ControlMessage>(StopRequest{3}));
        QCOMPARE(bench.exitStatus(), 0);
    }

    void endsInBoundedTimeWithoutAServer()
    {
        WorkerBench bench;
        QVERIFY(bench.establish());
        QVERIFY(sendWithDescriptors(bench.daemon.get(), encodeRecord(WorkerCommand(ClearCall{})), {}));
        QCOMPARE(bench.report(), std::optional<WorkerReport>(Closed{.reason = CloseReason::Requested}));
        QCOMPARE(bench.exitStatus(), 0);
        QCOMPARE(bench.control(), std::optional<ControlMessage>(CallClearRequest{OurCall}));
        QCOMPARE(bench.control(), std::optional<ControlMessage>(StopRequest{3}));
    }

    void answersEchoRequests()
    {
        WorkerBench bench;
        QVERIFY(bench.establish());
        QVERIFY(bench.answer(EchoRequest{77}));
        QCOMPARE(bench.control(), (std::optional<ControlMessage>(EchoReply{77, 1, 0})));
    }

    void onlyTalksIfTheKernelHasThePackets()
    {
        WorkerBench bench;
        bench.config.controlOnly = 1;
        QVERIFY(bench.establish());
        QVERIFY(bench.answer(EchoRequest{78}));
        QCOMPARE(bench.control(), (std::optional<ControlMessage>(EchoReply{78, 1, 0})));
        QVERIFY(bench.answer(WanErrorNotify{PeerCall, {1, 2, 3, 4, 5, 6}}));
        QTRY_COMPARE(bench.statistics().value_or(GreStats{}).wanAlignmentErrors, std::uint64_t{6});
        const GreStats stats = *bench.statistics();
        QVERIFY(stats.roundTripMicroseconds > 0); // TCP has measured it.
        QVERIFY(stats.roundTripMinimumMicroseconds <= stats.roundTripMicroseconds);
        QCOMPARE(stats, (GreStats{.roundTripMicroseconds = stats.roundTripMicroseconds,
                                  .roundTripMinimumMicroseconds = stats.roundTripMinimumMicroseconds,
                                  .roundTripDeviationMicroseconds = stats.roundTripDeviationMicroseconds,
                                  .wanCrcErrors = 1,
                                  .wanFramingErrors = 2,
                                  .wanHardwareOverruns = 3,
                                  .wanBufferOverruns = 4,
                                  .wanTimeouts = 5,
                                  .wanAlignmentErrors = 6}));
        QVERIFY(sendWithDescriptors(bench.daemon.get(), encodeRecord(WorkerCommand(ClearCall{})), {}));
        QCOMPARE(bench.control(), std::optional<ControlMessage>(CallClearRequest{OurCall}));
        bench.server.reset();
        QCOMPARE(bench.report(), std::optional<WorkerReport>(Closed{.reason = CloseReason::Requested}));
        QCOMPARE(bench.exitStatus(), 0);
    }

    void looksAtWhatTheKernelReceives()
    {
        WorkerBench bench;
        bench.config.controlOnly = 1;
        bench.config.observed = 1;
        QVERIFY(bench.establish());
        for (const std::uint32_t number : {0U, 1U, 2U, 7U})
            QVERIFY(bench.sendGre(number, bytesOf("x")));
        std::uint32_t number = 8;
        QTRY_VERIFY_WITH_TIMEOUT(bench.sendGre(number++, bytesOf("x")) &&
                                     bench.statistics().value_or(GreStats{}).rxLost == 4,
                                 10'000);
    }

    void tellsThatPppdIsGone()
    {
        WorkerBench bench;
        QVERIFY(bench.establish());
        bench.closePpp();
        QCOMPARE(bench.control(), std::optional<ControlMessage>(CallClearRequest{OurCall}));
        QCOMPARE(bench.report(), std::optional<WorkerReport>(Closed{.reason = CloseReason::PtyClosed}));
        QCOMPARE(bench.exitStatus(), 1);
    }

    void tellsThatTheServerIsGone()
    {
        WorkerBench bench;
        QVERIFY(bench.establish());
        bench.server.reset();
        QCOMPARE(bench.report(), std::optional<WorkerReport>(Closed{.reason = CloseReason::ConnectionLost}));
        QCOMPARE(bench.exitStatus(), 1);
    }

    void tellsThatTheServerSpeaksAnotherProtocol()
    {
        WorkerBench bench;
        QVERIFY(bench.configure());
        QVERIFY(writeAll(bench.server.get(), bytesOf("SSH-2.0-OpenSSH_9.2\r\n")));
        QCOMPARE(bench.report(), std::optional<WorkerReport>(Closed{.reason = CloseReason::NotPptp}));
        QCOMPARE(bench.exitStatus(), 1);
    }

    void refusesAConfigurationWithoutDescriptors()
    {
        WorkerBench bench;
        WorkerConfig config;
        config.callId = 1;
        QVERIFY(sendWithDescriptors(bench.daemon.get(), encodeRecord(WorkerCommand(config)), {}));
        QCOMPARE(bench.report(), std::optional<WorkerReport>(Closed{.reason = CloseReason::ProtocolError}));
        QCOMPARE(bench.exitStatus(), 1);
    }

    void goesQuietlyWhenItIsNotNeededAfterAll()
    {
        WorkerBench bench;
        bench.daemon.reset();
        QCOMPARE(bench.exitStatus(), 0);
    }

    void explainsItselfToAPerson()
    {
        QProcess process;
        process.setStandardInputFile("/dev/null");
        process.start(PPTP_WORKER_PROGRAM);
        QVERIFY(process.waitForFinished(5'000));
        QCOMPARE(process.exitCode(), 2);
        QVERIFY(process.readAllStandardError().contains("started by pptp-tunneld"));

        process.start(PPTP_WORKER_PROGRAM, {"--help"});
        QVERIFY(process.waitForFinished(5'000));
        QCOMPARE(process.exitCode(), 0);
        QVERIFY(process.readAllStandardOutput().startsWith("usage: pptp-worker"));

        process.start(PPTP_WORKER_PROGRAM, {"--no-such-option"});
        QVERIFY(process.waitForFinished(5'000));
        QCOMPARE(process.exitCode(), 2);
    }
};

QTEST_GUILESS_MAIN(TestTunnelWorker)
#include "test_tunnel_worker.moc"
