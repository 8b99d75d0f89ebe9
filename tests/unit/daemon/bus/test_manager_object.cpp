// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/manager_object.h"

#include "bus_fixture.h"

#include <QTest>

using namespace pptp;
using namespace pptp::test;

class TestManagerObject : public QObject {
    Q_OBJECT
private slots:
    void saysWhatItIs()
    {
        const BusFixture fixture;
        const Caller caller(fixture.bus);
        QCOMPARE(caller.property(names::RootPath, names::ManagerInterface, "Version").toString(),
                 names::Version);
        QCOMPARE(caller.property(names::RootPath, names::ManagerInterface, "ApiRevision").toUInt(), 2u);
        QCOMPARE(caller.property(names::RootPath, names::ManagerInterface, "Features").toStringList(),
                 QStringList());
    }

    void findsATunnel_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("path");
        QTest::newRow("by name") << "work"
                                 << "/org/pptptunnel/Tunnels1/tunnel/work";
        QTest::newRow("by a name to encode") << "my.vpn-1"
                                             << "/org/pptptunnel/Tunnels1/tunnel/my_2evpn_2d1";
        QTest::newRow("by interface") << "ppp0"
                                      << "/org/pptptunnel/Tunnels1/tunnel/work";
        QTest::newRow("unknown") << "ppp1" << QString();
        QTest::newRow("empty") << "" << QString();
        QTest::newRow("path instead of name") << "/org/pptptunnel/Tunnels1/tunnel/work" << QString();
    }

    void findsATunnel()
    {
        QFETCH(QString, name);
        QFETCH(QString, path);
        BusFixture fixture;
        fixture.registry.add("my.vpn-1");
        TunnelStatus status;
        status.interface = "ppp0";
        fixture.work.become(status);
        const Caller caller(fixture.bus);
        const auto call = caller.call(names::RootPath, names::ManagerInterface, "GetTunnel", {name});
        QCOMPARE(outcome(call),
                 path.isEmpty() ? QString("org.pptptunnel.Tunnels1.Error.NotFound") : QString());
        if (!path.isEmpty())
            QCOMPARE(call.reply().arguments().value(0).value<QDBusObjectPath>().path(), path);
    }

    void reloadsForWhomPolkitAllows()
    {
        BusFixture fixture;
        fixture.registry.reloadResult = fail(ErrorCode::InvalidSettings, "lab.conf: mtu: too big");
        const Caller caller(fixture.bus);
        const auto call = caller.call(names::RootPath, names::ManagerInterface, "Reload", {QVariantMap()});
        QCOMPARE(outcome(call), QString()); // a broken profile is its tunnel's problem
        QCOMPARE(fixture.registry.reloads, 1);
        QCOMPARE(fixture.authority->asked.front().action, std::string(names::ControlServiceAction));
    }

    void doesNotReloadForOthers()
    {
        BusFixture fixture;
        fixture.authority->verdict = Verdict::Denied;
        const Caller caller(fixture.bus);
        const auto call = caller.call(names::RootPath, names::ManagerInterface, "Reload", {QVariantMap()});
        QCOMPARE(outcome(call), "org.freedesktop.DBus.Error.AccessDenied");
        QCOMPARE(fixture.registry.reloads, 0);
    }

    void checksOptionsFirst()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        const auto call =
            caller.call(names::RootPath, names::ManagerInterface, "Reload", {QVariantMap{{"wait", true}}});
        QCOMPARE(outcome(call), "org.freedesktop.DBus.Error.InvalidArgs");
        QVERIFY(fixture.authority->asked.empty());
    }

    void survivesAReloadThatThrows()
    {
        BusFixture fixture;
        fixture.registry.onReload = [] { throw 42; };
        const Caller caller(fixture.bus);
        const auto reload = [&] {
            return outcome(caller.call(names::RootPath, names::ManagerInterface, "Reload", {QVariantMap()}));
        };
        QCOMPARE(reload(), "org.freedesktop.DBus.Error.Failed");
        fixture.registry.onReload = nullptr;
        QCOMPARE(reload(), QString());
        QCOMPARE(fixture.lost, 0);
    }
};

QTEST_GUILESS_MAIN(TestManagerObject)
#include "test_manager_object.moc"
