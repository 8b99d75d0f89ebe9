// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/pppd_report.h"

#include <csignal>

#include <QTest>

using namespace pptp;

namespace {

PppdEnd reported(int status, PppPhase phase, PppFailure failure = PppFailure::None)
{
    PppdEnd end;
    end.exitCode = 16; // as the real one does after nearly everything
    end.report = PppExit{status, phase, failure};
    return end;
}

} // namespace

class TestPppdEnd : public QObject {
    Q_OBJECT
private slots:
    void everyReportedEndHasItsError_data();
    void everyReportedEndHasItsError();
    void numbersOfMsChapHaveTheirErrors_data();
    void numbersOfMsChapHaveTheirErrors();
    void aNumberInATerminateRequestCountsToo();
    void tellsTheMethodThatTheServerWants();
    void endsThatPppdCannotReport_data();
    void endsThatPppdCannotReport();
    void namesTheSignal();
    void aPppdThatWeEndedIsCancelled();
    void aPppdThatSomebodyElseEndedHasFailed();
    void ourOwnCauseWins();
    void quotesPppdsLastWords();
};

void TestPppdEnd::everyReportedEndHasItsError_data()
{
    using enum ErrorCode;
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("phase");
    QTest::addColumn<int>("failure");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, int status, PppPhase phase, ErrorCode code,
                        PppFailure failure = PppFailure::None) {
        QTest::newRow(name) << status << static_cast<int>(phase) << static_cast<int>(failure)
                            << static_cast<int>(code);
    };
    row("fatal", 1, PppPhase::Starting, PppdFailed);
    row("option", 2, PppPhase::Dead, PppdFailed);
    row("no kernel support", 4, PppPhase::Dead, NotSupported);
    row("device", 7, PppPhase::Starting, PppdFailed);
    row("connect", 8, PppPhase::Starting, PppdFailed);
    row("LCP", 10, PppPhase::Establish, LinkFailed);
    row("during authentication", 10, PppPhase::Authenticate, ClosedByServer);
    row("method", 10, PppPhase::Authenticate, AuthMethod, PppFailure::NotAuthenticated);
    row("no MPPE", 10, PppPhase::Network, EncryptionRequired, PppFailure::MppeRefused);
    row("weak MPPE", 10, PppPhase::Network, EncryptionTooWeak, PppFailure::MppeWeak);
    row("kernel without MPPE", 10, PppPhase::Network, EncryptionUnavailable, PppFailure::MppeUnavailable);
    row("method, line closed", 16, PppPhase::Establish, AuthMethod, PppFailure::NotAuthenticated);
    row("MPPE insisted on", 10, PppPhase::Network, EncryptionRefused, PppFailure::MppeInsisted);
    row("IPCP", 10, PppPhase::Network, AddressFailed);
    row("closed by peer", 0, PppPhase::Running, ClosedByServer);
    row("MPPE given up", 0, PppPhase::Running, EncryptionRequired, PppFailure::MppeRefused);
    row("no echo", 15, PppPhase::Running, PeerUnreachable);
    row("hang-up while up", 16, PppPhase::Running, ClosedByServer);
    row("hang-up before", 16, PppPhase::Establish, LinkFailed);
    row("loop", 17, PppPhase::Establish, LinkFailed);
    row("password", 19, PppPhase::Authenticate, AuthRefused);
    row("crashed", 127, PppPhase::Running, PppdFailed);
}

void TestPppdEnd::everyReportedEndHasItsError()
{
    QFETCH(int, status);
    QFETCH(int, phase);
    QFETCH(int, failure);
    QFETCH(int, code);
    const Error error =
        pppdEndError(reported(status, static_cast<PppPhase>(phase), static_cast<PppFailure>(failure)));
    QCOMPARE(static_cast<int>(error.code), code);
    QCOMPARE(error.numbers, (ErrorNumbers{{"status", status}}));
    QVERIFY(!error.detail.empty());
}

void TestPppdEnd::numbersOfMsChapHaveTheirErrors_data()
{
    using enum ErrorCode;
    QTest::addColumn<quint32>("number");
    QTest::addColumn<int>("code");
    QTest::newRow("hours") << 646U << static_cast<int>(AccountDisabled);
    QTest::newRow("disabled") << 647U << static_cast<int>(AccountDisabled);
    QTest::newRow("expired") << 648U << static_cast<int>(PasswordExpired);
    QTest::newRow("no dial-in") << 649U << static_cast<int>(NoDialin);
    QTest::newRow("refused") << 691U << static_cast<int>(AuthRefused);
    QTest::newRow("changing the password") << 709U << static_cast<int>(AuthRefused);
    QTest::newRow("unheard of") << 99999U << static_cast<int>(AuthRefused);
}

void TestPppdEnd::numbersOfMsChapHaveTheirErrors()
{
    QFETCH(quint32, number);
    PppdEnd end = reported(19, PppPhase::Authenticate);
    end.report->peerError = number;
    end.report->peerText = "No.";
    const Error error = pppdEndError(end);
    QTEST(static_cast<int>(error.code), "code");
    QCOMPARE(error.numbers, (ErrorNumbers{{"status", 19}, {"mschap-error", number}}));
    QCOMPARE(error.peerText, std::string("No."));
}

void TestPppdEnd::aNumberInATerminateRequestCountsToo()
{
    PppdEnd end = reported(10, PppPhase::Establish);
    end.report->peerError = 649;
    QCOMPARE(pppdEndError(end).code, ErrorCode::NoDialin);
    QCOMPARE(pppdEndError(end).numbers, (ErrorNumbers{{"status", 10}, {"ras-error", 649}}));
    end.report->peerError = 732; // says nothing about the account
    QCOMPARE(pppdEndError(end).code, ErrorCode::LinkFailed);
    QCOMPARE(pppdEndError(end).numbers, (ErrorNumbers{{"status", 10}, {"ras-error", 732}}));
    end = reported(0, PppPhase::Running);
    end.report->peerError = 691;
    QCOMPARE(pppdEndError(end).code, ErrorCode::ClosedByServer);
}

void TestPppdEnd::tellsTheMethodThatTheServerWants()
{
    PppdEnd end = reported(10, PppPhase::Establish, PppFailure::NotAuthenticated);
    end.report->wanted = 1;
    QCOMPARE(pppdEndError(end).numbers, (ErrorNumbers{{"status", 10}, {"wanted-authentication", 1}}));
}

void TestPppdEnd::endsThatPppdCannotReport_data()
{
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<int>("code");
    for (const int exitCode : {0, 1, 2, 3, 127})
        QTest::addRow("%d", exitCode) << exitCode << static_cast<int>(ErrorCode::PppdFailed);
    QTest::addRow("4") << 4 << static_cast<int>(ErrorCode::NotSupported);
}

void TestPppdEnd::endsThatPppdCannotReport()
{
    QFETCH(int, exitCode);
    QFETCH(int, code);
    PppdEnd end;
    end.exitCode = exitCode;
    const Error error = pppdEndError(end);
    QCOMPARE(static_cast<int>(error.code), code);
    QCOMPARE(error.numbers, (ErrorNumbers{{"status", exitCode}}));
}

void TestPppdEnd::namesTheSignal()
{
    PppdEnd end;
    end.signal = SIGKILL;
    const Error error = pppdEndError(end);
    QCOMPARE(error.code, ErrorCode::PppdFailed);
    QCOMPARE(error.numbers, (ErrorNumbers{{"signal", SIGKILL}}));
    QCOMPARE(error.detail, std::string("pppd was killed: Killed"));
}

void TestPppdEnd::aPppdThatWeEndedIsCancelled()
{
    PppdEnd polite = reported(5, PppPhase::Running);
    polite.terminated = true;
    QCOMPARE(pppdEndError(polite).code, ErrorCode::Cancelled);
    PppdEnd killed;
    killed.signal = SIGKILL;
    killed.terminated = true;
    QCOMPARE(pppdEndError(killed).code, ErrorCode::Cancelled);
    // What the peer did before we came wins.
    PppdEnd late = reported(19, PppPhase::Authenticate);
    late.terminated = true;
    QCOMPARE(pppdEndError(late).code, ErrorCode::AuthRefused);
    // Also where only the plugin knows it: the server hung up, and we heard of that first.
    PppdEnd refused = reported(5, PppPhase::Authenticate, PppFailure::NotAuthenticated);
    refused.terminated = true;
    QCOMPARE(pppdEndError(refused).code, ErrorCode::AuthMethod);
    PppdEnd running = reported(5, PppPhase::Running, PppFailure::NotAuthenticated);
    running.terminated = true;
    QCOMPARE(pppdEndError(running).code, ErrorCode::Cancelled);
}

void TestPppdEnd::aPppdThatSomebodyElseEndedHasFailed()
{
    QCOMPARE(pppdEndError(reported(5, PppPhase::Running)).code, ErrorCode::PppdFailed);
    QCOMPARE(pppdEndError(PppdEnd{}).code, ErrorCode::PppdFailed);
}

void TestPppdEnd::ourOwnCauseWins()
{
    PppdEnd end = reported(5, PppPhase::Authenticate);
    end.cause = Error{ErrorCode::NoSecrets, "none is stored", {}, {}};
    end.lastError = "No password was given";
    QCOMPARE(pppdEndError(end), *end.cause);
}

void TestPppdEnd::quotesPppdsLastWords()
{
    PppdEnd end;
    end.exitCode = 2;
    end.lastError = "unrecognized option 'x'";
    QCOMPARE(pppdEndError(end).detail,
             std::string("pppd refused its options or the plugin; pppd said: unrecognized option 'x'"));
}

QTEST_APPLESS_MAIN(TestPppdEnd)
#include "test_pppd_end.moc"
