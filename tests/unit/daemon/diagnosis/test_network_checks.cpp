// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/network_checks.h"

#include <QTest>

using namespace pptp;

namespace {

const Ipv4Address Server = *Ipv4Address::parse("203.0.113.9");
const RouteLookup Way{.type = RouteLookup::Type::Unicast,
                      .interfaceIndex = 2,
                      .gateway = Ipv4Address::parse("192.0.2.1"),
                      .preferredSource = Ipv4Address::parse("192.0.2.7")};

NetworkFacts quietNetwork()
{
    return {.interfaces = {{1, "lo", 65536, false, true}, {2, "eth0", 1500, false, true}},
            .networks = {{*Ipv4Network::parse("192.0.2.0/24"), "eth0"}}};
}

} // namespace

class TestNetworkChecks : public QObject {
    Q_OBJECT
private slots:
    void tellsTheWay()
    {
        QCOMPARE(routeCheck({}, Server, Way, quietNetwork()),
                 Check::passed("route", "203.0.113.9 via 192.0.2.1 on eth0"));
        QCOMPARE(routeCheck({}, std::nullopt, Way, quietNetwork()).result, CheckResult::Skipped);
        QCOMPARE(routeCheck({}, Server, fail(ErrorCode::NoRoute, "no route to it"), quietNetwork()).result,
                 CheckResult::Fail);
    }

    void warnsOfAWayThroughAnotherTunnel()
    {
        NetworkFacts facts = quietNetwork();
        facts.interfaces[1] = {2, "ppp0", 1400, true, true};
        QCOMPARE(routeCheck({}, Server, Way, facts).result, CheckResult::Warning);
    }

    void findsARouteThatLeadsTheTunnelIntoItself()
    {
        Profile profile;
        profile.routes = {*Ipv4Network::parse("203.0.113.0/24")};
        QCOMPARE(routeCheck(profile, Server, Way, quietNetwork()).result,
                 CheckResult::Ok); // the host route is better
        profile.hostRoute = false;
        const Check check = routeCheck(profile, Server, Way, quietNetwork());
        QCOMPARE(check.result, CheckResult::Fail);
        QCOMPARE(check.evidence, "203.0.113.0/24 would carry the tunnel's own packets");
    }

    void findsNetworksOnBothSides_data()
    {
        QTest::addColumn<QString>("route");
        QTest::addColumn<QString>("address");
        QTest::addColumn<CheckResult>("result");
        QTest::newRow("none") << "10.0.0.0/8"
                              << "" << CheckResult::Ok;
        QTest::newRow("the same") << "192.0.2.0/24"
                                  << "" << CheckResult::Warning;
        QTest::newRow("a part") << "192.0.2.128/25"
                                << "" << CheckResult::Warning;
        QTest::newRow("a larger one") << "192.0.0.0/16"
                                      << "" << CheckResult::Warning;
        QTest::newRow("our address there") << "10.0.0.0/8"
                                           << "192.0.2.9" << CheckResult::Warning;
    }
    void findsNetworksOnBothSides()
    {
        QFETCH(QString, route);
        QFETCH(QString, address);
        Profile profile;
        profile.routes = {*Ipv4Network::parse(route.toStdString())};
        TunnelStatus seen;
        seen.localAddress = address.toStdString();
        QTEST(overlapCheck(profile, seen, quietNetwork()).result, "result");
    }

    void judgesNameServers()
    {
        Profile profile;
        TunnelStatus seen;
        QCOMPARE(namesCheck(profile, seen).result, CheckResult::Skipped);
        profile.dns.usePeers = true;
        QCOMPARE(namesCheck(profile, seen).result, CheckResult::Skipped); // it did not come so far
        seen.localAddress = "10.99.0.2";
        QCOMPARE(namesCheck(profile, seen).result, CheckResult::Warning);
        seen.dnsServers = {"10.99.0.53"};
        QCOMPARE(namesCheck(profile, seen), Check::passed("dns", "the server offers 10.99.0.53"));
    }

    void judgesTheSizeOfPackets_data()
    {
        QTest::addColumn<unsigned>("mtu"); // of the link; 0: as in the profile
        QTest::addColumn<CheckResult>("result");
        QTest::newRow("the default fits") << 0u << CheckResult::Ok;
        QTest::newRow("the largest that fits") << 1460u << CheckResult::Ok;
        QTest::newRow("one more") << 1461u << CheckResult::Warning;
        QTest::newRow("what ethernet takes") << 1500u << CheckResult::Warning;
    }
    void judgesTheSizeOfPackets()
    {
        QFETCH(unsigned, mtu);
        TunnelStatus seen;
        seen.mtu = mtu;
        QTEST(packetSizeCheck({}, seen, Way, quietNetwork()).result, "result");
        QCOMPARE(packetSizeCheck({}, seen, std::nullopt, quietNetwork()).result, CheckResult::Skipped);
    }

    void findsWhoElseIsThere()
    {
        NetworkFacts facts = quietNetwork();
        QCOMPARE(conflictsCheck({}, facts, {}).result, CheckResult::Ok);
        facts.interfaces.push_back({3, "ppp0", 1400, true, true});
        QCOMPARE(conflictsCheck({}, facts, {.interfaces = {"ppp0"}}).result, CheckResult::Ok);
        QCOMPARE(conflictsCheck({}, facts, {}).evidence, "ppp0 is a PPP link of another program");
        facts.connections = {Server, Server};
        facts.networkManager = true;
        QCOMPARE(conflictsCheck({}, facts, {.interfaces = {"ppp0"}, .connections = 2}).result,
                 CheckResult::Ok);
        QCOMPARE(conflictsCheck({}, facts, {.interfaces = {"ppp0"}, .connections = 1}).evidence,
                 "another program has a connection to port 1723 of 203.0.113.9; NetworkManager runs");
    }

    void warnsOfAStrictFilterWithAMark()
    {
        NetworkFacts facts = quietNetwork();
        facts.reversePathFilter = 1;
        Profile profile;
        QCOMPARE(conflictsCheck(profile, facts, {}).result, CheckResult::Ok);
        profile.routeMark = 7;
        QCOMPARE(conflictsCheck(profile, facts, {}).result, CheckResult::Warning);
        facts.reversePathFilter = 2;
        QCOMPARE(conflictsCheck(profile, facts, {}).result, CheckResult::Ok);
    }

    void judgesThePacketFilter()
    {
        const std::vector<FirewallFinding> one{{"ip filter input", "drops GRE (handle 4)"}};
        QCOMPARE(firewallCheck(std::vector<FirewallFinding>{}, false).result, CheckResult::Ok);
        QCOMPARE(firewallCheck(one, true).result, CheckResult::Warning);
        const Check check = firewallCheck(one, false);
        QCOMPARE(check.result, CheckResult::Fail);
        QCOMPARE(check.evidence, "ip filter input: drops GRE (handle 4)");
        QCOMPARE(firewallCheck(fail(ErrorCode::NotSupported, "no nftables"), false).result,
                 CheckResult::Skipped);
    }
};

QTEST_GUILESS_MAIN(TestNetworkChecks)
#include "test_network_checks.moc"
