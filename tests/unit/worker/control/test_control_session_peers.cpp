// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What real servers get wrong, and what hostile ones try.

#include "tests/unit/worker/control/session_bench.h"

#include <QtTest>
#include <cerrno>

using namespace pptp;
using namespace std::chrono_literals;

namespace {

void everyCode()
{
    QTest::addColumn<int>("number");
    for (int number = 0; number <= 255; ++number)
        QTest::addRow("code %d", number) << number;
}

/// A peer whose receive buffer takes this much and that reads none of it.
struct DeafBench : Bench {
    bool sendControl(std::span<const std::byte> message) override
    {
        bytes += message.size();
        return bytes <= 16 * 1024 && Bench::sendControl(message);
    }
    std::size_t bytes = 0;
};

} // namespace

class TestControlSessionPeers : public QObject {
    Q_OBJECT

private slots:
    void acceptsWhatOldServersAnswer()
    {
        Bench bench;
        bench.session.start(bench.now);
        bench.receive(StartReply{.result = 0}); // Alcatel
        QCOMPARE(bench.session.state(), ControlState::AwaitingCall);
        bench.receive(OutgoingCallReply{.callId = 0, .peerCallId = OurCall, .result = 1}); // Poptop's first
        QCOMPARE(bench.session.state(), ControlState::Established);
        QCOMPARE(bench.reports.back(), WorkerReport{(CallUp{0, 0, 0})});
        bench.forget();
        bench.receive(CallDisconnectNotify{0, 1, 0, 0});
        QCOMPARE(bench.session.strangeNotifies(), std::uint64_t{0}); // 0 is an id like any other.
    }

    void acceptsAnyWindowAndSpeed_data()
    {
        QTest::addColumn<int>("window");
        QTest::addColumn<unsigned>("speed");
        QTest::newRow("Windows: no window") << 0 << 100'000'000u;
        QTest::newRow("one packet") << 1 << 1u;
        QTest::newRow("all, and no speed") << 65535 << 0u;
        QTest::newRow("the highest speed") << 64 << 0xffffffffu;
    }
    void acceptsAnyWindowAndSpeed()
    {
        QFETCH(int, window);
        QFETCH(unsigned, speed);
        Bench bench;
        bench.toAwaitingCall();
        bench.forget();
        bench.receive(OutgoingCallReply{.callId = PeerCall,
                                        .peerCallId = OurCall,
                                        .result = 1,
                                        .connectSpeed = speed,
                                        .window = static_cast<std::uint16_t>(window)});
        QCOMPARE(bench.reports, Reports{(CallUp{PeerCall, static_cast<std::uint16_t>(window), speed})});
    }

    void carriesEveryResultOfACallThatWasRefused_data() { everyCode(); }
    void carriesEveryResultOfACallThatWasRefused()
    {
        QFETCH(int, number);
        const auto code = static_cast<std::uint8_t>(number);
        Bench bench;
        bench.toAwaitingCall();
        bench.forget();
        bench.receive(OutgoingCallReply{.peerCallId = OurCall, .result = code, .error = code, .cause = 999});
        if (code == 1) {
            QCOMPARE(bench.session.state(), ControlState::Established);
            return;
        }
        bench.receive(StopReply{1, 0});
        QCOMPARE(bench.reports, Reports{(Closed{CloseReason::CallRejected, code, code, 999, 0})});
    }

    void carriesEveryResultOfACallThatWasEnded_data() { everyCode(); }
    void carriesEveryResultOfACallThatWasEnded()
    {
        QFETCH(int, number);
        const auto code = static_cast<std::uint8_t>(number); // Windows sends 0.
        Bench bench;
        bench.toEstablished();
        bench.receive(CallDisconnectNotify{PeerCall, code, code, 0xffff});
        bench.receive(StopReply{code, code}); // Whatever it says, it is the reply.
        QCOMPARE(bench.reports, Reports{(Closed{CloseReason::CallDisconnected, code, code, 0xffff, 0})});
    }

    void carriesEveryReasonOfAConnectionThatWasStopped_data() { everyCode(); }
    void carriesEveryReasonOfAConnectionThatWasStopped()
    {
        QFETCH(int, number);
        const auto code = static_cast<std::uint8_t>(number); // accel-ppp sends 0.
        Bench bench;
        bench.session.start(bench.now);
        bench.receive(StopRequest{code});
        bench.session.onConnectionEnd(0, bench.now);
        QCOMPARE(bench.reports, Reports{(Closed{CloseReason::ControlStopped, code, 0, 0, 0})});
    }

    void ignoresRepeatedRepliesAndALaterChangeOfTheCallId()
    {
        Bench bench;
        bench.toAwaitingCall();
        bench.receive(StartReply{.result = 1});
        bench.receive(StartReply{.result = 4});
        bench.receive(OutgoingCallReply{.callId = 5, .peerCallId = OurCall + 1, .result = 1});
        QCOMPARE(bench.session.state(), ControlState::AwaitingCall);
        bench.receive(callReply);
        bench.forget();
        bench.receive(callReply);
        bench.receive(OutgoingCallReply{.callId = 6, .peerCallId = OurCall, .result = 1});
        bench.receive(OutgoingCallReply{.callId = PeerCall, .peerCallId = OurCall, .result = 2});
        bench.receive(StartReply{.result = 1});
        QVERIFY(bench.reports.empty() && bench.sent.empty());
        QCOMPARE(bench.session.state(), ControlState::Established);
    }

    void doesNotCallBeforeTheConnectionIsUp()
    {
        Bench bench;
        bench.session.start(bench.now);
        bench.forget();
        bench.receive(callReply);
        bench.receive(CallDisconnectNotify{PeerCall, 1, 0, 0});
        QVERIFY(bench.reports.empty() && bench.sent.empty());
        QCOMPARE(bench.session.state(), ControlState::AwaitingStart);
    }

    void refusesWhatOnlyAnotherRoleCouldTake()
    {
        Bench bench;
        bench.toEstablished();
        bench.receive(StartRequest{});
        bench.receive(OutgoingCallRequest{.callId = 4});
        bench.receive(IncomingCallRequest{.callId = 5});
        bench.receive(CallClearRequest{PeerCall});
        QCOMPARE(bench.sent,
                 (Messages{StartReply{.result = 3}, OutgoingCallReply{.peerCallId = 4, .result = 7},
                           IncomingCallReply{.peerCallId = 5, .result = 3}}));
        QCOMPARE(bench.session.state(), ControlState::Established);
    }

    void reportsLinkInformationOncePerValueAndNotForEver()
    {
        Bench bench;
        bench.toAwaitingCall();
        bench.forget();
        bench.receive(SetLinkInfo{OurCall, 0xffffffff, 0xffffffff}); // Before the call is up.
        bench.receive(callReply);
        bench.receive(SetLinkInfo{OurCall, 0xffffffff, 0xffffffff});
        QCOMPARE(bench.takeReports(), (Reports{LinkInfo{0xffffffff, 0xffffffff}, CallUp{PeerCall, 0, 0}}));
        for (std::uint32_t i = 0; i < 100; ++i)
            bench.receive(SetLinkInfo{OurCall, i, i});
        QCOMPARE(bench.reports.size(), std::size_t{7});
    }

    void passesOnTheLineErrorsOfThePeer()
    {
        Bench bench;
        bench.toEstablished();
        bench.receive(WanErrorNotify{OurCall, {1, 2, 3, 4, 5, 6}});
        bench.receive(WanErrorNotify{0x9999, {0xffffffff, 0, 0, 0, 0, 7}});
        const std::vector<std::array<std::uint32_t, 6>> expected{{1, 2, 3, 4, 5, 6},
                                                                 {0xffffffff, 0, 0, 0, 0, 7}};
        QCOMPARE(bench.errors, expected);
        QVERIFY(bench.reports.empty() && bench.sent.empty());
    }

    void skipsAndNotesUnknownMessages()
    {
        Bench bench;
        bench.toEstablished();
        for (int i = 0; i < 3; ++i) {
            bench.receive(EchoRequest{1}, 9, 99);
            bench.receive(EchoRequest{1}, 9, 0);
            bench.receive(EchoRequest{1}, 3, 2); // A management message.
        }
        QVERIFY(bench.sent.empty() && bench.reports.empty());
        QCOMPARE(bench.session.skippedMessages(), std::uint64_t{9});
        const std::vector<Note> expected{{LogNoteKind::UnknownControl, 99, 1},
                                         {LogNoteKind::UnknownControl, 0, 1},
                                         {LogNoteKind::UnknownControl, 5, 2}};
        QVERIFY(bench.notes == expected);
    }

    void notesReservedFieldsOncePerType()
    {
        Bench bench;
        bench.session.start(bench.now);
        bench.receive(StartReply{.result = 1}, 10, 7); // Cisco
        bench.receive(SetLinkInfo{}, 14, 1);
        bench.receive(SetLinkInfo{}, 15, 2);
        bench.receive(SetLinkInfo{}, 10, 3);
        QCOMPARE(bench.session.state(), ControlState::AwaitingCall);
        const std::vector<Note> expected{{LogNoteKind::ReservedField, 2, 0},
                                         {LogNoteKind::ReservedField, 15, 0}};
        QVERIFY(bench.notes == expected);
    }

    void notesEchoesOfBothSides()
    {
        Bench bench;
        bench.toEstablished();
        bench.receive(EchoRequest{0xdeadbeef});
        bench.advance(60s);
        bench.full = true;
        bench.receive(EchoRequest{5}); // What could not be sent was not replied.
        const std::vector<Note> expected{{LogNoteKind::EchoReplied, 0xdeadbeef, 0},
                                         {LogNoteKind::EchoRequested, 1, 0}};
        QVERIFY(bench.notes == expected);
    }

    void takesNamesWithoutAnEnd()
    {
        std::string raw(64, 'h');
        raw[3] = '\x1b';
        Bench bench;
        bench.session.start(bench.now);
        bench.receive(StartReply{
            .result = 1, .hostName = RecordText::from(raw), .vendor = RecordText::from(raw + "over")});
        const auto& up = std::get<ControlUp>(bench.reports.front());
        QCOMPARE(std::string(up.hostName.view()), raw); // Made printable by whoever shows it.
        QCOMPARE(std::string(up.vendor.view()), raw);
    }

    void answersAFloodOfEchoRequestsWhileThePeerReads()
    {
        Bench bench;
        bench.toEstablished();
        for (std::uint32_t i = 0; i < 100'000; ++i) {
            bench.receive(EchoRequest{i});
            if (bench.takeSent() != Messages{EchoReply{i, 1, 0}})
                QFAIL("an Echo-Request was not answered as it should be");
        }
        QCOMPARE(bench.session.state(), ControlState::Established);
    }

    void closesOnAFloodFromAPeerThatReadsNothing()
    {
        DeafBench bench;
        bench.toEstablished();
        const auto stream = streamOf(Messages(400, EchoRequest{7}));
        for (int i = 0; i < 250; ++i) // 100,000 requests, in bursts of 6,400 bytes.
            bench.session.onBytes(stream, bench.now);
        QCOMPARE(bench.reports, Reports{(Closed{CloseReason::ConnectionLost, 0, 0, 0, ENOBUFS})});
        QVERIFY(bench.sent.size() < 900);
    }
};

QTEST_APPLESS_MAIN(TestControlSessionPeers)
#include "test_control_session_peers.moc"
