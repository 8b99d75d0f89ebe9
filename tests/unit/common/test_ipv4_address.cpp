// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/ipv4_address.h"

#include <QTest>

using namespace pptp;

class TestIpv4Address : public QObject {
    Q_OBJECT
private slots:
    void readsAndWritesFourNumbers_data();
    void readsAndWritesFourNumbers();
    void refusesAnyOtherForm_data();
    void refusesAnyOtherForm();
    void knowsWhatCanBeAHost();
};

void TestIpv4Address::readsAndWritesFourNumbers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<quint32>("value");
    QTest::newRow("lowest") << "0.0.0.0" << 0U;
    QTest::newRow("highest") << "255.255.255.255" << 0xffffffffU;
    QTest::newRow("order of bytes") << "203.0.113.9" << 0xCB007109U;
    QTest::newRow("loopback") << "127.0.0.1" << 0x7F000001U;
}

void TestIpv4Address::readsAndWritesFourNumbers()
{
    QFETCH(QString, text);
    QFETCH(quint32, value);
    const auto address = Ipv4Address::parse(text.toStdString());
    QVERIFY(address);
    QCOMPARE(address->value, value);
    QCOMPARE(QString::fromStdString(address->toString()), text);
}

void TestIpv4Address::refusesAnyOtherForm_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("a NUL behind") << QByteArray("1.2.3.4\0", 8);
    for (
        const char* text :
        {"",           "127.1",         "0",        "0x7f.0.0.1", "0x7f000001", "1.2.3",     "1.2.3.4.5",
         "1.2.3.256",  "1.2.3.-4",      "+1.2.3.4", " 1.2.3.4",   "1.2.3.4 ",   "1.2.3.4\n", "1..3.4",
         "1.2.3.4/24", "1.2.3.4:1723",  "01.2.3.4", "1.2.3.04",   "1.2.3.1000", "::1",       "::ffff:1.2.3.4",
         "a.b.c.d",    "\xd9\xa1.2.3.4"})
        QTest::newRow(*text ? text : "nothing") << QByteArray(text);
}

void TestIpv4Address::refusesAnyOtherForm()
{
    QFETCH(QByteArray, text);
    QVERIFY(!Ipv4Address::parse(text.toStdString()));
}

void TestIpv4Address::knowsWhatCanBeAHost()
{
    for (const char* host : {"1.0.0.0", "127.0.0.1", "203.0.113.9", "223.255.255.255"})
        QVERIFY2(Ipv4Address::parse(host)->canBeHost(), host);
    for (const char* other : {"0.0.0.0", "0.255.255.255", "224.0.0.1", "239.1.2.3", "255.255.255.255"})
        QVERIFY2(!Ipv4Address::parse(other)->canBeHost(), other);
}

QTEST_APPLESS_MAIN(TestIpv4Address)
#include "test_ipv4_address.moc"
