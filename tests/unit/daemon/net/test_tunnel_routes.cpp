// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/tunnel_routes.h"

#include <QTest>

using namespace pptp;

namespace {

constexpr Ipv4Address Server{0xCB007109}; // 203.0.113.9
constexpr Ipv4Address Local{0x0A630002};
constexpr int Interface = 7;

Ipv4Network network(const char* text)
{
    return Ipv4Network::parse(text).value();
}

Profile profileWith(std::vector<Ipv4Network> routes, bool defaultRoute, std::uint32_t mark = 0,
                    bool rule = false)
{
    Profile profile;
    profile.routes = std::move(routes);
    profile.defaultRoute = defaultRoute;
    profile.routeMark = mark;
    profile.rule = rule;
    profile.routeMetric = 5;
    return profile;
}

TunnelRoute route(const char* text, std::uint32_t table = MainTable)
{
    return {network(text), Interface, Local, 5, table};
}

RouteLookup way(std::uint8_t prefix, std::uint32_t table)
{
    RouteLookup lookup;
    lookup.type = RouteLookup::Type::Unicast;
    lookup.interfaceIndex = 2;
    lookup.matchedPrefixLength = prefix;
    lookup.matchedTable = table;
    return lookup;
}

} // namespace

class TestTunnelRoutes : public QObject {
    Q_OBJECT
private slots:
    void routesWhatTheProfileNames()
    {
        const auto routes = planTunnelRoutes(
            profileWith({network("10.0.0.0/8"), network("192.0.2.1")}, false), Interface, Local);
        QVERIFY(routes == (std::vector{route("10.0.0.0/8"), route("192.0.2.1")}));
        QVERIFY(planTunnelRoutes(profileWith({}, false), Interface, Local).empty());
    }

    void halvesTheDefaultRoute()
    {
        const auto routes = planTunnelRoutes(profileWith({network("0.0.0.0/1")}, true), Interface, Local);
        QVERIFY(routes == (std::vector{route("0.0.0.0/1"), route("128.0.0.0/1")}));
    }

    void hasATableOfItsOwnOnlyWithMarkAndRule()
    {
        const auto tableOf = [](std::uint32_t mark, bool rule) {
            return planTunnelRoutes(profileWith({network("10.0.0.0/8")}, false, mark, rule), Interface, Local)
                .front()
                .table;
        };
        QCOMPARE(tableOf(0, false), MainTable);
        QCOMPARE(tableOf(5, false), MainTable);
        QCOMPARE(tableOf(0, true), MainTable);
        QCOMPARE(tableOf(5, true), 5U);
    }

    void addsRulesOnlyForATableThatHasRoutes()
    {
        const RoutingRule toTable{.priority = 31158, .table = 5, .exceptMark = 5};
        const RoutingRule mainFirst{.priority = 31157, .table = MainTable, .ignoresDefaultRoute = true};
        const auto ten = network("10.0.0.0/8");
        QVERIFY(planRules(profileWith({ten}, false, 5, true)) == std::vector{toTable});
        QVERIFY(planRules(profileWith({}, true, 5, true)) == (std::vector{mainFirst, toTable}));
        QVERIFY(planRules(profileWith({}, false, 5, true)).empty());
        QVERIFY(planRules(profileWith({ten}, true, 5, false)).empty());
        QVERIFY(planRules(profileWith({ten}, true, 0, true)).empty());
    }

    void seesALoop_data()
    {
        QTest::addColumn<QByteArray>("added");
        QTest::addColumn<int>("matchedPrefix");
        QTest::addColumn<quint32>("matchedTable");
        QTest::addColumn<bool>("loops");
        const auto row = [](const char* name, const char* added, int prefix, quint32 table, bool loops) {
            QTest::newRow(name) << QByteArray(added) << prefix << table << loops;
        };
        row("beside the server", "10.0.0.0/8", 0, MainTable, false);
        row("over the default route", "203.0.0.0/8", 0, MainTable, true);
        row("over a wider route", "203.0.113.0/24", 16, MainTable, true);
        row("like the route there is", "203.0.113.0/24", 24, MainTable, true);
        row("under a narrower one", "203.0.113.0/24", 25, MainTable, false);
        row("pinned", "128.0.0.0/1", 32, MainTable, false);
        row("the server alone, pinned", "203.0.113.9/32", 32, MainTable, true);
        row("found in another table", "128.0.0.0/1", 0, 100, false);
    }

    void seesALoop()
    {
        QFETCH(QByteArray, added);
        QFETCH(int, matchedPrefix);
        QFETCH(quint32, matchedTable);
        const std::vector routes{route("192.0.2.0/24"), route(added.constData())};
        const auto found =
            loopingRoute(Server, way(static_cast<std::uint8_t>(matchedPrefix), matchedTable), routes);
        QTEST(found.has_value(), "loops");
        if (found)
            QVERIFY(*found == network(added.constData()));
    }

    void readsTheRulesThatItWrote()
    {
        const std::vector<RoutingRule> rules{
            {.priority = 31157, .table = MainTable, .ignoresDefaultRoute = true},
            {.priority = 31158, .table = 4294967295, .exceptMark = 7}};
        QCOMPARE(rulesText(rules), std::string("rule priority=31157 table=254 ignores-default=1\n"
                                               "rule priority=31158 table=4294967295 except-mark=7\n"));
        QVERIFY(parseRulesText(rulesText(rules)) == rules);
    }

    void refusesAnythingElse()
    {
        for (const char* text :
             {"", "\n", "rule", "rule\n", "rule priority=1 table=2", "rule priority=1\n", "rule table=2\n",
              "rule priority=1 table=2 x=3\n", "rule priority=1 table=2 except-mark=-1\n",
              "rule priority=4294967296 table=2\n", "rule priority=1 table=2\n\n",
              "ruler priority=1 table=2\n", "rule priority=1 table=2\nrule priority=1 tab"})
            QVERIFY2(!parseRulesText(text), text);
        QVERIFY(!parseRulesText(std::string(2000, '\n')));
    }
};

QTEST_APPLESS_MAIN(TestTunnelRoutes)
#include "test_tunnel_routes.moc"
