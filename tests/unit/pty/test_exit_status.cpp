// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/exit_status.h"

#include <QTest>

using namespace pptp;

class TestExitStatus : public QObject {
    Q_OBJECT
private slots:
    void tellsTheKindOfEnd_data();
    void tellsTheKindOfEnd();
};

void TestExitStatus::tellsTheKindOfEnd_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("status");
    const auto row = [](ErrorCode code, int status) {
        QTest::newRow(errorCodeName(code).data()) << static_cast<int>(code) << status;
    };
    row(ErrorCode::Cancelled, 0);
    row(ErrorCode::PppdFailed, 0);
    row(ErrorCode::ConfigureFailed, 1);
    row(ErrorCode::WorkerFailed, 1);
    row(ErrorCode::InvalidArguments, 2);
    row(ErrorCode::InvalidSettings, 2);
    row(ErrorCode::NameUnresolved, 3);
    row(ErrorCode::NoRoute, 4);
    row(ErrorCode::NetworkDown, 4);
    row(ErrorCode::ServerUnreachable, 4);
    row(ErrorCode::ConnectionRefused, 4);
    row(ErrorCode::ControlTimeout, 5);
    row(ErrorCode::ControlRejected, 5);
    row(ErrorCode::CallRejected, 6);
    row(ErrorCode::ClosedByServer, 7);
    row(ErrorCode::PeerUnreachable, 8);
}

void TestExitStatus::tellsTheKindOfEnd()
{
    QFETCH(int, code);
    QFETCH(int, status);
    QCOMPARE(static_cast<int>(exitStatus(Error{static_cast<ErrorCode>(code)})), status);
}

QTEST_GUILESS_MAIN(TestExitStatus)
#include "test_exit_status.moc"
