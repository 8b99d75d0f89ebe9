// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The ends of a session: by us, by the peer, by the network.

#include "tests/unit/worker/control/session_bench.h"

#include <QtTest>
#include <cerrno>

using namespace pptp;
using namespace std::chrono_literals;

class TestControlSessionEnd : public QObject {
    Q_OBJECT

private slots:
    void endsTheCallWhateverIdTheNotifyCarries_data()
    {
        QTest::addColumn<int>("callId");
        QTest::addColumn<int>("strange");
        QTest::newRow("the peer's") << int{PeerCall} << 0;
        QTest::newRow("ours") << int{OurCall} << 0;
        QTest::newRow("ours, swapped") << 0x3412 << 1;
        QTest::newRow("the peer's, swapped") << 0x7700 << 1;
        QTest::newRow("another") << 0x9999 << 1;
        QTest::newRow("none") << 0 << 1;
    }
    void endsTheCallWhateverIdTheNotifyCarries()
    {
        QFETCH(int, callId);
        QFETCH(int, strange);
        Bench bench;
        bench.toEstablished();
        bench.receive(CallDisconnectNotify{static_cast<std::uint16_t>(callId), 3, 1, 16});
        QCOMPARE(bench.takeSent(), Messages{StopRequest{3}});
        bench.receive(StopRequest{0}); // accel-ppp sends its own at once.
        QCOMPARE(bench.takeSent(), (Messages{StopReply{1, 0}}));
        bench.session.onConnectionEnd(0, bench.now);
        QCOMPARE(bench.reports, Reports{(Closed{CloseReason::CallDisconnected, 3, 1, 16, 0})});
        QCOMPARE(bench.session.strangeNotifies(), static_cast<std::uint64_t>(strange));
    }

    void answersALoopOfStopRequestsOnceAndEndsInTime()
    {
        Bench bench;
        bench.toEstablished();
        const TimePoint first = bench.now;
        while (bench.session.state() != ControlState::Closed && bench.now < first + 1h) {
            bench.receive(StopRequest{3});
            bench.advance(10ms);
        }
        QCOMPARE(bench.now - first, 1s);
        QCOMPARE(bench.sent, (Messages{StopReply{1, 0}}));
        QCOMPARE(bench.reports, Reports{(Closed{CloseReason::ControlStopped, 3, 0, 0, 0})});
    }

    void closesAsSoonAsThePeerHasTakenTheStopReply()
    {
        Bench bench;
        bench.toEstablished();
        bench.receive(StopRequest{1});
        QVERIFY(bench.reports.empty());
        bench.session.onConnectionEnd(ECONNRESET, bench.now);
        QCOMPARE(bench.reports, Reports{(Closed{CloseReason::ControlStopped, 1, 0, 0, 0})});
    }

    void isNotHeldUpByAPeerThatStopsWhileWeEnd()
    {
        Bench bench;
        bench.toEstablished();
        bench.session.requestClose(CloseReason::Requested, bench.now);
        bench.advance(1'900ms);
        bench.receive(StopRequest{1});
        QCOMPARE(*bench.session.deadline(), bench.now + 100ms);
        bench.advance(100ms);
        QCOMPARE(bench.reports, Reports{Closed{.reason = CloseReason::Requested}});
    }

    void staysWithItsReasonWhateverComesWhileItEnds()
    {
        Bench garbage;
        garbage.toEstablished();
        garbage.session.requestClose(CloseReason::Requested, garbage.now);
        garbage.session.onBytes(std::as_bytes(std::span("HTTP/1.1 400 Bad")), garbage.now);
        QCOMPARE(garbage.reports, Reports{Closed{.reason = CloseReason::Requested}});

        Bench crowded;
        crowded.toAwaitingCall();
        crowded.forget();
        crowded.full = true; // Not even the request to stop finds room.
        crowded.advance(10s);
        QCOMPARE(crowded.reports, Reports{Closed{.reason = CloseReason::ControlTimeout}});
    }

    void clearsTheCallAndThenTheConnection()
    {
        Bench bench;
        bench.toEstablished();
        bench.session.requestClose(CloseReason::Requested, bench.now);
        QCOMPARE(bench.takeSent(), Messages{CallClearRequest{OurCall}});
        bench.receive(EchoRequest{8});
        QCOMPARE(bench.takeSent(), (Messages{EchoReply{8, 1, 0}}));
        bench.receive(CallDisconnectNotify{PeerCall, 4, 0, 0});
        QCOMPARE(bench.takeSent(), Messages{StopRequest{3}});
        QVERIFY(bench.reports.empty());
        bench.receive(StopReply{1, 0});
        QCOMPARE(bench.reports, Reports{Closed{.reason = CloseReason::Requested}});
        QCOMPARE(bench.session.state(), ControlState::Closed);
        QVERIFY(!bench.session.deadline());
    }

    void stillSendsTheStopRequestToAPeerThatOnlyClosesItsSide()
    {
        Bench bench;
        bench.toEstablished();
        bench.session.requestClose(CloseReason::Requested, bench.now);
        bench.session.onConnectionEnd(0, bench.now);
        QCOMPARE(bench.sent, (Messages{CallClearRequest{OurCall}, StopRequest{3}}));
        QCOMPARE(bench.reports, Reports{Closed{.reason = CloseReason::Requested}});
    }

    void sendsNothingIntoAResetConnection()
    {
        Bench bench;
        bench.toEstablished();
        bench.session.requestClose(CloseReason::Requested, bench.now);
        bench.session.onConnectionEnd(ECONNRESET, bench.now);
        QCOMPARE(bench.sent, Messages{CallClearRequest{OurCall}});
        QCOMPARE(bench.reports, Reports{Closed{.reason = CloseReason::Requested}});
    }

    void endsInBoundedTimeWithoutAnyAnswer()
    {
        Bench bench;
        bench.toEstablished();
        bench.session.requestClose(CloseReason::Requested, bench.now);
        bench.advance(2s);
        QCOMPARE(bench.sent, (Messages{CallClearRequest{OurCall}, StopRequest{3}}));
        bench.advance(1'999ms);
        QVERIFY(bench.reports.empty());
        bench.advance(1ms);
        QCOMPARE(bench.reports, Reports{Closed{.reason = CloseReason::Requested}});
    }

    void clearsACallThatWasNotAnsweredYet()
    {
        Bench bench;
        bench.toAwaitingCall();
        bench.sent.clear();
        bench.reports.clear();
        bench.session.requestClose(CloseReason::Requested, bench.now);
        QCOMPARE(bench.sent, Messages{CallClearRequest{OurCall}});
        bench.receive(callReply); // It crossed our request, and changes nothing.
        QVERIFY(bench.reports.empty());
        QCOMPARE(bench.session.state(), ControlState::Clearing);
    }

    void closesAtOnceWhatWasNeverOpen()
    {
        Bench bench;
        bench.session.start(bench.now);
        bench.sent.clear();
        bench.session.requestClose(CloseReason::Requested, bench.now);
        QVERIFY(bench.sent.empty());
        QCOMPARE(bench.reports, Reports{Closed{.reason = CloseReason::Requested}});
    }

    void keepsTheFirstReasonExceptForThatOfPppd()
    {
        Bench bench;
        bench.toEstablished();
        bench.receive(CallDisconnectNotify{PeerCall, 1, 0, 0});
        bench.session.requestClose(CloseReason::Requested, bench.now);
        QCOMPARE(bench.session.outcome().reason, CloseReason::CallDisconnected);

        Bench second;
        second.toEstablished();
        second.session.requestClose(CloseReason::PtyClosed, second.now);
        QCOMPARE(second.session.outcome().reason, CloseReason::PtyClosed);
        second.session.requestClose(CloseReason::Requested, second.now);
        QCOMPARE(second.session.outcome().reason, CloseReason::Requested);
    }

    void tellsALostConnection_data()
    {
        QTest::addColumn<int>("systemError");
        QTest::newRow("end of file") << 0;
        QTest::newRow("reset") << ECONNRESET;
    }
    void tellsALostConnection()
    {
        QFETCH(int, systemError);
        Bench bench;
        bench.toEstablished();
        bench.session.onConnectionEnd(systemError, bench.now);
        QCOMPARE(bench.reports, Reports{(Closed{CloseReason::ConnectionLost, 0, 0, 0, systemError})});
        QVERIFY(bench.sent.empty());
    }

    void saysNothingAfterTheEnd()
    {
        Bench bench;
        bench.toEstablished();
        bench.session.onConnectionEnd(0, bench.now);
        bench.reports.clear();
        bench.session.start(bench.now);
        bench.receive(EchoRequest{1});
        bench.session.requestClose(CloseReason::Requested, bench.now);
        bench.session.onConnectionEnd(0, bench.now);
        bench.advance(1h);
        QVERIFY(bench.sent.empty() && bench.reports.empty());
    }
};

QTEST_APPLESS_MAIN(TestControlSessionEnd)
#include "test_control_session_end.moc"
