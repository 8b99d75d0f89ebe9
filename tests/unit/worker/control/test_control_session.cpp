// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/worker/control/session_bench.h"

#include <QtTest>
#include <cerrno>

using namespace pptp;
using namespace std::chrono_literals;

class TestControlSession : public QObject {
    Q_OBJECT

private slots:
    void opensTheConnectionAndThenTheCall()
    {
        Bench bench;
        bench.session.start(bench.now);
        const ControlMessage startRequest =
            StartRequest{0x0100, 3, 3, 0, 1, RecordText::from("local"), RecordText::from("pptp-tunnel")};
        QCOMPARE(bench.takeSent(), Messages{startRequest});

        bench.receive(StartReply{.result = 1,
                                 .firmware = 5,
                                 .hostName = RecordText::from("h"),
                                 .vendor = RecordText::from("linux")});
        const ControlMessage callRequest =
            OutgoingCallRequest{OurCall, 9, 2400, 10'000'000, 3, 3, 64, 0, RecordText::from("0123"), {}};
        QCOMPARE(bench.takeSent(), Messages{callRequest});
        QCOMPARE(bench.takeReports(),
                 Reports{(ControlUp{5, 0, RecordText::from("h"), RecordText::from("linux")})});

        bench.receive(OutgoingCallReply{PeerCall, OurCall, 1, 0, 0, 100'000, 3, 0, 0});
        QCOMPARE(bench.takeReports(), Reports{(CallUp{PeerCall, 3, 100'000})});
        QVERIFY(bench.takeSent().empty());
        QCOMPARE(bench.session.state(), ControlState::Established);
    }

    void tellsWhyTheConnectionWasRefused_data()
    {
        QTest::addColumn<int>("result");
        for (int result = 2; result <= 255; ++result)
            QTest::addRow("result %d", result) << result;
    }
    void tellsWhyTheConnectionWasRefused()
    {
        QFETCH(int, result);
        Bench bench;
        bench.session.start(bench.now);
        const auto code = static_cast<std::uint8_t>(result);
        bench.receive(StartReply{.result = code, .error = 6});
        QCOMPARE(bench.reports, Reports{(Closed{CloseReason::ControlRejected, code, 6, 0, 0})});
    }

    void refusesAnotherProtocolVersion()
    {
        Bench bench;
        bench.session.start(bench.now);
        bench.sent.clear();
        bench.receive(StartReply{.version = 0x0200, .result = 1});
        QCOMPARE(bench.takeSent(), Messages{StopRequest{2}});
        bench.receive(StopReply{1, 0});
        QCOMPARE(bench.reports, Reports{(Closed{CloseReason::ControlRejected, 5, 0, 0, 0})});
    }

    void tellsWhyTheCallWasRefused()
    {
        Bench bench;
        bench.toAwaitingCall();
        bench.sent.clear();
        bench.reports.clear();
        bench.receive(OutgoingCallReply{.peerCallId = OurCall, .result = 4, .error = 6, .cause = 17});
        QCOMPARE(bench.takeSent(), Messages{StopRequest{3}});
        QVERIFY(bench.reports.empty());
        bench.receive(StopReply{1, 0});
        QCOMPARE(bench.reports, Reports{(Closed{CloseReason::CallRejected, 4, 6, 17, 0})});
    }

    void givesUpWithoutAReplyInTime()
    {
        Bench bench;
        bench.session.start(bench.now);
        QCOMPARE(*bench.session.deadline(), bench.now + 10s);
        bench.advance(9'999ms);
        QVERIFY(bench.reports.empty());
        bench.advance(1ms);
        QCOMPARE(bench.reports, Reports{Closed{.reason = CloseReason::ControlTimeout}});

        Bench second;
        second.toAwaitingCall();
        second.reports.clear();
        second.advance(10s);
        QCOMPARE(second.sent.back(), ControlMessage{StopRequest{1}});
        QCOMPARE(second.reports, Reports{Closed{.reason = CloseReason::ControlTimeout}});
    }

    void keepsTheLimitOfTheRfcWithALongerDeadline()
    {
        WorkerConfig config = testConfig();
        config.controlTimeoutMs = 3'600'000;
        config.clearTimeoutMs = 3'600'000;
        Bench bench(config);
        bench.session.start(bench.now);
        QCOMPARE(*bench.session.deadline(), bench.now + 60s);
        bench.receive(StartReply{.result = 1});
        QCOMPARE(*bench.session.deadline(), bench.now + 60s);
        bench.session.requestClose(CloseReason::Requested, bench.now);
        QCOMPARE(*bench.session.deadline(), bench.now + 3s);
        bench.advance(3s);
        QCOMPARE(*bench.session.deadline(), bench.now + 3s);
    }

    void isNotKeptWaitingByEchoRequests()
    {
        Bench bench;
        bench.toAwaitingCall();
        for (std::uint32_t i = 0; i < 10; ++i) {
            bench.receive(EchoRequest{i});
            bench.advance(1s);
        }
        QCOMPARE(bench.reports.back(), WorkerReport{Closed{.reason = CloseReason::ControlTimeout}});
    }

    void isNotKeptWaitingByATrickle()
    {
        Bench bench;
        bench.session.start(bench.now);
        const auto reply = encodeControl(StartReply{.result = 1});
        for (std::size_t i = 0; i < 2; ++i) {
            bench.session.onBytes(reply.view().subspan(i, 1), bench.now);
            bench.advance(5s);
        }
        QCOMPARE(bench.reports, Reports{Closed{.reason = CloseReason::ControlTimeout}});
    }

    void tellsWhatIsNoPptp()
    {
        Bench bench;
        bench.session.start(bench.now);
        bench.session.onBytes(std::as_bytes(std::span("SSH-2.0-OpenSSH")), bench.now);
        QCOMPARE(bench.reports, Reports{Closed{.reason = CloseReason::NotPptp}});
    }

    void asksASilentPeerAndBelievesItsAnswer()
    {
        Bench bench;
        bench.toEstablished();
        bench.advance(59'999ms);
        QVERIFY(bench.sent.empty());
        bench.advance(1ms);
        QCOMPARE(bench.takeSent(), Messages{EchoRequest{1}});
        bench.advance(29'999ms);
        bench.receive(EchoReply{1, 0, 0}); // Some servers answer with result 0.
        QCOMPARE(*bench.session.deadline(), bench.now + 60s);
        bench.advance(60s);
        QCOMPARE(bench.takeSent(), Messages{EchoRequest{2}});
    }

    void givesUpAPeerThatStaysSilent()
    {
        Bench bench;
        bench.toEstablished();
        bench.advance(60s);
        bench.advance(29'999ms);
        QVERIFY(bench.reports.empty());
        bench.advance(1ms);
        QCOMPARE(bench.reports, Reports{Closed{.reason = CloseReason::EchoLost}});
        QCOMPARE(bench.sent.back(), ControlMessage{StopRequest{1}});
    }

    void takesAnyMessageForLife_data()
    {
        QTest::addColumn<int>("type");
        // Those that end the call or the connection are left out; 16 is a type that nobody knows.
        for (const int type : {1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16})
            QTest::addRow("type %d", type) << type;
    }
    void takesAnyMessageForLife()
    {
        QFETCH(int, type);
        Bench bench;
        bench.toEstablished();
        bench.advance(60s);
        bench.advance(29'999ms);
        QCOMPARE(bench.takeSent(), Messages{EchoRequest{1}});
        if (type == 16)
            bench.receive(EchoRequest{}, 9, 16);
        else
            bench.receive(emptyControl(type));
        QCOMPARE(*bench.session.deadline(), bench.now + 60s);
        bench.advance(1ms);
        QVERIFY(bench.reports.empty() || type == 15);
    }

    void doesNotTakeABitOfAMessageForLife()
    {
        Bench bench;
        bench.toEstablished();
        const auto bytes = encodeControl(EchoRequest{1});
        for (std::size_t i = 0; i + 1 < bytes.size; ++i) {
            bench.advance(5s);
            bench.session.onBytes(bytes.view().subspan(i, 1), bench.now);
        }
        bench.advance(15s);
        QCOMPARE(bench.reports, Reports{Closed{.reason = CloseReason::EchoLost}});
    }

    void sendsNoEchoWhenToldSo()
    {
        WorkerConfig config = testConfig();
        config.idleWaitMs = 0;
        Bench bench(config);
        bench.toEstablished();
        QVERIFY(!bench.session.deadline());
        bench.advance(24h);
        QVERIFY(bench.sent.empty() && bench.reports.empty());

        Bench unanswered(config);
        unanswered.toAwaitingCall();
        unanswered.advance(10s);
        QCOMPARE(unanswered.reports.back(), WorkerReport{Closed{.reason = CloseReason::ControlTimeout}});
    }
};

QTEST_APPLESS_MAIN(TestControlSession)
#include "test_control_session.moc"
