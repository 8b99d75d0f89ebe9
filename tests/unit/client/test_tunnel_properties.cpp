// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/tunnel_properties.h"

#include <QTest>

using namespace pptp;

class TestTunnelProperties : public QObject {
    Q_OBJECT

private slots:
    void takesEveryPropertyOver()
    {
        TunnelProperties tunnel;
        tunnel.apply({{"Name", "work"},
                      {"State", "connected"},
                      {"Mtu", 1400U},
                      {"InterfaceIndex", 7},
                      {"ConnectedSince", qulonglong{1795266131000000}},
                      {"DnsServers", QStringList{"10.0.0.1", "10.0.0.2"}},
                      {"Private", false}});
        QCOMPARE(tunnel.name, "work");
        QVERIFY(tunnel.isConnected());
        QCOMPARE(tunnel.mtu, 1400U);
        QCOMPARE(tunnel.interfaceIndex, 7);
        QCOMPARE(tunnel.connectedSince, 1795266131000000U);
        QCOMPARE(tunnel.dnsServers, QStringList({"10.0.0.1", "10.0.0.2"}));
    }

    void keepsWhatDidNotChange()
    {
        TunnelProperties tunnel;
        tunnel.apply({{"Name", "work"}, {"State", "connecting"}});
        tunnel.apply({{"State", "connected"}});
        QCOMPARE(tunnel.name, "work");
        QCOMPARE(tunnel.state, "connected");
    }

    void ignoresPropertiesFromTheFuture()
    {
        TunnelProperties tunnel;
        tunnel.apply({{"Colour", "blue"}});
        QCOMPARE(tunnel, TunnelProperties{});
    }

    void knowsWhatIsBusy_data()
    {
        QTest::addColumn<bool>("busy");
        QTest::newRow("disconnected") << false;
        QTest::newRow("connecting") << true;
        QTest::newRow("connected") << false;
        QTest::newRow("reconnecting") << true;
        QTest::newRow("disconnecting") << true;
        QTest::newRow("failed") << false;
        QTest::newRow("hibernating") << true; // From the future.
    }
    void knowsWhatIsBusy()
    {
        TunnelProperties tunnel;
        tunnel.apply({{"State", QString(QTest::currentDataTag())}});
        QTEST(tunnel.isBusy(), "busy");
    }

    void makesOneErrorOfThreeProperties()
    {
        TunnelProperties tunnel;
        QVERIFY(!tunnel.failure());
        tunnel.apply({{"Error", "auth-refused"},
                      {"ErrorPeerText", "Access denied"},
                      {"ErrorDetails", QVariantMap{{"detail", "E=691"}, {"status", qlonglong{19}}}}});
        QCOMPARE(*tunnel.failure(), (RemoteError{.codeName = "auth-refused",
                                                 .detail = "E=691",
                                                 .peerText = "Access denied",
                                                 .numbers = {{"status", 19}}}));
    }
};

QTEST_APPLESS_MAIN(TestTunnelProperties)
#include "test_tunnel_properties.moc"
