// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/link_addresses.h"

#include <QTest>

using namespace pptp;

namespace {

constexpr auto Server = "192.0.2.1";

Ipv4Address address(const QString& text)
{
    return Ipv4Address::parse(text.toStdString()).value();
}

} // namespace

class TestLinkAddresses : public QObject {
    Q_OBJECT
private slots:
    void judgesEachPair_data();
    void judgesEachPair();
    void theServersAddressInsideIsGoodWhereTheRouteOutsideIsKept();
};

void TestLinkAddresses::judgesEachPair_data()
{
    QTest::addColumn<QString>("local");
    QTest::addColumn<QString>("peer");
    QTest::addColumn<bool>("usable");
    const auto row = [](const char* local, const char* peer, bool usable) {
        QTest::addRow("%s %s", local, peer) << QString(local) << QString(peer) << usable;
    };
    row("10.99.0.2", "10.99.0.1", true);
    row("10.99.0.2", "", true);
    row("10.99.0.2", Server, true);
    row("10.99.0.2", "10.99.0.2", false);
    for (const char* noHost : {"0.1.2.3", "127.0.0.1", "127.255.0.1", "224.0.0.1", "255.255.255.255"}) {
        row(noHost, "10.99.0.1", false);
        row("10.99.0.2", noHost, false);
    }
    row(Server, "10.99.0.1", false);
}

void TestLinkAddresses::judgesEachPair()
{
    QFETCH(QString, local);
    QFETCH(QString, peer);
    PppUp up;
    up.localAddress = address(local);
    if (!peer.isEmpty())
        up.peerAddress = address(peer);
    const auto judged = addressesUsable({}, up, address(Server));
    QTEST(judged.has_value(), "usable");
    if (!judged)
        QCOMPARE(judged.error().code, ErrorCode::AddressFailed);
}

void TestLinkAddresses::theServersAddressInsideIsGoodWhereTheRouteOutsideIsKept()
{
    PppUp up;
    up.localAddress = address("10.99.0.2");
    up.peerAddress = address(Server);
    Profile profile;
    profile.hostRoute = false;
    QVERIFY(!addressesUsable(profile, up, address(Server)));
    profile.routeMark = 7;
    QVERIFY(addressesUsable(profile, up, address(Server)));
}

QTEST_APPLESS_MAIN(TestLinkAddresses)
#include "test_link_addresses.moc"
