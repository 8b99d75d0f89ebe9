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
