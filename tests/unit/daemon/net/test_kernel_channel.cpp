// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the kernel says where it refuses. What it does where it has PPTP is a scenario of the lab.
#include "daemon/net/kernel_channel.h"

#include "tests/unit/daemon/net/refused_pppox.h"

#include <QTest>

using namespace pptp;

class TestKernelChannel : public QObject {
    Q_OBJECT
private slots:
    void tellsAKernelThatCannotFromOneThatFails_data();
    void tellsAKernelThatCannotFromOneThatFails();
};

void TestKernelChannel::tellsAKernelThatCannotFromOneThatFails_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<ErrorCode>("code");
    using enum ErrorCode;
    QTest::newRow("no pppox module") << EAFNOSUPPORT << NotSupported;
    QTest::newRow("no pptp module") << EPROTONOSUPPORT << NotSupported;
    QTest::newRow("no such type of socket") << ESOCKTNOSUPPORT << NotSupported;
    QTest::newRow("no protocol") << ENOPROTOOPT << NotSupported;
    QTest::newRow("forbidden") << EACCES << NotSupported;
    QTest::newRow("not permitted") << EPERM << NotSupported;
    QTest::newRow("too many files") << EMFILE << ConfigureFailed;
    QTest::newRow("no memory") << ENOMEM << ConfigureFailed;
}

void TestKernelChannel::tellsAKernelThatCannotFromOneThatFails()
{
    QFETCH(int, number);
    QFETCH(ErrorCode, code);
    QCOMPARE(refusalOf(
                 [] {
                     return KernelChannel::bind({Ipv4Address{0x7F000002}, 1723, std::nullopt, 0}, 0xBEEF);
                 },
                 number),
             std::optional(code));
}

QTEST_APPLESS_MAIN(TestKernelChannel)
#include "test_kernel_channel.moc"
