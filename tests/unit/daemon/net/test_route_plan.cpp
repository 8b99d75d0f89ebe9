// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/route_plan.h"

#include <QTest>

using namespace pptp;
using Type = RouteLookup::Type;

namespace {

constexpr Ipv4Address Server{0xCB007109};  // 203.0.113.9
constexpr Ipv4Address Gateway{0xC0000201}; // 192.0.2.1
constexpr Ipv4Address Source{0xC0000207};

RouteLookup lookup(Type type, int interface, std::uint8_t prefix)
{
    return {type, interface, Gateway, Source, prefix, 3};
}

} // namespace

class TestRoutePlan : public QObject {
    Q_OBJECT
private slots:
    void pinsOnlyWhatIsNotPinned_data();
    void pinsOnlyWhatIsNotPinned();
    void repeatsTheWayThatTheKernelTakes();
    void findsTheWayAroundTunnels();
    void knowsItsOwnRouteAgain_data();
    void knowsItsOwnRouteAgain();
};

void TestRoutePlan::pinsOnlyWhatIsNotPinned_data()
{
    QTest::addColumn<RouteLookup>("answer");
    QTest::addColumn<bool>("planned");
    QTest::newRow("default route") << lookup(Type::Unicast, 2, 0) << true;
    QTest::newRow("network route") << lookup(Type::Unicast, 2, 24) << true;
    QTest::newRow("pair of addresses") << lookup(Type::Unicast, 2, 31) << true;
    QTest::newRow("host route") << lookup(Type::Unicast, 2, 32) << false;
    QTest::newRow("this machine") << lookup(Type::Local, 1, 8) << false;
    QTest::newRow("neither") << lookup(Type::Other, 2, 0) << false;
    QTest::newRow("no interface") << lookup(Type::Unicast, 0, 0) << false;
}

void TestRoutePlan::pinsOnlyWhatIsNotPinned()
{
    QFETCH(RouteLookup, answer);
    QFETCH(bool, planned);
    QCOMPARE(planHostRoute(Server, answer).has_value(), planned);
}

void TestRoutePlan::repeatsTheWayThatTheKernelTakes()
{
    const HostRoute expected{Server, 7, Gateway, Source};
    QCOMPARE(planHostRoute(Server, lookup(Type::Unicast, 7, 0)), std::optional(expected));

    RouteLookup onLink = lookup(Type::Unicast, 7, 24);
    onLink.gateway.reset();
    onLink.preferredSource.reset();
    const HostRoute expectedOnLink{Server, 7, std::nullopt, std::nullopt};
    QCOMPARE(planHostRoute(Server, onLink), std::optional(expectedOnLink));
}

void TestRoutePlan::findsTheWayAroundTunnels()
{
    const auto listed = [](const char* network, int interface, std::uint32_t metric) {
        const auto destination = Ipv4Network::parse(network).value();
        return ListedRoute{destination, metric, lookup(Type::Unicast, interface, destination.prefixLength)};
    };
    std::vector<ListedRoute> routes{listed("0.0.0.0/0", 2, 100), listed("0.0.0.0/0", 3, 600),
                                    listed("128.0.0.0/1", 9, 0), listed("10.0.0.0/8", 4, 0)};
    const auto interface = [&routes] {
        const auto way = wayAround(Server, routes, {9});
        return way ? way->interfaceIndex : 0;
    };
    QCOMPARE(interface(), 2); // of two default routes the one with the lower metric
    QCOMPARE(wayAround(Server, routes, {})->interfaceIndex, 9);
    routes.push_back(listed("203.0.113.0/24", 5, 900));
    QCOMPARE(interface(), 5); // a longer prefix before any metric
    routes.push_back(listed("203.0.113.9/32", 6, 0));
    routes.back().way.matchedProtocol = OurRouteProtocol;
    QCOMPARE(interface(), 5); // not what a tunnel has added
    routes.back() = listed("203.0.113.9/32", 7, 0);
    routes.back().way.matchedTable = 100;
    QCOMPARE(interface(), 5); // and not what another table has
    QVERIFY(!wayAround(Server, {}, {}));
}

void TestRoutePlan::knowsItsOwnRouteAgain_data()
{
    QTest::addColumn<RouteLookup>("answer");
    QTest::addColumn<bool>("ours");
    RouteLookup ours = lookup(Type::Unicast, 2, 32);
    ours.matchedProtocol = OurRouteProtocol;
    QTest::newRow("ours") << ours << true;
    RouteLookup other = ours;
    other.matchedProtocol = 4;
    QTest::newRow("another protocol") << other << false;
    other = ours;
    other.interfaceIndex = 3;
    QTest::newRow("another interface") << other << false;
    other = ours;
    other.gateway = Source;
    QTest::newRow("another gateway") << other << false;
    other = ours;
    other.matchedPrefixLength = 24;
    QTest::newRow("a network") << other << false;
    other = ours;
    other.type = Type::Local;
    QTest::newRow("this machine") << other << false;
}

void TestRoutePlan::knowsItsOwnRouteAgain()
{
    QFETCH(RouteLookup, answer);
    QFETCH(bool, ours);
    QCOMPARE(isAnsweredBy(answer, HostRoute{Server, 2, Gateway, Source}), ours);
}

QTEST_APPLESS_MAIN(TestRoutePlan)
#include "test_route_plan.moc"
