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

    void acceptsWhatRealServersAnswer()
    {
        Bench bench;
        bench.session.start(bench.now);
        bench.receive(StartReply{.result = 0}); // Alcatel
        QCOMPARE(bench.session.state(), ControlState::AwaitingCall);
        bench.receive(
            OutgoingCallReply{.callId = 0, .peerCallId = OurCall, .result = 1}); // Poptop's first call
        QCOMPARE(bench.session.state(), ControlState::Established);
        QCOMPARE(bench.reports.back(), WorkerReport{(CallUp{0, 0, 0})});
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

    void ignoresTheAnswerToAnotherCallAndALaterChange()
    {
        Bench bench;
        bench.toAwaitingCall();
        bench.receive(OutgoingCallReply{.callId = 5, .peerCallId = OurCall + 1, .result = 1});
        QCOMPARE(bench.session.state(), ControlState::AwaitingCall);
        bench.receive(callReply);
        bench.reports.clear();
        bench.receive(OutgoingCallReply{.callId = 6, .peerCallId = OurCall, .result = 1});
        QVERIFY(bench.reports.empty());
        QCOMPARE(bench.session.state(), ControlState::Established);
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

    void understandsATraceSplitAtEveryOffset()
    {
        std::vector<std::byte> stream;
        for (const ControlMessage& message : Messages{StartReply{.result = 1}, callReply, EchoRequest{3}}) {
            const auto bytes = encodeControl(message);
            stream.insert(stream.end(), bytes.view().begin(), bytes.view().end());
        }
        for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
            Bench bench;
            bench.session.start(bench.now);
            bench.session.onBytes(std::span(stream).first(cut), bench.now);
            bench.session.onBytes(std::span(stream).subspan(cut), bench.now);
            QCOMPARE(bench.session.state(), ControlState::Established);
            QCOMPARE(bench.sent.size(), std::size_t{3});
            QCOMPARE(bench.sent.back(), (ControlMessage{EchoReply{3, 1, 0}}));
        }
    }

    void tellsWhatIsNoPptp()
    {
        Bench bench;
        bench.session.start(bench.now);
        bench.session.onBytes(std::as_bytes(std::span("SSH-2.0-OpenSSH")), bench.now);
        QCOMPARE(bench.reports, Reports{Closed{.reason = CloseReason::NotPptp}});
    }

    void skipsAnUnknownMessage()
    {
        Bench bench;
        bench.toEstablished();
        auto bytes = encodeControl(EchoRequest{1});
        bytes.bytes[9] = std::byte{99};
        bench.session.onBytes(bytes.view(), bench.now);
        QVERIFY(bench.sent.empty() && bench.reports.empty());
        QCOMPARE(bench.session.skippedMessages(), std::uint64_t{1});
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
        bench.receive(EchoReply{99, 1, 0}); // Not the answer to our question.
        bench.advance(29'999ms);
        QVERIFY(bench.reports.empty());
        bench.advance(1ms);
        QCOMPARE(bench.reports, Reports{Closed{.reason = CloseReason::EchoLost}});
        QCOMPARE(bench.sent.back(), ControlMessage{StopRequest{1}});
    }

    void takesAnyOtherMessageForLife()
    {
        Bench bench;
        bench.toEstablished();
        bench.advance(60s);
        bench.receive(WanErrorNotify{});
        QCOMPARE(*bench.session.deadline(), bench.now + 60s);
        bench.advance(59s);
        bench.receive(EchoRequest{1});
        QCOMPARE(*bench.session.deadline(), bench.now + 60s);
    }

    void sendsNoEchoWhenToldSo()
    {
        WorkerConfig config = testConfig();
        config.idleWaitMs = 0;
        Bench bench(config);
        bench.toEstablished();
        QVERIFY(!bench.session.deadline());
    }

    void refusesWhatOnlyAnotherRoleCouldTake()
    {
        Bench bench;
        bench.toEstablished();
        bench.receive(StartRequest{});
        bench.receive(OutgoingCallRequest{.callId = 4});
        bench.receive(IncomingCallRequest{.callId = 5});
        QCOMPARE(bench.sent,
                 (Messages{StartReply{.result = 3}, OutgoingCallReply{.peerCallId = 4, .result = 7},
                           IncomingCallReply{.peerCallId = 5, .result = 3}}));
        QCOMPARE(bench.session.state(), ControlState::Established);
    }

    void reportsLinkInformationOncePerValueAndNotForEver()
    {
        Bench bench;
        bench.toEstablished();
        bench.receive(SetLinkInfo{OurCall, 0xffffffff, 0xffffffff});
        bench.receive(SetLinkInfo{OurCall, 0xffffffff, 0xffffffff});
        QCOMPARE(bench.takeReports(), Reports{(LinkInfo{0xffffffff, 0xffffffff})});
        for (std::uint32_t i = 0; i < 100; ++i)
            bench.receive(SetLinkInfo{OurCall, i, i});
        QCOMPARE(bench.reports.size(), std::size_t{7});
    }

    void closesOnAPeerThatAsksAndNeverReads()
    {
        Bench bench;
        bench.toEstablished();
        bench.full = true;
        bench.receive(EchoRequest{1});
        QCOMPARE(bench.reports, Reports{(Closed{CloseReason::ConnectionLost, 0, 0, 0, ENOBUFS})});
    }
};

QTEST_APPLESS_MAIN(TestControlSession)
#include "test_control_session.moc"
