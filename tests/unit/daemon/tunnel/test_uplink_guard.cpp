// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/uplink_guard.h"

#include "../net/network_namespace.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTest>

using namespace pptp;
using pptp::test::ip;
using namespace std::chrono_literals;

namespace {

const Ipv4Address Server = *Ipv4Address::parse("203.0.113.9");

constexpr UplinkGrace Short{400ms, 100ms};
constexpr int LongerThanBothMs = 600;

Profile profileOf(const char* server)
{
    Profile profile;
    profile.server = server;
    return profile;
}

} // namespace

/// The network here: two ways out, va with 192.0.2.7/24 and vb with 198.51.100.7/24, of which va is taken.
class TestUplinkGuard : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void knowsWhetherAServerIsReachable();
    void anythingWillDoForAName();
    void anAddressOfTheNameWillDo();
    void aWayAppearsOnce();
    void anotherWayAppears();
    void aShortOutageIsNoMove();
    void anotherWayIsAMoveAfterAWhile();
    void withoutItsAddressACallHasMovedSooner();
    void noWayAtAllIsNoMove();
    void whatIsNotHeldDoesNotMove();

private:
    int m_moves = 0;
    std::unique_ptr<UplinkGuard> m_guard;
};

void TestUplinkGuard::initTestCase()
{
    QCOMPARE(ip("link set lo up"), QString());
}

void TestUplinkGuard::init()
{
    for (const QString words :
         {"link add va type veth peer name va2", "link add vb type veth peer name vb2",
          "address add 192.0.2.7/24 dev va", "address add 198.51.100.7/24 dev vb", "link set va2 up",
          "link set vb2 up", "link set va up", "link set vb up", "route add default via 192.0.2.1 metric 10",
          "route add default via 198.51.100.1 metric 20"})
        QCOMPARE(ip(words), QString());
    m_moves = 0;
    m_guard = std::make_unique<UplinkGuard>([this] { ++m_moves; }, Short);
    m_guard->setProfile(profileOf("203.0.113.9"));
}

void TestUplinkGuard::cleanup()
{
    QCOMPARE(ip("link delete va"), QString());
    QCOMPARE(ip("link delete vb"), QString());
}

void TestUplinkGuard::knowsWhetherAServerIsReachable()
{
    QTRY_VERIFY(m_guard->isReachable());
    QCOMPARE(ip("route add unreachable 203.0.113.9"), QString());
    QVERIFY(!m_guard->isReachable());
    QCOMPARE(ip("route delete unreachable 203.0.113.9"), QString());
}

void TestUplinkGuard::anythingWillDoForAName()
{
    m_guard->setProfile(profileOf("vpn.example.com"));
    QTRY_VERIFY(m_guard->isReachable());
    QCOMPARE(ip("link set va down"), QString());
    QCOMPARE(ip("link set vb down"), QString());
    QVERIFY(!m_guard->isReachable());
}

void TestUplinkGuard::anAddressOfTheNameWillDo()
{
    QCOMPARE(ip("route delete default metric 10"), QString());
    QCOMPARE(ip("route delete default metric 20"), QString());
    m_guard->setProfile(profileOf("vpn.example.com"));
    m_guard->setAddresses({Server, *Ipv4Address::parse("198.51.100.9")});
    QTRY_VERIFY(m_guard->isReachable());
    m_guard->setProfile(profileOf("vpn.example.com")); // the same name again: its addresses stay known
    QVERIFY(m_guard->isReachable());
    m_guard->setProfile(profileOf("vpn.example.net"));
    QVERIFY(!m_guard->isReachable());
}

void TestUplinkGuard::aWayAppearsOnce()
{
    QCOMPARE(ip("route add unreachable 203.0.113.9"), QString());
    QVERIFY(!m_guard->hasAppeared());
    QCOMPARE(ip("route delete unreachable 203.0.113.9"), QString());
    bool appeared = false;
    QTRY_VERIFY((appeared = appeared || m_guard->hasAppeared()));
    QVERIFY(!m_guard->hasAppeared());
}

void TestUplinkGuard::anotherWayAppears()
{
    QTRY_VERIFY(m_guard->isReachable());
    QCOMPARE(ip("route delete default metric 10"), QString());
    bool appeared = false;
    QTRY_VERIFY((appeared = appeared || m_guard->hasAppeared()));
    QVERIFY(!m_guard->hasAppeared());
}

void TestUplinkGuard::aShortOutageIsNoMove()
{
    m_guard = std::make_unique<UplinkGuard>([this] { ++m_moves; }, UplinkGrace{2s, 100ms});
    m_guard->setProfile(profileOf("203.0.113.9"));
    QTRY_VERIFY(m_guard->isReachable());
    m_guard->hold(Server);
    QCOMPARE(ip("link set va down"), QString());
    m_guard->check();
    QCOMPARE(ip("link set va up"), QString());
    QCOMPARE(ip("route add default via 192.0.2.1 metric 10"), QString());
    QTRY_VERIFY(m_guard->isReachable());
    m_guard->check();
    QTest::qWait(2500);
    QCOMPARE(m_moves, 0);
}

void TestUplinkGuard::anotherWayIsAMoveAfterAWhile()
{
    QTRY_VERIFY(m_guard->isReachable());
    m_guard->hold(Server);
    QCOMPARE(ip("link set va down"), QString());
    QElapsedTimer clock;
    clock.start();
    m_guard->check();
    QTRY_COMPARE(m_moves, 1);
    QVERIFY(clock.elapsed() >= 350);
    m_guard->check();
    QTest::qWait(LongerThanBothMs);
    QCOMPARE(m_moves, 1); // once is enough
}

void TestUplinkGuard::withoutItsAddressACallHasMovedSooner()
{
    m_guard = std::make_unique<UplinkGuard>([this] { ++m_moves; }, UplinkGrace{1h, 100ms});
    m_guard->setProfile(profileOf("203.0.113.9"));
    QTRY_VERIFY(m_guard->isReachable());
    m_guard->hold(Server);
    QCOMPARE(ip("link set va down"), QString());
    m_guard->check();
    QCOMPARE(ip("address delete 192.0.2.7/24 dev va"), QString());
    m_guard->check();
    QTRY_COMPARE(m_moves, 1);
}

void TestUplinkGuard::noWayAtAllIsNoMove()
{
    QTRY_VERIFY(m_guard->isReachable());
    m_guard->hold(Server);
    QCOMPARE(ip("link set va down"), QString());
    QCOMPARE(ip("link set vb down"), QString());
    QCOMPARE(ip("address delete 192.0.2.7/24 dev va"), QString());
    m_guard->check();
    QTest::qWait(LongerThanBothMs);
    QCOMPARE(m_moves, 0);
}

void TestUplinkGuard::whatIsNotHeldDoesNotMove()
{
    QTRY_VERIFY(m_guard->isReachable());
    m_guard->hold(Server);
    QCOMPARE(ip("address delete 192.0.2.7/24 dev va"), QString());
    m_guard->check();
    m_guard->release();
    m_guard->check();
    QTest::qWait(LongerThanBothMs);
    QCOMPARE(m_moves, 0);
}

int main(int argc, char** argv)
{
    pptp::test::enterNetworkNamespace();
    QCoreApplication application(argc, argv);
    TestUplinkGuard test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_uplink_guard.moc"
