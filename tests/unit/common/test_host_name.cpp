// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/host_name.h"

#include <QTest>

using namespace pptp;

class TestHostName : public QObject {
    Q_OBJECT
private slots:
    void knowsHostNames_data();
    void knowsHostNames();
    void keepsTheLimitsOfLength();
};

void TestHostName::knowsHostNames_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("valid");
    const auto row = [](const char* text, bool valid) { QTest::newRow(text) << QByteArray(text) << valid; };
    row("vpn.example.com", true);
    row("VPN", true);
    row("3com.com", true);
    row("a-b--c.example", true);
    row("xn--mnchen-3ya.de", true);
    row("1.2.3.4.example", true);
    row("0x7f.example", true);
    row("12ab", true);
    QTest::newRow("empty") << QByteArray() << false;
    row(".", false);
    row("vpn.example.com.", false);
    row(".example.com", false);
    row("a..b", false);
    row("-x", false);
    row("--rtmark", false);
    row("x-", false);
    row("a.-b.c", false);
    row("a_b", false);
    row("a b", false);
    row("vpn.example.com\n", false);
    row("1.2.3.4;touch", false);
    row("$(id)", false);
    row("`id`", false);
    row("[::1]", false);
    row("::1", false);
    row("vpn:1723", false);
    row("user@vpn", false);
    row("m\xc3\xbcnchen.de", false);
    // What inet_aton(3) takes for an address:
    row("0", false);
    row("127.1", false);
    row("0x7f.1", false);
    row("1.2.3.0x4", false);
    row("0X7F000001", false);
    row("0x", false);
    row("1.2.3.4", false);
    row("example.1", false);
    QTest::newRow("a NUL") << QByteArray("vpn\0.com", 8) << false;
}

void TestHostName::knowsHostNames()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, valid);
    QCOMPARE(isHostName(text.toStdString()), valid);
}

void TestHostName::keepsTheLimitsOfLength()
{
    const std::string label(63, 'a');
    QVERIFY(isHostName(label));
    QVERIFY(!isHostName(label + "a"));
    const std::string longest = label + '.' + label + '.' + label + '.' + std::string(61, 'b');
    QCOMPARE(longest.size(), std::size_t{253});
    QVERIFY(isHostName(longest));
    QVERIFY(!isHostName(longest + "b"));
}

QTEST_APPLESS_MAIN(TestHostName)
#include "test_host_name.moc"
