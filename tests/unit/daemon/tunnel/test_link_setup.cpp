// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/link_setup.h"

#include "tests/unit/daemon/net/network_namespace.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace pptp;
using pptp::test::ip;

namespace {

const Ipv4Address Server = *Ipv4Address::parse("203.0.113.9");
const Ipv4Address Local = *Ipv4Address::parse("10.99.0.2");

Ipv4Network network(const char* text)
{
    return Ipv4Network::parse(text).value();
}

} // namespace

/// The network here: an uplink with a default route, and a link that stands for pppd's.
class TestLinkSetup : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QCOMPARE(ip("link set lo up"), QString()); }
    void init();
    void cleanup();
    void routesTheNetworksOfTheProfile();
    void winsOverTheDefaultRouteWithoutReplacingIt();
    void refusesToSwallowItsServer();
    void refusesAServerThatIsItsOwnPeer();
    void keepsItsOwnPacketsOutByTheirMark();
    void leavesARouteThatIsThere();
    void restoresAHostRouteThatWent();
    void findsTheWayToTheServerAroundItself();

private:
    [[nodiscard]] LinkFacts link() const { return {m_interface, Local, Server}; }
    [[nodiscard]] static QString wayTo(const char* address)
    {
        return ip(QString("route get %1").arg(address));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Ledger> m_ledger;
    std::unique_ptr<RouteTable> m_routes;
    std::unique_ptr<RuleTable> m_rules;
    Profile m_profile;
    int m_interface = 0;
};

void TestLinkSetup::init()
{
    QCOMPARE(ip("link add up0 type veth peer name up1"), QString());
    QCOMPARE(ip("addr add 192.0.2.7/24 dev up0"), QString());
    QCOMPARE(ip("link set up0 up"), QString());
    QCOMPARE(ip("link set up1 up"), QString());
    QCOMPARE(ip("route add default via 192.0.2.1"), QString());
    QCOMPARE(ip("link add tun0 type veth peer name tun1"), QString());
    QCOMPARE(ip("addr add 10.99.0.2 peer 10.99.0.1/32 dev tun0"), QString());
    QCOMPARE(ip("link set tun0 up"), QString());
    QCOMPARE(ip("link set tun1 up"), QString());
    m_interface = ip("-o link show tun0").section(':', 0, 0).toInt();
    m_folder = std::make_unique<QTemporaryDir>();
    m_ledger = std::make_unique<Ledger>(m_folder->path().toStdString());
    m_routes = std::make_unique<RouteTable>(*m_ledger);
    m_rules = std::make_unique<RuleTable>(m_folder->path().toStdString());
    m_profile = {};
}

void TestLinkSetup::cleanup()
{
    QCOMPARE(ip("link del tun0"), QString());
    QCOMPARE(ip("link del up0"), QString());
}

void TestLinkSetup::routesTheNetworksOfTheProfile()
{
    m_profile.routes = {network("10.0.0.0/8"), network("172.16.0.0/12")};
    m_profile.routeMetric = 7;
    LinkSetup setup("work", m_profile, *m_routes, *m_rules);
    QVERIFY(setup.apply(link()));
    QCOMPARE(ip("route show 10.0.0.0/8"),
             QString("10.0.0.0/8 dev tun0 proto 157 scope link src 10.99.0.2 metric 7"));
    QVERIFY(wayTo("172.16.3.4").contains("dev tun0"));
    QVERIFY(wayTo("198.51.100.1").contains("dev up0"));
    QVERIFY(setup.routes() == (std::vector<std::string>{"10.0.0.0/8", "172.16.0.0/12"}));
    setup.undo();
    QVERIFY(!ip("route show").contains("proto 157"));
    QVERIFY(setup.routes().empty());
}

void TestLinkSetup::winsOverTheDefaultRouteWithoutReplacingIt()
{
    m_profile.defaultRoute = true;
    const auto pinned = m_routes->addHostRoute("work", Server, std::nullopt);
    QVERIFY(pinned && *pinned);
    {
        LinkSetup setup("work", m_profile, *m_routes, *m_rules);
        QVERIFY(setup.apply(link()));
        QVERIFY(wayTo("198.51.100.1").contains("dev tun0"));
        QVERIFY(wayTo("8.8.8.8").contains("dev tun0"));
        QVERIFY(wayTo("203.0.113.9").contains("dev up0"));
        QVERIFY(ip("route show default").startsWith("default via 192.0.2.1"));
    }
    QVERIFY(wayTo("198.51.100.1").contains("dev up0")); // whatever ended it
}

void TestLinkSetup::refusesToSwallowItsServer()
{
    m_profile.defaultRoute = true; // and no host route
    LinkSetup setup("work", m_profile, *m_routes, *m_rules);
    const auto applied = setup.apply(link());
    QVERIFY(!applied);
    QCOMPARE(applied.error().code, ErrorCode::ConfigureFailed);
    QCOMPARE(applied.error().detail,
             std::string("the route to 128.0.0.0/1 would lead the tunnel's own packets into the tunnel"));
    QVERIFY(!ip("route show").contains("proto 157"));
}

void TestLinkSetup::refusesAServerThatIsItsOwnPeer()
{
    QCOMPARE(ip("addr add 10.99.0.2 peer 203.0.113.9/32 dev tun0"), QString());
    LinkSetup setup("work", m_profile, *m_routes, *m_rules);
    const auto applied = setup.apply(link());
    QVERIFY(!applied);
    QVERIFY(applied.error().detail.starts_with("203.0.113.9, the server, would be reached through"));
}

void TestLinkSetup::keepsItsOwnPacketsOutByTheirMark()
{
    m_profile.defaultRoute = true;
    m_profile.routeMark = 5;
    m_profile.rule = true;
    LinkSetup setup("work", m_profile, *m_routes, *m_rules);
    QVERIFY(setup.apply(link()));
    QVERIFY(wayTo("203.0.113.9").contains("dev tun0"));
    QVERIFY(wayTo("203.0.113.9 mark 5").contains("dev up0"));
    QVERIFY(wayTo("192.0.2.50").contains("dev up0")); // the local network stays local
    setup.undo();
    QVERIFY(wayTo("203.0.113.9").contains("dev up0"));
    QVERIFY(!ip("rule show").contains("3115"));
}

void TestLinkSetup::leavesARouteThatIsThere()
{
    QCOMPARE(ip("route add 10.0.0.0/8 via 192.0.2.1"), QString());
    m_profile.routes = {network("10.0.0.0/8")};
    LinkSetup setup("work", m_profile, *m_routes, *m_rules);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("there is a route to 10.0.0.0/8 with metric 0"));
    QVERIFY(setup.apply(link()));
    QVERIFY(setup.routes().empty());
    setup.undo();
    QVERIFY(ip("route show 10.0.0.0/8").contains("via 192.0.2.1"));
}

void TestLinkSetup::restoresAHostRouteThatWent()
{
    const auto pinned = m_routes->addHostRoute("work", Server, std::nullopt);
    QVERIFY(pinned && *pinned);
    const QString route = ip("route show 203.0.113.9");
    QVERIFY(!route.isEmpty());
    QCOMPARE(ip("link set up0 down"), QString());
    QCOMPARE(ip("route show 203.0.113.9"), QString());
    m_routes->restore(); // too early
    QCOMPARE(ip("route show 203.0.113.9"), QString());
    QCOMPARE(ip("link set up0 up"), QString());
    QCOMPARE(ip("route add default via 192.0.2.1"), QString());
    QTest::ignoreMessage(QtInfoMsg, "work: the route to the server, which had gone, is there again");
    m_routes->restore();
    QCOMPARE(ip("route show 203.0.113.9"), route);
    m_routes->restore(); // nothing to do
    m_routes->removeHostRoute("work", **pinned);
    QCOMPARE(ip("route show 203.0.113.9"), QString());
}

void TestLinkSetup::findsTheWayToTheServerAroundItself()
{
    m_profile.defaultRoute = true;
    const auto pinned = m_routes->addHostRoute("work", Server, std::nullopt);
    LinkSetup setup("work", m_profile, *m_routes, *m_rules);
    QVERIFY(setup.apply(link()));
    const int uplink = ip("-o link show up0").section(':', 0, 0).toInt();
    QCOMPARE(m_routes->wayTo(Server, std::nullopt, 0)->interfaceIndex, uplink);
    QCOMPARE(ip("route del default"), QString());
    const auto none = m_routes->wayTo(Server, std::nullopt, 0);
    QVERIFY(!none);
    QCOMPARE(none.error().code, ErrorCode::NoRoute);
    m_routes->removeHostRoute("work", **pinned);
}

int main(int argc, char** argv)
{
    pptp::test::enterNetworkNamespace();
    QCoreApplication application(argc, argv);
    TestLinkSetup test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_link_setup.moc"
