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
        QCOMPARE(caller.property(names::RootPath, names::ManagerInterface, "ApiRevision").toUInt(), 3u);
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

    void givesWhatADiagnosisFound()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        const auto call = diagnose(caller, "vpn.example.com");
        QTRY_COMPARE(fixture.diagnostics.orders.size(), 1u);
        QCOMPARE(fixture.diagnostics.orders.front().target, "vpn.example.com");
        QVERIFY(!fixture.diagnostics.orders.front().quick);
        QCOMPARE(fixture.authority->asked.front().action, std::string(names::DiagnoseAction));
        const Error error{ErrorCode::GreBlocked, "no GRE", {}, {{"packets", 7}}};
        fixture.diagnostics.answer(Checks{Check::passed("tcp", "open\x1b"),
                                          {"gre", CheckResult::Fail, "nothing arrives", "Look.", error}});
        QCOMPARE(outcome(call), QString());
        const auto rows = call.reply().arguments().value(0).value<QDBusArgument>();
        QStringList found;
        rows.beginArray();
        while (!rows.atEnd()) {
            QString id;
            QString result;
            QString evidence;
            QString hint;
            QVariantMap details;
            rows.beginStructure();
            rows >> id >> result >> evidence >> hint >> details;
            rows.endStructure();
            found.append(QStringList{id, result, evidence, hint, details["error"].toString(),
                                     details["packets"].toString()}
                             .join('|'));
        }
        QCOMPARE(found.value(0).section('|', 0, 1), "tcp|ok");
        QVERIFY(!found.value(0).contains(QChar(0x1b)));
        QCOMPARE(found.value(1), "gre|fail|nothing arrives|Look.|gre-blocked|7");
    }

    void asksForMoreToDiagnoseAWeakTunnel()
    {
        BusFixture fixture;
        TunnelStatus status;
        status.weaknesses = {"refuse-pap=no"};
        fixture.work.become(status);
        fixture.authority->verdict = Verdict::Denied;
        const Caller caller(fixture.bus);
        QCOMPARE(outcome(diagnose(caller, "work")), "org.freedesktop.DBus.Error.AccessDenied");
        QCOMPARE(fixture.authority->asked.back().action, std::string(names::ConnectWeakAction));
        QCOMPARE(outcome(diagnose(caller, "work", {{"quick", true}})),
                 "org.freedesktop.DBus.Error.AccessDenied");
        QCOMPARE(fixture.authority->asked.back().action, std::string(names::DiagnoseAction));
        QVERIFY(fixture.diagnostics.orders.empty());
    }

    void doesNotDiagnoseATunnelThatGrewWeakMeanwhile()
    {
        BusFixture fixture;
        fixture.authority->verdict.reset();
        const Caller caller(fixture.bus);
        const auto call = diagnose(caller, "work");
        QTRY_COMPARE(fixture.authority->asked.size(), 1u);
        TunnelStatus status;
        status.weaknesses = {"refuse-pap=no"};
        fixture.work.become(status);
        fixture.authority->answer(Verdict::Allowed);
        QCOMPARE(outcome(call), "org.pptptunnel.Tunnels1.Error.Cancelled");
        QVERIFY(fixture.diagnostics.orders.empty());
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

private:
    static QDBusPendingCall diagnose(const Caller& caller, const QString& target,
                                     const QVariantMap& options = {})
    {
        return caller.call(names::RootPath, names::ManagerInterface, "Diagnose", {target, options});
    }
};

QTEST_GUILESS_MAIN(TestManagerObject)
#include "test_manager_object.moc"
