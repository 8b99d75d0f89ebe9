// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every message, and everything else that can happen, in every state.

#include "tests/unit/worker/control/control_matrix.h"
#include "tests/unit/worker/control/session_bench.h"

#include <QtTest>
#include <cerrno>
#include <set>

using namespace pptp;
using namespace std::chrono_literals;

namespace {

constexpr std::array<const char*, Events> eventNames{
    "SCCRQ", "SCCRP",        "StopCCRQ",    "StopCCRP", "Echo-Request", "Echo-Reply",   "OCRQ",
    "OCRP",  "ICRQ",         "ICRP",        "ICCN",     "CCRQ",         "CDN",          "WEN",
    "SLI",   "unknown type", "end of file", "reset",    "timer",        "close request"};
constexpr std::array<const char*, ControlStates> stateNames{
    "idle", "awaiting start", "awaiting call", "established", "clearing", "stopping", "closing", "closed"};

template <class Name, class Names>
QString nameOf(const Names& names, Name name)
{
    return names.at(static_cast<std::size_t>(name));
}

struct Words {
    QString operator()(const StartRequest&) const { return "StartRequest"; }
    QString operator()(const StartReply& m) const { return QString("StartReply %1").arg(m.result); }
    QString operator()(const StopRequest& m) const { return QString("StopRequest %1").arg(m.reason); }
    QString operator()(const StopReply& m) const { return QString("StopReply %1").arg(m.result); }
    QString operator()(const EchoRequest& m) const { return QString("EchoRequest %1").arg(m.identifier); }
    QString operator()(const EchoReply& m) const { return QString("EchoReply %1").arg(m.identifier); }
    QString operator()(const OutgoingCallRequest&) const { return "OutgoingCallRequest"; }
    QString operator()(const OutgoingCallReply& m) const
    {
        return QString("OutgoingCallReply %1").arg(m.result);
    }
    QString operator()(const IncomingCallReply& m) const
    {
        return QString("IncomingCallReply %1").arg(m.result);
    }
    QString operator()(const CallClearRequest&) const { return "CallClearRequest"; }
    QString operator()(const ControlUp&) const { return "ControlUp"; }
    QString operator()(const CallUp&) const { return "CallUp"; }
    QString operator()(const LinkInfo&) const { return "LinkInfo"; }
    QString operator()(const Closed& closed) const
    {
        switch (closed.reason) {
        case CloseReason::Requested:
            return "Closed Requested";
        case CloseReason::ControlTimeout:
            return "Closed ControlTimeout";
        case CloseReason::ControlStopped:
            return "Closed ControlStopped";
        case CloseReason::ConnectionLost:
            return "Closed ConnectionLost";
        default:
            return "Closed for another reason";
        }
    }
    template <class Other>
    QString operator()(const Other&) const
    {
        return "what is never sent";
    }
};

QString words(const Note& note)
{
    switch (note.kind) {
    case LogNoteKind::EchoRequested:
        return "EchoRequested";
    case LogNoteKind::EchoReplied:
        return "EchoReplied";
    case LogNoteKind::UnknownControl:
        return "UnknownControl";
    default:
        return "another note";
    }
}

struct MatrixBench : Bench {
    explicit MatrixBench(ControlState state)
    {
        enter(state);
        forget();
    }

    void enter(ControlState state)
    {
        switch (state) {
        case ControlState::Idle:
            return;
        case ControlState::AwaitingStart:
            return session.start(now);
        case ControlState::AwaitingCall:
            return toAwaitingCall();
        case ControlState::Established:
            return toEstablished();
        case ControlState::Clearing:
            toEstablished();
            return session.requestClose(CloseReason::Requested, now);
        case ControlState::Stopping:
            enter(ControlState::Clearing);
            return receive(CallDisconnectNotify{PeerCall, 4, 0, 0});
        case ControlState::Closing:
            toEstablished();
            return receive(StopRequest{1});
        case ControlState::Closed:
            toEstablished();
            return session.onConnectionEnd(0, now);
        }
    }

    void happen(Event event)
    {
        switch (event) {
        case Event::Unknown:
            return receive(EchoRequest{}, 9, 16);
        case Event::EndOfFile:
            return session.onConnectionEnd(0, now);
        case Event::Reset:
            return session.onConnectionEnd(ECONNRESET, now);
        case Event::Timer:
            now = session.deadline().value_or(now + 1h);
            return session.onTimer(now);
        case Event::CloseRequest:
            return session.requestClose(CloseReason::Requested, now);
        default:
            return receive(messageOf(event));
        }
    }

    static ControlMessage messageOf(Event event)
    {
        static const std::array<ControlMessage, ControlTypes> messages{
            StartRequest{},
            StartReply{.result = 1},
            StopRequest{1},
            StopReply{1, 0},
            EchoRequest{7},
            EchoReply{7, 1, 0},
            OutgoingCallRequest{.callId = 4},
            callReply,
            IncomingCallRequest{.callId = 5},
            IncomingCallReply{.callId = 6, .peerCallId = OurCall, .result = 1},
            IncomingCallConnected{.peerCallId = OurCall},
            CallClearRequest{PeerCall},
            CallDisconnectNotify{PeerCall, 3, 0, 0},
            WanErrorNotify{OurCall, {1, 2, 3, 4, 5, 6}},
            SetLinkInfo{OurCall, 0xffffffff, 0xffffffff}};
        return messages.at(static_cast<std::size_t>(event));
    }

    [[nodiscard]] QString allSent() const
    {
        QStringList all;
        for (const auto& message : sent)
            all += std::visit(Words(), message);
        return all.join(", ");
    }
    [[nodiscard]] QString allTold() const
    {
        QStringList all;
        for (const auto& record : reports)
            all += std::visit(Words(), record);
        for (const auto& note : notes)
            all += words(note);
        for (std::size_t i = 0; i < errors.size(); ++i)
            all += "WanErrors";
        return all.join(", ");
    }
};

} // namespace

class TestControlSessionMatrix : public QObject {
    Q_OBJECT

private slots:
    void hasACellForEachStateAndEvent()
    {
        std::set<std::pair<Event, ControlState>> cells;
        for (const auto& cell : matrix::cells)
            cells.emplace(cell.event, cell.state);
        QCOMPARE(cells.size(), std::size_t{160});
    }

    void doesInEachStateWhatTheRfcSays_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < matrix::cells.size(); ++i) {
            const auto& cell = matrix::cells.at(i);
            QTest::newRow(qPrintable(nameOf(stateNames, cell.state) + ", " + nameOf(eventNames, cell.event)))
                << static_cast<int>(i);
        }
    }
    void doesInEachStateWhatTheRfcSays()
    {
        QFETCH(int, index);
        const auto& cell = matrix::cells.at(static_cast<std::size_t>(index));
        MatrixBench bench(cell.state);
        QCOMPARE(nameOf(stateNames, bench.session.state()), nameOf(stateNames, cell.state));
        bench.happen(cell.event);
        QCOMPARE(nameOf(stateNames, bench.session.state()), nameOf(stateNames, cell.next));
        QCOMPARE(bench.allSent(), QString(cell.sent));
        QCOMPARE(bench.allTold(), QString(cell.told));
    }

    void endsFromEachStateOnceItIsAskedTo_data()
    {
        QTest::addColumn<int>("state");
        for (std::size_t i = 0; i < ControlStates; ++i)
            QTest::newRow(stateNames.at(i)) << static_cast<int>(i);
    }
    void endsFromEachStateOnceItIsAskedTo()
    {
        QFETCH(int, state);
        MatrixBench bench(static_cast<ControlState>(state));
        bench.session.requestClose(CloseReason::Requested, bench.now);
        const TimePoint asked = bench.now;
        for (int i = 0; i < 10 && bench.session.deadline(); ++i)
            bench.happen(Event::Timer);
        QCOMPARE(bench.session.state(), ControlState::Closed);
        QVERIFY(bench.now - asked <= 4s);
    }
};

QTEST_APPLESS_MAIN(TestControlSessionMatrix)
#include "test_control_session_matrix.moc"
