// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/route_table.h"

#include "network_namespace.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace pptp;
using pptp::test::ip;

namespace {

const Ipv4Address Server = *Ipv4Address::parse("203.0.113.9");
const Ipv4Address Gateway = *Ipv4Address::parse("192.0.2.1");
const Ipv4Address Local = *Ipv4Address::parse("192.0.2.7");

} // namespace

/// The network here: uplink 192.0.2.7/24 on va with a default route by 192.0.2.1, and vb, a second way.
class TestRouteTable : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void pinsTheWayToTheServer();
    void removesItAgain();
    void pinsAServerOnTheLocalNetwork();
    void pinsThroughAGatewayThatIsOnNoNetwork();
    void leavesAHostRouteOfSomebodyElse();
    void leavesAHostRouteThatTheWayDoesNotUse();
    void neverRemovesARouteThatWasReplaced();
    void addsNothingForThisMachine();
    void saysWhenThereIsNoWay_data();
    void saysWhenThereIsNoWay();
    void sharesOneRouteBetweenTwoTunnels();
    void addsTheRouteAgainAfterItsInterfaceWentDown();
    void givesUpTheRouteToTheAddressBefore();
    void removesWhatAKilledDaemonLeft();
    void leftoversSpareForeignRoutes();
    void addsNothingThatItCannotNote();

private:
    [[nodiscard]] static QString hostRoutes() { return ip("route show 203.0.113.9"); }
    [[nodiscard]] QStringList files() const { return QDir(m_folder->path()).entryList(QDir::Files); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Ledger> m_ledger;
    std::unique_ptr<RouteTable> m_routes;
};

void TestRouteTable::initTestCase()
{
    QCOMPARE(ip("link set lo up"), QString());
}

void TestRouteTable::init()
{
    QCOMPARE(ip("link add va type veth peer name vb"), QString());
    QCOMPARE(ip("addr add 192.0.2.7/24 dev va"), QString());
    QCOMPARE(ip("addr add 198.51.100.7/24 dev vb"), QString());
    QCOMPARE(ip("link set va up"), QString());
    QCOMPARE(ip("link set vb up"), QString());
    QCOMPARE(ip("route add default via 192.0.2.1"), QString());
    m_folder = std::make_unique<QTemporaryDir>();
    m_ledger = std::make_unique<Ledger>(m_folder->path().toStdString());
    m_routes = std::make_unique<RouteTable>(*m_ledger);
}

void TestRouteTable::cleanup()
{
    m_routes.reset();
    QCOMPARE(ip("link del va"), QString());
}

void TestRouteTable::pinsTheWayToTheServer()
{
    const auto added = m_routes->addHostRoute("work", Server, std::nullopt);
    QVERIFY(added);
    QVERIFY(*added);
    QCOMPARE((*added)->gateway, std::optional(Gateway));
    QCOMPARE((*added)->preferredSource, std::optional(Local));
    QCOMPARE(hostRoutes(), QString("203.0.113.9 via 192.0.2.1 dev va proto 157 src 192.0.2.7 onlink"));
    QVERIFY(m_ledger->entries() == std::vector<Ledger::Entry>({{"work", **added}}));
    // It holds when the default route goes elsewhere, into the tunnel for example.
    QCOMPARE(ip("route replace default dev vb"), QString());
    QVERIFY(ip("route get 203.0.113.9").startsWith("203.0.113.9 via 192.0.2.1 dev va"));
}

void TestRouteTable::removesItAgain()
{
    const auto added = m_routes->addHostRoute("work", Server, Local);
    QVERIFY(added && *added);
    m_routes->removeHostRoute("work", **added);
    QCOMPARE(hostRoutes(), QString());
    QCOMPARE(files(), QStringList());
    m_routes->removeHostRoute("work", **added); // gone already: nothing to say
}

void TestRouteTable::pinsAServerOnTheLocalNetwork()
{
    const auto added = m_routes->addHostRoute("work", *Ipv4Address::parse("192.0.2.99"), std::nullopt);
    QVERIFY(added && *added);
    QCOMPARE(ip("route show 192.0.2.99"), QString("192.0.2.99 dev va proto 157 scope link src 192.0.2.7"));
    m_routes->removeHostRoute("work", **added);
    QCOMPARE(ip("route show 192.0.2.99"), QString());
}

void TestRouteTable::pinsThroughAGatewayThatIsOnNoNetwork()
{
    QCOMPARE(ip("route replace default via 172.31.1.1 dev va onlink"), QString());
    const auto added = m_routes->addHostRoute("work", Server, std::nullopt);
    QVERIFY(added && *added);
    QVERIFY(hostRoutes().startsWith("203.0.113.9 via 172.31.1.1 dev va proto 157"));
    m_routes->removeHostRoute("work", **added);
    QCOMPARE(hostRoutes(), QString());
}

void TestRouteTable::leavesAHostRouteOfSomebodyElse()
{
    QCOMPARE(ip("route add 203.0.113.9 dev vb metric 5"), QString());
    const QString before = hostRoutes();
    const auto added = m_routes->addHostRoute("work", Server, std::nullopt);
    QVERIFY(added);
    QVERIFY(!*added);
    QCOMPARE(hostRoutes(), before);
    QCOMPARE(files(), QStringList());
}

void TestRouteTable::leavesAHostRouteThatTheWayDoesNotUse()
{
    // A rule of policy routing comes first, so only the attempt to add shows that the place is taken.
    QCOMPARE(ip("route add default via 192.0.2.1 table 100"), QString());
    QCOMPARE(ip("rule add to 203.0.113.0/24 table 100"), QString());
    QCOMPARE(ip("route add 203.0.113.9 dev vb"), QString());
    const QString before = hostRoutes();
    const auto added = m_routes->addHostRoute("work", Server, std::nullopt);
    QCOMPARE(ip("rule del to 203.0.113.0/24 table 100"), QString());
    QVERIFY(added);
    QVERIFY(!*added);
    QCOMPARE(hostRoutes(), before);
    QCOMPARE(files(), QStringList());
}

void TestRouteTable::neverRemovesARouteThatWasReplaced()
{
    const auto added = m_routes->addHostRoute("work", Server, std::nullopt);
    QVERIFY(added && *added);
    for (const char* other :
         {"route replace 203.0.113.9 via 192.0.2.1 dev va src 192.0.2.7 proto static",
          "route replace 203.0.113.9 via 192.0.2.2 dev va proto 157",
          "route replace 203.0.113.9 dev vb proto 157", "route replace 203.0.113.9 dev va proto 157"}) {
        QCOMPARE(ip(other), QString());
        const QString before = hostRoutes();
        QVERIFY(!before.isEmpty());
        const auto again = m_ledger->noteHostRoute("work", **added);
        QVERIFY(again);
        RouteTable(*m_ledger).removeLeftovers();
        QCOMPARE(hostRoutes(), before);
    }
    const QString before = hostRoutes();
    m_routes->removeHostRoute("work", **added);
    QCOMPARE(hostRoutes(), before);
}

void TestRouteTable::addsNothingForThisMachine()
{
    for (const char* own : {"127.0.0.1", "192.0.2.7"}) {
        const auto added = m_routes->addHostRoute("work", *Ipv4Address::parse(own), std::nullopt);
        QVERIFY(added);
        QVERIFY(!*added);
    }
    QCOMPARE(ip("route show proto 157"), QString());
}

void TestRouteTable::saysWhenThereIsNoWay_data()
{
    QTest::addColumn<QString>("change");
    QTest::newRow("nothing matches") << "route del default";
    QTest::newRow("unreachable") << "route replace unreachable default";
    QTest::newRow("blackhole") << "route replace blackhole default";
    QTest::newRow("prohibit") << "route replace prohibit default";
    QTest::newRow("link down") << "link set va down";
}

void TestRouteTable::saysWhenThereIsNoWay()
{
    QFETCH(QString, change);
    QCOMPARE(ip(change), QString());
    const auto added = m_routes->addHostRoute("work", Server, std::nullopt);
    QCOMPARE(ip("route flush 0.0.0.0/0").startsWith("failed"), false);
    QVERIFY(!added);
    QCOMPARE(added.error().code, ErrorCode::NoRoute);
    QVERIFY(QByteArray(added.error().detail.c_str()).startsWith("route to 203.0.113.9: "));
    QCOMPARE(files(), QStringList());
}

void TestRouteTable::sharesOneRouteBetweenTwoTunnels()
{
    const auto first = m_routes->addHostRoute("work", Server, std::nullopt);
    const auto second = m_routes->addHostRoute("lab", Server, std::nullopt);
    QVERIFY(first && *first);
    QVERIFY(second && *second);
    QVERIFY(**first == **second);
    QCOMPARE(files(), (QStringList{"lab.routes", "work.routes"}));
    m_routes->removeHostRoute("work", **first);
    QVERIFY(hostRoutes().contains("proto 157"));
    QCOMPARE(files(), QStringList{"lab.routes"});
    m_routes->removeHostRoute("work", **first); // a second time does not count for the other tunnel
    QVERIFY(hostRoutes().contains("proto 157"));
    m_routes->removeHostRoute("lab", **second);
    QCOMPARE(hostRoutes(), QString());
    QCOMPARE(files(), QStringList());
}

void TestRouteTable::addsTheRouteAgainAfterItsInterfaceWentDown()
{
    const auto first = m_routes->addHostRoute("work", Server, std::nullopt);
    QVERIFY(first && *first);
    QCOMPARE(ip("link set va down"), QString());
    QCOMPARE(ip("route add default dev vb"), QString());
    const auto second = m_routes->addHostRoute("lab", Server, std::nullopt);
    QVERIFY(second && *second);
    QVERIFY(hostRoutes().contains("dev vb proto 157"));
    m_routes->removeHostRoute("work", **first);
    QVERIFY(hostRoutes().contains("dev vb proto 157"));
    m_routes->removeHostRoute("lab", **second);
    QCOMPARE(hostRoutes(), QString());
}

void TestRouteTable::givesUpTheRouteToTheAddressBefore()
{
    const auto first = m_routes->addHostRoute("work", *Ipv4Address::parse("203.0.113.8"), std::nullopt);
    QVERIFY(first && *first);
    const auto second = m_routes->addHostRoute("work", Server, std::nullopt);
    QVERIFY(second && *second);
    QCOMPARE(ip("route show 203.0.113.8"), QString());
    QVERIFY(hostRoutes().contains("proto 157"));
}

void TestRouteTable::removesWhatAKilledDaemonLeft()
{
    QVERIFY(m_routes->addHostRoute("work", Server, std::nullopt));
    QVERIFY(m_routes->addHostRoute("lab", Server, std::nullopt));
    m_routes.reset(); // without a word, as kill -9 would
    Ledger ledger(m_folder->path().toStdString());
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression("lab: removing the route to 203.0.113.9"));
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression("work: removing the route to 203.0.113.9"));
    RouteTable(ledger).removeLeftovers();
    QCOMPARE(hostRoutes(), QString());
    QCOMPARE(files(), QStringList());
}

void TestRouteTable::leftoversSpareForeignRoutes()
{
    QCOMPARE(ip("route add 203.0.113.9 via 192.0.2.1 dev va src 192.0.2.7"), QString());
    const QString before = hostRoutes();
    // Noted, and then the daemon was killed before it could add the route.
    const HostRoute noted{Server, ip("-o link show va").section(':', 0, 0).toInt(), Gateway, Local};
    QVERIFY(m_ledger->noteHostRoute("work", noted));
    m_routes->removeLeftovers();
    QCOMPARE(hostRoutes(), before);
    QCOMPARE(files(), QStringList());
}

void TestRouteTable::addsNothingThatItCannotNote()
{
    QVERIFY(m_folder->remove());
    const auto added = m_routes->addHostRoute("work", Server, std::nullopt);
    QVERIFY(!added);
    QCOMPARE(added.error().code, ErrorCode::ConfigureFailed);
    QCOMPARE(hostRoutes(), QString());
}

int main(int argc, char** argv)
{
    pptp::test::enterNetworkNamespace();
    QCoreApplication application(argc, argv);
    TestRouteTable test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_route_table.moc"
