// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the kernel says where it refuses. What it does where it has L2TP is a scenario of the lab.
#include "daemon/net/loopback_channel.h"

#include "tests/unit/daemon/net/refused_pppox.h"

#include <QTest>

using namespace pptp;

class TestLoopbackChannel : public QObject {
    Q_OBJECT
private slots:
    void tellsAKernelThatCannotFromOneThatFails_data();
    void tellsAKernelThatCannotFromOneThatFails();
};

void TestLoopbackChannel::tellsAKernelThatCannotFromOneThatFails_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<ErrorCode>("code");
    using enum ErrorCode;
    QTest::newRow("no pppox module") << EAFNOSUPPORT << NotSupported;
    QTest::newRow("no l2tp_ppp module") << EPROTONOSUPPORT << NotSupported;
    QTest::newRow("no such type of socket") << ESOCKTNOSUPPORT << NotSupported;
    QTest::newRow("no protocol") << ENOPROTOOPT << NotSupported;
    QTest::newRow("forbidden") << EACCES << NotSupported;
    QTest::newRow("not permitted") << EPERM << NotSupported;
    QTest::newRow("too many files") << EMFILE << ConfigureFailed;
    QTest::newRow("no memory") << ENOMEM << ConfigureFailed;
}

void TestLoopbackChannel::tellsAKernelThatCannotFromOneThatFails()
{
    QFETCH(int, number);
    QFETCH(ErrorCode, code);
    QCOMPARE(refusalOf([] { return LoopbackChannel::open(0xBEEF); }, number), std::optional(code));
}

QTEST_APPLESS_MAIN(TestLoopbackChannel)
#include "test_loopback_channel.moc"
