// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/uplink.h"

#include "network_namespace.h"

#include <QCoreApplication>
#include <QTest>

using namespace pptp;
using pptp::test::ip;

namespace {

const Ipv4Address First = *Ipv4Address::parse("192.0.2.7");
const Ipv4Address Second = *Ipv4Address::parse("198.51.100.7");

ServerEndpoint server()
{
    return {*Ipv4Address::parse("203.0.113.9"), 1723, std::nullopt, 0};
}

} // namespace

/// The network here: two ways out, va with 192.0.2.7/24 and vb with 198.51.100.7/24, and no default route.
class TestUplink : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void findsNoWayWithoutARoute();
    void tellsTheSourceOfTheWay();
    void followsTheBetterRoute();
    void heedsTheMark();
    void heedsTheBinding();
    void doesNotCountALinkWithoutACarrier();
    void reachesThisMachineItself();
    void knowsAnAddressWhoseInterfaceIsDown();
};

void TestUplink::initTestCase()
{
    QCOMPARE(ip("link set lo up"), QString());
}

void TestUplink::init()
{
    for (const QString words : {"link add va type veth peer name va2", "link add vb type veth peer name vb2",
                                "address add 192.0.2.7/24 dev va", "address add 198.51.100.7/24 dev vb",
                                "link set va2 up", "link set vb2 up", "link set va up", "link set vb up"})
        QCOMPARE(ip(words), QString());
}

void TestUplink::cleanup()
{
    QCOMPARE(ip("link delete va"), QString());
    QCOMPARE(ip("link delete vb"), QString());
    (void)ip("rule delete fwmark 7");
}

void TestUplink::findsNoWayWithoutARoute()
{
    QVERIFY(!sourceTowards(server()));
    QCOMPARE(ip("route add unreachable 203.0.113.0/24"), QString());
    QVERIFY(!sourceTowards(server()));
    QCOMPARE(ip("route delete unreachable 203.0.113.0/24"), QString());
}

void TestUplink::tellsTheSourceOfTheWay()
{
    QCOMPARE(ip("route add default via 192.0.2.1"), QString());
    QVERIFY(sourceTowards(server()) == First);
}

void TestUplink::followsTheBetterRoute()
{
    QCOMPARE(ip("route add default via 192.0.2.1 metric 100"), QString());
    QCOMPARE(ip("route add default via 198.51.100.1 metric 50"), QString());
    QVERIFY(sourceTowards(server()) == Second);
    QCOMPARE(ip("link set vb down"), QString());
    QVERIFY(sourceTowards(server()) == First);
}

void TestUplink::heedsTheMark()
{
    QCOMPARE(ip("route add default via 192.0.2.1"), QString());
    QCOMPARE(ip("route add default via 198.51.100.1 table 77"), QString());
    QCOMPARE(ip("rule add fwmark 7 table 77"), QString());
    ServerEndpoint marked = server();
    marked.routeMark = 7;
    QVERIFY(sourceTowards(marked) == Second);
}

void TestUplink::heedsTheBinding()
{
    QCOMPARE(ip("route add default via 192.0.2.1"), QString());
    ServerEndpoint bound = server();
    bound.localBind = Second;
    QVERIFY(sourceTowards(bound) == Second);
    bound.localBind = *Ipv4Address::parse("198.51.100.8");
    QVERIFY(!sourceTowards(bound));
}

void TestUplink::doesNotCountALinkWithoutACarrier()
{
    QTRY_VERIFY(isUsable(placeOf(First)));
    QCOMPARE(ip("link set va2 down"), QString());
    QTRY_VERIFY(!isUsable(placeOf(First)));
    QCOMPARE(ip("link set va2 up"), QString());
    QTRY_VERIFY(isUsable(placeOf(First)));
    QVERIFY(isUsable(placeOf(*Ipv4Address::parse("203.0.113.77")))); // of a range that is ours as a whole
}

void TestUplink::reachesThisMachineItself()
{
    ServerEndpoint here = server();
    here.address = *Ipv4Address::parse("127.0.0.1");
    QVERIFY(sourceTowards(here) == here.address);
}

void TestUplink::knowsAnAddressWhoseInterfaceIsDown()
{
    QVERIFY(placeOf(First).exists);
    QCOMPARE(ip("link set va down"), QString());
    QVERIFY(placeOf(First).exists);
    QCOMPARE(ip("address delete 192.0.2.7/24 dev va"), QString());
    QVERIFY(!placeOf(First).exists);
}

int main(int argc, char** argv)
{
    pptp::test::enterNetworkNamespace();
    QCoreApplication application(argc, argv);
    TestUplink test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_uplink.moc"
