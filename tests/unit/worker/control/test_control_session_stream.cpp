// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// However TCP joins, splits, delays or ends what the peer says, it means the same.

#include "tests/unit/worker/control/session_bench.h"

#include <QtTest>
#include <cerrno>

using namespace pptp;
using namespace std::chrono_literals;

namespace {

/// A whole life with every type of message in it. The peer ends the call with the message before the last.
Messages wholeLife()
{
    Messages life{StartReply{.result = 1, .hostName = RecordText::from("h")}, callReply};
    for (const int type : {1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15})
        life.push_back(emptyControl(type));
    life.push_back(CallDisconnectNotify{PeerCall, 3, 0, 16});
    life.push_back(StopRequest{3});
    return life;
}

/// All that can be seen of a session from outside.
struct Seen {
    Messages sent;
    Reports reports;
    ControlState state{};
    bool operator==(const Seen&) const = default;
};

Seen seen(const Bench& bench)
{
    return {bench.sent, bench.reports, bench.session.state()};
}

} // namespace

class TestControlSessionStream : public QObject {
    Q_OBJECT

    std::vector<std::byte> m_stream = streamOf(wholeLife());

    void feed(Bench& bench, std::size_t from, std::size_t to) const
    {
        bench.session.onBytes(std::span(m_stream).subspan(from, to - from), bench.now);
    }

    /// What it should look like: each message by itself.
    static Seen seenOfWholeMessages()
    {
        Bench bench;
        bench.session.start(bench.now);
        for (const auto& message : wholeLife())
            bench.receive(message);
        return seen(bench);
    }

private slots:
    void leadsTheWholeLifeToItsEnd()
    {
        const Seen whole = seenOfWholeMessages();
        QCOMPARE(whole.state, ControlState::Closing);
        const Messages expected{
            StartRequest{0x0100, 3, 3, 0, 1, RecordText::from("local"), RecordText::from("pptp-tunnel")},
            OutgoingCallRequest{OurCall, 9, 2400, 10'000'000, 3, 3, 64, 0, RecordText::from("0123"),
                                RecordText{}},
            StartReply{.result = 3},
            EchoReply{0, 1, 0},
            OutgoingCallReply{.result = 7},
            IncomingCallReply{.result = 3},
            StopRequest{3},
            StopReply{1, 0}};
        QCOMPARE(whole.sent, expected);
    }

    void understandsAllMessagesInOnePiece()
    {
        Bench bench;
        bench.session.start(bench.now);
        feed(bench, 0, m_stream.size());
        QVERIFY(seen(bench) == seenOfWholeMessages());
    }

    void understandsThemSplitAtEveryOffset()
    {
        const Seen whole = seenOfWholeMessages();
        for (std::size_t cut = 0; cut <= m_stream.size(); ++cut) {
            Bench bench;
            bench.session.start(bench.now);
            feed(bench, 0, cut);
            feed(bench, cut, m_stream.size());
            QVERIFY2(seen(bench) == whole, qPrintable(QString("split at %1").arg(cut)));
        }
    }

    void understandsThemInPiecesOfAnySize()
    {
        const Seen whole = seenOfWholeMessages();
        for (std::size_t size = 1; size <= 260; ++size) {
            Bench bench;
            bench.session.start(bench.now);
            for (std::size_t at = 0; at < m_stream.size(); at += size)
                feed(bench, at, std::min(at + size, m_stream.size()));
            QVERIFY2(seen(bench) == whole, qPrintable(QString("pieces of %1").arg(size)));
        }
    }

    void endsWhereverTheConnectionEnds_data()
    {
        QTest::addColumn<int>("systemError");
        QTest::newRow("FIN") << 0;
        QTest::newRow("RST") << ECONNRESET;
    }
    void endsWhereverTheConnectionEnds()
    {
        QFETCH(int, systemError);
        const std::size_t stop = m_stream.size() - controlSize(ControlType::StopRequest);
        for (std::size_t cut = 0; cut <= m_stream.size(); ++cut) {
            Bench bench;
            bench.session.start(bench.now);
            feed(bench, 0, cut);
            bench.session.onConnectionEnd(systemError, bench.now);
            const Closed lost{CloseReason::ConnectionLost, 0, 0, 0, systemError};
            const Closed ended{CloseReason::CallDisconnected, 3, 0, 16, 0};
            QCOMPARE(bench.reports.back(), WorkerReport{cut < stop ? lost : ended});
            QCOMPARE(bench.session.state(), ControlState::Closed);
            QVERIFY(!bench.session.deadline());

            const Seen atEnd = seen(bench);
            feed(bench, cut, m_stream.size());
            bench.advance(1h);
            QVERIFY(seen(bench) == atEnd);
        }
    }

    void isNotKeptWaitingByATrickleInAnyState_data()
    {
        QTest::addColumn<int>("messages");
        QTest::addColumn<bool>("closing");
        QTest::addColumn<int>("seconds");
        QTest::newRow("for the start") << 0 << false << 10;
        QTest::newRow("for the call") << 1 << false << 10;
        QTest::newRow("with the call up") << 2 << false << 90;
        QTest::newRow("while clearing, then stopping") << 2 << true << 4;
        QTest::newRow("for the peer's close") << 17 << false << 1;
    }
    void isNotKeptWaitingByATrickleInAnyState()
    {
        QFETCH(int, messages);
        QFETCH(bool, closing);
        QFETCH(int, seconds);
        Bench bench;
        bench.session.start(bench.now);
        const Messages life = wholeLife();
        for (int i = 0; i < messages; ++i)
            bench.receive(life[static_cast<std::size_t>(i)]);
        if (closing)
            bench.session.requestClose(CloseReason::Requested, bench.now);
        const auto slow = encodeControl(StartReply{.result = 1});
        const TimePoint first = bench.now;
        for (std::size_t i = 0; bench.session.state() != ControlState::Closed && i < 150; ++i) {
            bench.session.onBytes(slow.view().subspan(i, 1), bench.now);
            bench.advance(1s);
        }
        QCOMPARE(bench.session.state(), ControlState::Closed);
        QCOMPARE(bench.now - first, std::chrono::seconds(seconds));
    }
};

QTEST_APPLESS_MAIN(TestControlSessionStream)
#include "test_control_session_stream.moc"
