// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/tunnels_client.h"
#include "common/names.h"
#include "tests/unit/client/private_bus.h"

#include <QDBusPendingCall>
#include <QSignalSpy>
#include <QTest>

using namespace pptp;
using Service = TunnelsClient::Service;

class TestTunnelsClient : public QObject {
    Q_OBJECT

private slots:
    void init() { m_bus = std::make_unique<fakes::PrivateBus>(); }

    void cleanup()
    {
        m_client.reset();
        QDBusConnection::disconnectFromBus("test");
        m_bus.reset();
    }

    void readsAllTunnels()
    {
        QVERIFY(m_bus->start() && m_bus->startService());
        begin();
        QTRY_COMPARE(m_client->service(), Service::Ready);
        QCOMPARE(tunnelNames(), QStringList({"broken", "invalid", "slow", "work"}));
        const TunnelProperties& invalid = m_client->matching("invalid").first()->properties();
        QCOMPARE(invalid.state, "failed");
        QCOMPARE(invalid.error, "invalid-settings");
        QTRY_COMPARE(m_client->version(), names::Version);
    }

    void findsATunnelByNamePathAndInterface()
    {
        QVERIFY(m_bus->start() && m_bus->startService());
        begin();
        QTRY_COMPARE(m_client->service(), Service::Ready);
        RemoteTunnel* work = m_client->matching("work").value(0);
        QVERIFY(work);
        QCOMPARE(m_client->matching("/org/pptptunnel/Tunnels1/tunnel/work"), QList{work});
        QCOMPARE(m_client->matching("ppp0"), QList<RemoteTunnel*>());
        work->connectTunnel({}, this, [](const auto&) {});
        QTRY_COMPARE(m_client->matching("ppp0"), QList{work});
        QCOMPARE(m_client->matching(""), QList<RemoteTunnel*>());
    }

    void startsTheServiceIfTheBusCan()
    {
        QVERIFY(m_bus->start(true));
        begin();
        QTRY_COMPARE(m_client->service(), Service::Ready);
        QCOMPARE(m_client->tunnels().size(), 4);
    }

    void saysThatTheServiceIsMissing()
    {
        QVERIFY(m_bus->start());
        begin();
        QTRY_COMPARE(m_client->service(), Service::Missing);
        QCOMPARE(m_client->error().code(), ErrorCode::ServiceMissing);
    }

    void saysThatThereIsNoBus()
    {
        m_client =
            std::make_unique<TunnelsClient>(QDBusConnection::connectToBus("unix:path=/nowhere", "test"));
        m_client->start();
        QCOMPARE(m_client->service(), Service::Missing);
        QCOMPARE(m_client->error().code(), ErrorCode::ServiceMissing);
    }

    void followsTheServiceAsItComesGoesAndComesBack()
    {
        QVERIFY(m_bus->start());
        begin();
        QTRY_COMPARE(m_client->service(), Service::Missing);
        QVERIFY(m_bus->startService());
        QTRY_COMPARE(m_client->service(), Service::Ready);
        QSignalSpy removed(m_client.get(), &TunnelsClient::tunnelRemoved);
        m_bus->killService();
        QTRY_COMPARE(m_client->service(), Service::Missing);
        QCOMPARE(removed.size(), 4);
        QVERIFY(m_client->tunnels().isEmpty());
        QVERIFY(m_bus->startService());
        QTRY_COMPARE(m_client->service(), Service::Ready);
        QCOMPARE(tunnelNames(), QStringList({"broken", "invalid", "slow", "work"}));
    }

    void followsProfilesAsTheyComeAndGo()
    {
        QVERIFY(m_bus->start() && m_bus->startService());
        begin();
        QTRY_COMPARE(m_client->service(), Service::Ready);
        QSignalSpy removed(m_client.get(), &TunnelsClient::tunnelRemoved);
        reload();
        QTRY_COMPARE(tunnelNames(), QStringList({"broken", "extra", "invalid", "slow", "work"}));
        QCOMPARE(m_client->matching("extra").first()->properties().state, "disconnected");
        reload();
        QTRY_COMPARE(tunnelNames(), QStringList({"broken", "invalid", "slow", "work"}));
        QCOMPARE(removed.size(), 1);
    }

private:
    void begin()
    {
        m_client = std::make_unique<TunnelsClient>(QDBusConnection::connectToBus(m_bus->address(), "test"));
        m_client->start();
    }

    [[nodiscard]] QStringList tunnelNames() const
    {
        QStringList result;
        for (const RemoteTunnel* tunnel : m_client->tunnels())
            result.append(tunnel->name());
        return result;
    }

    static void reload()
    {
        auto call = QDBusMessage::createMethodCall(names::BusName, names::RootPath, names::ManagerInterface,
                                                   "Reload");
        call << QVariantMap();
        QDBusConnection("test").asyncCall(call);
    }

    std::unique_ptr<fakes::PrivateBus> m_bus;
    std::unique_ptr<TunnelsClient> m_client;
};

QTEST_GUILESS_MAIN(TestTunnelsClient)
#include "test_tunnels_client.moc"
