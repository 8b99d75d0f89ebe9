// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the kernel's two PPP channels say where it refuses. What they do where it does not is for scenarios
/// of the lab.
#include "daemon/net/pppox.h"

#include "daemon/net/kernel_channel.h"
#include "daemon/net/loopback_channel.h"
#include "tests/unit/daemon/net/refused_pppox.h"

#include <QTest>

using namespace pptp;

class TestPppox : public QObject {
    Q_OBJECT
private slots:
    void tellsAKernelThatCannotFromOneThatFails_data();
    void tellsAKernelThatCannotFromOneThatFails();
};

void TestPppox::tellsAKernelThatCannotFromOneThatFails_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<ErrorCode>("code");
    using enum ErrorCode;
    QTest::newRow("no pppox module") << EAFNOSUPPORT << NotSupported;
    QTest::newRow("no module of the protocol") << EPROTONOSUPPORT << NotSupported;
    QTest::newRow("no such type of socket") << ESOCKTNOSUPPORT << NotSupported;
    QTest::newRow("no protocol") << ENOPROTOOPT << NotSupported;
    QTest::newRow("forbidden") << EACCES << NotSupported;
    QTest::newRow("not permitted") << EPERM << NotSupported;
    QTest::newRow("too many files") << EMFILE << ConfigureFailed;
    QTest::newRow("no memory") << ENOMEM << ConfigureFailed;
}

void TestPppox::tellsAKernelThatCannotFromOneThatFails()
{
    QFETCH(int, number);
    QFETCH(ErrorCode, code);
    const ServerEndpoint endpoint{Ipv4Address{0x7F000002}, 1723, std::nullopt, 0};
    QCOMPARE(refusalOf([&] { return KernelChannel::bind(endpoint, 0xBEEF); }, number), std::optional(code));
    QCOMPARE(refusalOf([] { return LoopbackChannel::open(0xBEEF); }, number), std::optional(code));
}

QTEST_APPLESS_MAIN(TestPppox)
#include "test_pppox.moc"
