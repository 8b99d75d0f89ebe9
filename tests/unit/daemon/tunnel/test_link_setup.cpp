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
const Ipv4Address Peer = *Ipv4Address::parse("10.99.0.1");
const Ipv4Address Local = *Ipv4Address::parse("10.99.0.2");

/// Keeps what it is told; answers when it is asked to.
struct NamesByHand : NameResolution {
    void apply(const std::string& tunnel, int, const NameServers& names, Done done) override
    {
        calls.push_back("apply " + tunnel);
        told = names;
        answer = std::move(done);
    }
    void revert(const std::string& tunnel) override { calls.push_back("revert " + tunnel); }

    std::vector<std::string> calls;
    NameServers told;
    Done answer;
};

struct MoverByHand : LinkMover {
    void move(const std::string&, const std::string& namespaceName, const MovedLink& link,
              std::function<void(Result<void>)> done) override
    {
        target = namespaceName;
        moved = link;
        answer = std::move(done);
    }

    std::string target;
    MovedLink moved;
    std::function<void(Result<void>)> answer;
};

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
    void leavesNamesAloneUnlessTheProfileWants();
    void usesTheNameServersOfThePeer();
    void usesTheNameServersOfTheProfile();
    void isUpWithoutItsNameServers();
    void isSetUpInANamespace();

private:
    [[nodiscard]] LinkFacts link() const
    {
        return {"tun0", m_interface, Local, Peer, Server, {*Ipv4Address::parse("10.99.0.53")}};
    }
    [[nodiscard]] LinkSetup newSetup() { return LinkSetup("work", m_profile, *m_services); }
    /// For what does not wait for names.
    [[nodiscard]] Result<void> apply(LinkSetup& setup) const
    {
        Result<void> result = fail(ErrorCode::TimedOut, "no answer");
        setup.apply(link(), [&result](Result<void> done) { result = std::move(done); });
        return result;
    }
    [[nodiscard]] static QString wayTo(const char* address)
    {
        return ip(QString("route get %1").arg(address));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Ledger> m_ledger;
    std::unique_ptr<RouteTable> m_routes;
    std::unique_ptr<RuleTable> m_rules;
    NamesByHand m_names;
    MoverByHand m_mover;
    std::unique_ptr<LinkServices> m_services;
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
    m_names = {};
    m_services.reset(new LinkServices{*m_routes, *m_rules, m_names, m_mover});
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
    LinkSetup setup = newSetup();
    QVERIFY(apply(setup));
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
        LinkSetup setup = newSetup();
        QVERIFY(apply(setup));
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
    LinkSetup setup = newSetup();
    const auto applied = apply(setup);
    QVERIFY(!applied);
    QCOMPARE(applied.error().code, ErrorCode::ConfigureFailed);
    QCOMPARE(applied.error().detail,
             std::string("the route to 128.0.0.0/1 would lead the tunnel's own packets into the tunnel"));
    QVERIFY(!ip("route show").contains("proto 157"));
}

void TestLinkSetup::refusesAServerThatIsItsOwnPeer()
{
    QCOMPARE(ip("addr add 10.99.0.2 peer 203.0.113.9/32 dev tun0"), QString());
    LinkSetup setup = newSetup();
    const auto applied = apply(setup);
    QVERIFY(!applied);
    QVERIFY(applied.error().detail.starts_with("203.0.113.9, the server, would be reached through"));
}

void TestLinkSetup::keepsItsOwnPacketsOutByTheirMark()
{
    m_profile.defaultRoute = true;
    m_profile.routeMark = 5;
    m_profile.rule = true;
    LinkSetup setup = newSetup();
    QVERIFY(apply(setup));
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
    LinkSetup setup = newSetup();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("there is a route to 10.0.0.0/8 with metric 0"));
    QVERIFY(apply(setup));
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
    LinkSetup setup = newSetup();
    QVERIFY(apply(setup));
    const int uplink = ip("-o link show up0").section(':', 0, 0).toInt();
    QCOMPARE(m_routes->wayTo(Server, std::nullopt, 0)->interfaceIndex, uplink);
    QCOMPARE(ip("route del default"), QString());
    const auto none = m_routes->wayTo(Server, std::nullopt, 0);
    QVERIFY(!none);
    QCOMPARE(none.error().code, ErrorCode::NoRoute);
    m_routes->removeHostRoute("work", **pinned);
}

void TestLinkSetup::leavesNamesAloneUnlessTheProfileWants()
{
    m_profile.searchDomains = {"example.com"};
    LinkSetup setup = newSetup();
    QVERIFY(apply(setup));
    QVERIFY(m_names.calls.empty());
    QVERIFY(setup.nameKeeper().empty());
}

void TestLinkSetup::usesTheNameServersOfThePeer()
{
    m_profile.dns.usePeers = true;
    m_profile.searchDomains = {"example.com", "~example.net"};
    LinkSetup setup = newSetup();
    QCOMPARE(apply(setup).error().code, ErrorCode::TimedOut); // not before the names are in use
    const NameServers expected{"tun0", {*Ipv4Address::parse("10.99.0.53")}, {"example.com"}, {"example.net"}};
    QVERIFY(m_names.told == expected);
    bool up = false;
    setup.apply(link(), [&up](const Result<void>& done) { up = done.has_value(); });
    m_names.answer(std::string("systemd-resolved"));
    QVERIFY(up);
    QCOMPARE(setup.nameKeeper(), std::string("systemd-resolved"));
    QVERIFY(setup.nameServers() == expected);
    setup.undo();
    QCOMPARE(m_names.calls.back(), std::string("revert work"));
    QVERIFY(setup.nameKeeper().empty());
}

void TestLinkSetup::usesTheNameServersOfTheProfile()
{
    m_profile.dns.servers = {*Ipv4Address::parse("192.0.2.53")};
    LinkSetup setup = newSetup();
    setup.apply(link(), [](const Result<void>&) {});
    QVERIFY(m_names.told.servers == m_profile.dns.servers);
}

void TestLinkSetup::isUpWithoutItsNameServers()
{
    m_profile.dns.usePeers = true;
    LinkSetup setup = newSetup();
    bool up = false;
    setup.apply(link(), [&up](const Result<void>& done) { up = done.has_value(); });
    QTest::ignoreMessage(QtWarningMsg, "work: its name servers are not in use: no bus");
    m_names.answer(fail(ErrorCode::ConfigureFailed, "no bus"));
    QVERIFY(up);
    QVERIFY(setup.nameKeeper().empty());
}

void TestLinkSetup::isSetUpInANamespace()
{
    m_profile.networkNamespace = "blue";
    m_profile.routes = {network("10.0.0.0/8")};
    m_profile.defaultRoute = true; // which would be a loop here
    LinkSetup setup = newSetup();
    QCOMPARE(apply(setup).error().code, ErrorCode::TimedOut); // not before it is set up there
    QCOMPARE(m_mover.target, std::string("blue"));
    QCOMPARE(m_mover.moved.interface, std::string("tun0"));
    QCOMPARE(m_mover.moved.peerAddress, std::optional(Peer));
    const std::vector networks{network("10.0.0.0/8"), network("0.0.0.0/1"), network("128.0.0.0/1")};
    QVERIFY(m_mover.moved.routes == networks);
    bool up = false;
    setup.apply(link(), [&up](const Result<void>& done) { up = done.has_value(); });
    m_mover.answer({});
    QVERIFY(up);
    QCOMPARE(setup.routes().size(), 3U);
    QVERIFY(!ip("route show").contains("proto 157"));
    setup.undo();
    QVERIFY(setup.routes().empty());
    m_mover.answer({}); // too late
    QVERIFY(setup.routes().empty());
}

int main(int argc, char** argv)
{
    pptp::test::enterNetworkNamespace();
    QCoreApplication application(argc, argv);
    TestLinkSetup test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_link_setup.moc"
