// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/worker_end.h"

#include <QTest>

using namespace pptp;

class TestWorkerEnd : public QObject {
    Q_OBJECT
private slots:
    void everyReasonHasItsError_data();
    void everyReasonHasItsError();
    void keepsTheServersCodes();
    void namesTheSystemError();
};

void TestWorkerEnd::everyReasonHasItsError_data()
{
    QTest::addColumn<int>("reason");
    QTest::addColumn<int>("code");
    using enum ErrorCode;
    const std::array<ErrorCode, 12> codes{Cancelled,      ControlTimeout, ControlRejected, ControlRejected,
                                          CallRejected,   ClosedByServer, ClosedByServer,  PeerUnreachable,
                                          ClosedByServer, PppdFailed,     WorkerFailed,    WorkerFailed};
    static_assert(static_cast<int>(CloseReason::ProtocolError) == 11);
    for (int i = 0; i < 12; ++i)
        QTest::addRow("reason %d", i) << i << static_cast<int>(codes.at(static_cast<std::size_t>(i)));
}

void TestWorkerEnd::everyReasonHasItsError()
{
    QFETCH(int, reason);
    QFETCH(int, code);
    const Error error = closedError({.reason = static_cast<CloseReason>(reason)});
    QCOMPARE(static_cast<int>(error.code), code);
    QVERIFY(!error.detail.empty());
}

void TestWorkerEnd::keepsTheServersCodes()
{
    const Error error =
        closedError({.reason = CloseReason::CallRejected, .resultCode = 4, .errorCode = 6, .causeCode = 17});
    QCOMPARE(error.numbers, (ErrorNumbers{{"result-code", 4}, {"error-code", 6}, {"cause-code", 17}}));
}

void TestWorkerEnd::namesTheSystemError()
{
    const Error error = closedError({.reason = CloseReason::ConnectionLost, .systemError = ECONNRESET});
    QCOMPARE(error.numbers, (ErrorNumbers{{"errno", ECONNRESET}}));
    QVERIFY(error.detail.find("reset") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestWorkerEnd)
#include "test_worker_end.moc"
