// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/link_evidence.h"

#include <QTest>

using namespace pptp;
using namespace std::chrono_literals;

class TestLinkEvidence : public QObject {
    Q_OBJECT
private slots:
    void namesWhatWasSeen_data();
    void namesWhatWasSeen();
    void takesAnAcknowledgementForAnAnswer();
    void keepsTheNumbersAndAddsWhatItCounted();
};

void TestLinkEvidence::namesWhatWasSeen_data()
{
    using enum ErrorCode;
    QTest::addColumn<int>("given");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<bool>("heard");
    QTest::addColumn<bool>("answered");
    QTest::addColumn<int>("otherCalls");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, ErrorCode given, int seconds, bool heard, bool answered,
                        int otherCalls, ErrorCode code) {
        QTest::newRow(name) << static_cast<int>(given) << seconds << heard << answered << otherCalls
                            << static_cast<int>(code);
    };
    row("nothing at all", GreBlocked, 12, false, false, 0, GreBlocked);
    row("other calls only", GreBlocked, 12, false, false, 3, GreOtherCall);
    row("one way, by our deadline", LinkFailed, 30, true, false, 0, GreOneWay);
    row("one way, by the server's", ClosedByServer, 29, true, false, 0, GreOneWay);
    row("one way, with others beside it", LinkFailed, 30, true, false, 9, GreOneWay);
    row("both ways", LinkFailed, 30, true, true, 0, LinkFailed);
    row("both ways, with others", ClosedByServer, 30, true, true, 9, ClosedByServer);
    row("the server gave up without a packet", ClosedByServer, 10, false, false, 0, GreBlocked);
    row("the server hung up at once", ClosedByServer, 1, false, false, 0, ClosedByServer);
    row("it hung up at once after a packet", ClosedByServer, 4, true, false, 0, ClosedByServer);
    row("before the call", ClosedByServer, 0, false, false, 0, ClosedByServer);
    row("a reason that says more", AuthRefused, 30, true, false, 9, AuthRefused);
    row("our own doing", Cancelled, 30, false, false, 9, Cancelled);
    row("a process that ended", PppdFailed, 30, true, false, 0, PppdFailed);
}

void TestLinkEvidence::namesWhatWasSeen()
{
    QFETCH(int, given);
    QFETCH(int, seconds);
    QFETCH(bool, heard);
    QFETCH(bool, answered);
    QFETCH(int, otherCalls);
    const LinkEvidence evidence{.waited = std::chrono::seconds(seconds),
                                .heard = heard,
                                .answered = answered,
                                .otherCalls = static_cast<std::uint64_t>(otherCalls)};
    const Error error = explained({static_cast<ErrorCode>(given), "detail", "words", {}}, evidence);
    QTEST(static_cast<int>(error.code), "code");
    QCOMPARE(error.peerText, std::string("words"));
    QVERIFY(error.detail.ends_with("detail"));
}

void TestLinkEvidence::takesAnAcknowledgementForAnAnswer()
{
    const Error silent{ErrorCode::LinkFailed, "LCP was not agreed in time", {}, {}};
    QCOMPARE(explained(silent, {.waited = 30s, .heard = true}).code, ErrorCode::GreOneWay);
    QCOMPARE(explained(silent, {.waited = 30s, .heard = true, .acknowledged = true}).code,
             ErrorCode::LinkFailed);
}

void TestLinkEvidence::keepsTheNumbersAndAddsWhatItCounted()
{
    const Error closed{ErrorCode::ClosedByServer, "closed", {}, {{"result-code", 4}}};
    const Error error = explained(closed, {.waited = 20s, .otherCalls = 7});
    QCOMPARE(error.code, ErrorCode::GreOtherCall);
    QCOMPARE(error.numbers, (ErrorNumbers{{"result-code", 4}, {"other-call-packets", 7}}));
}

QTEST_APPLESS_MAIN(TestLinkEvidence)
#include "test_link_evidence.moc"
