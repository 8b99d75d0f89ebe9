// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/tunnel_name.h"

#include <QTest>

using namespace pptp;

class TestTunnelName : public QObject {
    Q_OBJECT
private slots:
    void knowsNames_data();
    void knowsNames();
    void encodesAsSdBusDoes_data();
    void encodesAsSdBusDoes();
    void makesObjectPaths();
};

void TestTunnelName::knowsNames_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("valid");
    const auto row = [](QByteArray name, bool valid) { QTest::newRow(name.constData()) << name << valid; };
    row("work", true);
    row("my.vpn-1_x", true);
    row("1abc", true);
    row("Z", true);
    row(QByteArray(64, 'a'), true);
    row(QByteArray(65, 'b'), false);
    row(QByteArray(256, 'c'), false);
    for (const char* name : {"", ".", "..", "../x", "a/b", ".hidden", "-x", "_x", "a b", "a\n", "a\x1b",
                             "%2e", "caf\xc3\xa9", "a:b"})
        row(name, false);
    QTest::newRow("a NUL") << QByteArray("x\0y", 3) << false;
}

void TestTunnelName::knowsNames()
{
    QFETCH(QByteArray, name);
    QFETCH(bool, valid);
    QCOMPARE(isValidTunnelName(name.toStdString()), valid);
}

void TestTunnelName::encodesAsSdBusDoes_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("encoded");
    QTest::newRow("plain") << QByteArray("work") << QByteArray("work");
    QTest::newRow("signs") << QByteArray("my.vpn-1_x") << QByteArray("my_2evpn_2d1_5fx");
    QTest::newRow("leading digit") << QByteArray("1abc") << QByteArray("_31abc");
    QTest::newRow("empty") << QByteArray() << QByteArray("_");
    QTest::newRow("an escape escaped") << QByteArray("a_2e") << QByteArray("a_5f2e");
    QTest::newRow("high bytes") << QByteArray("\xc3\xa9") << QByteArray("_c3_a9");
    QTest::newRow("case") << QByteArray("Work") << QByteArray("Work");
}

void TestTunnelName::encodesAsSdBusDoes()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, encoded);
    QCOMPARE(QByteArray::fromStdString(encodePathElement(name.toStdString())), encoded);
}

void TestTunnelName::makesObjectPaths()
{
    QCOMPARE(tunnelObjectPath("my.vpn-1_x"), std::string("/org/pptptunnel/Tunnels1/tunnel/my_2evpn_2d1_5fx"));
}

QTEST_APPLESS_MAIN(TestTunnelName)
#include "test_tunnel_name.moc"
