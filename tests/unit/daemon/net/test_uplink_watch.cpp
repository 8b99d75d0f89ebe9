// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/uplink_watch.h"

#include "network_namespace.h"

#include <QCoreApplication>
#include <QTest>

using namespace pptp;
using pptp::test::ip;

/// The network here: va with 192.0.2.7/24.
class TestUplinkWatch : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void tellsOfEachKindOfChange_data();
    void tellsOfEachKindOfChange();
    void tellsOnceOfWhatHappensTogether();
    void saysNothingOfOurOwnRoutes();

private:
    int m_changes = 0;
    std::unique_ptr<UplinkWatch> m_watch;
};

void TestUplinkWatch::initTestCase()
{
    for (const QString words : {"link add va type veth peer name va2", "address add 192.0.2.7/24 dev va",
                                "link set va up", "link set va2 up"})
        QCOMPARE(ip(words), QString());
    // The last thing that the kernel tells of the new links, a moment later, is that they work.
    QTRY_VERIFY(ip("-oneline link show va").contains("state UP"));
}

void TestUplinkWatch::init()
{
    auto watch = UplinkWatch::open([this] { ++m_changes; });
    QVERIFY(watch);
    m_watch = std::move(*watch);
    m_changes = 0;
}

void TestUplinkWatch::tellsOfEachKindOfChange_data()
{
    QTest::addColumn<QString>("words");
    QTest::newRow("a route appears") << "route add 203.0.113.0/24 via 192.0.2.1";
    QTest::newRow("a route goes") << "route delete 203.0.113.0/24";
    QTest::newRow("an address appears") << "address add 198.51.100.7/24 dev va";
    QTest::newRow("an address goes") << "address delete 198.51.100.7/24 dev va";
    QTest::newRow("a rule appears") << "rule add fwmark 7 table 77";
    QTest::newRow("a rule goes") << "rule delete fwmark 7 table 77";
    QTest::newRow("a link goes down") << "link set va down";
    QTest::newRow("a link comes up") << "link set va up";
}

void TestUplinkWatch::tellsOfEachKindOfChange()
{
    QFETCH(QString, words);
    QCOMPARE(ip(words), QString());
    QTRY_VERIFY(m_changes >= 1);
}

void TestUplinkWatch::tellsOnceOfWhatHappensTogether()
{
    for (int i = 1; i < 6; ++i)
        QCOMPARE(ip(QString("route add 203.0.113.%1 dev va").arg(i)), QString());
    QTRY_VERIFY(m_changes >= 1);
    QVERIFY(m_changes <= 2);
}

void TestUplinkWatch::saysNothingOfOurOwnRoutes()
{
    QCOMPARE(ip("route add 203.0.113.77 dev va proto 157"), QString());
    QCOMPARE(ip("route delete 203.0.113.77 dev va proto 157"), QString());
    QTest::qWait(400); // twice as long as it takes to tell
    QCOMPARE(m_changes, 0);
}

int main(int argc, char** argv)
{
    pptp::test::enterNetworkNamespace();
    QCoreApplication application(argc, argv);
    TestUplinkWatch test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_uplink_watch.moc"
