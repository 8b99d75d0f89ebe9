// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/bus_service.h"

#include "bus_fixture.h"
#include "common/unique_fd.h"
#include "library_leaks.h"
#include "signal_recorder.h"

#include <QDBusUnixFileDescriptor>
#include <QFile>
#include <QTest>
#include <QXmlStreamReader>
#include <sys/mman.h>
#include <unistd.h>

using namespace pptp;
using namespace pptp::test;

namespace {

constexpr const char* ObjectManager = "org.freedesktop.DBus.ObjectManager";
constexpr const char* PropertiesInterface = "org.freedesktop.DBus.Properties";

/// As a system bus is before any service has said what it allows.
const QString systemBusRules = R"(<policy context="default"><allow user="*"/><deny own="*"/>
<deny send_type="method_call"/><allow send_type="signal"/>
<allow send_requested_reply="true" send_type="method_return"/>
<allow send_requested_reply="true" send_type="error"/>
<allow receive_type="method_call"/><allow receive_type="method_return"/>
<allow receive_type="error"/><allow receive_type="signal"/>
<allow send_destination="org.freedesktop.DBus"/></policy>)";

const QString accessDenied = "org.freedesktop.DBus.Error.AccessDenied";

/// What the tables below must know of each member.
struct Member {
    QString path;
    QString interface;
    QString kind; ///< "method" or "property"
    QString name;
};

/// Every method and property of ours that the objects themselves admit to have.
std::vector<Member> introspect(const Caller& caller)
{
    std::vector<Member> members;
    for (const QString& path : {QString(names::RootPath), QString(BusFixture::WorkPath)}) {
        const auto call = caller.call(path, "org.freedesktop.DBus.Introspectable", "Introspect");
        if (!outcome(call).isEmpty())
            return {};
        QXmlStreamReader xml(call.reply().arguments().value(0).toString());
        QString interface;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            const QString name = xml.attributes().value("name").toString();
            if (xml.name() == u"interface")
                interface = name;
            else if (interface.startsWith(names::BusName) && xml.name() != u"arg" &&
                     xml.name() != u"annotation" && xml.name() != u"signal")
                members.push_back({path, interface, xml.name().toString(), name});
        }
    }
    return members;
}

const QStringList needsATunnelInUse{"Disconnect", "Reconnect"};

enum class Access { Polkit, Everybody };

struct MethodRow {
    Access access;
    QVariantList arguments;
};

QVariant passwordInMemory()
{
    const UniqueFd memory(memfd_create("test", MFD_CLOEXEC));
    return write(memory.get(), "secret", 6) == 6 ? QVariant::fromValue(QDBusUnixFileDescriptor(memory.get()))
                                                 : QVariant();
}

const QVariant agentPath = QVariant::fromValue(QDBusObjectPath("/agent"));

/// Which method polkit guards. A method that is missing here fails the test: decide first who may call it.
const QMap<QString, MethodRow> methods{
    {"Reload", {Access::Polkit, {QVariantMap()}}},
    {"Connect", {Access::Polkit, {QVariantMap()}}},
    {"Disconnect", {Access::Polkit, {QVariantMap()}}},
    {"GetTunnel", {Access::Everybody, {"work"}}},
    {"Subscribe", {Access::Everybody, {1'000u}}},
    {"Unsubscribe", {Access::Everybody, {}}},
    {"GetHistory", {Access::Everybody, {0ULL, 1'000u}}},
    {"SetSecret", {Access::Polkit, {passwordInMemory(), QVariantMap()}}},
    {"ClearSecret", {Access::Polkit, {QVariantMap()}}},
    {"RegisterAgent", {Access::Everybody, {agentPath, QVariantMap()}}},
    {"UnregisterAgent", {Access::Everybody, {agentPath, QVariantMap()}}},
    {"Reconnect", {Access::Polkit, {QVariantMap()}}},
    {"Diagnose", {Access::Polkit, {"work", QVariantMap()}}},
};

} // namespace

class TestBusService : public QObject {
    Q_OBJECT
private slots:
    void showsEverythingAsSoonAsTheNameIsTaken()
    {
        const BusFixture fixture;
        const Caller caller(fixture.bus);
        const auto call = caller.call(names::RootPath, ObjectManager, "GetManagedObjects");
        QCOMPARE(outcome(call), QString());
        using Interfaces = QMap<QString, QVariantMap>;
        using Objects = QMap<QDBusObjectPath, Interfaces>;
        const auto objects = qdbus_cast<Objects>(call.reply().arguments().value(0));
        QCOMPARE(objects.size(), 1);
        const Interfaces work = objects.value(QDBusObjectPath(BusFixture::WorkPath));
        QCOMPARE(work.value(names::TunnelInterface).value("State").toString(), "disconnected");
        QVERIFY(work.contains(names::StatisticsInterface));
    }

    void announcesTunnelsThatComeAndGo()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        const SignalRecorder added(caller, names::RootPath, ObjectManager, "InterfacesAdded");
        const SignalRecorder removed(caller, names::RootPath, ObjectManager, "InterfacesRemoved");
        HandTunnel& lab = fixture.registry.add("lab");
        QTRY_COMPARE(added.messages.size(), 1u);
        const QString path = "/org/pptptunnel/Tunnels1/tunnel/lab";
        QCOMPARE(added.messages.front().arguments().at(0).value<QDBusObjectPath>().path(), path);
        fixture.registry.remove(lab);
        QTRY_COMPARE(removed.messages.size(), 1u);
        QVERIFY(removed.messages.front().arguments().at(1).toStringList().contains(names::TunnelInterface));
        QCOMPARE(outcome(caller.call(path, names::TunnelInterface, "Connect", {QVariantMap()})),
                 "org.freedesktop.DBus.Error.UnknownObject");
    }

    void deniesEveryGuardedMethodToWhomPolkitDenies_data()
    {
        QTest::addColumn<bool>("wantsReply");
        QTest::newRow("with reply") << true;
        QTest::newRow("without reply") << false;
    }

    void deniesEveryGuardedMethodToWhomPolkitDenies()
    {
        QFETCH(bool, wantsReply);
        BusFixture fixture;
        fixture.authority->verdict = Verdict::Denied;
        fixture.work.become(TunnelState::Connected); // so that Disconnect has something to take away
        const Caller caller(fixture.bus);
        std::size_t guarded = 0;
        for (const Member& member : introspect(caller)) {
            if (member.kind != "method")
                continue;
            QVERIFY2(methods.contains(member.name), qPrintable(member.name + " is in no table"));
            const MethodRow row = methods.value(member.name);
            guarded += row.access == Access::Polkit;
            if (!wantsReply)
                caller.send(member.path, member.interface, member.name, row.arguments);
            else
                QCOMPARE(outcome(caller.call(member.path, member.interface, member.name, row.arguments)),
                         row.access == Access::Polkit ? accessDenied : QString());
        }
        QCOMPARE(guarded, 7u);
        QVERIFY(fixture.diagnostics.orders.empty());
        QTRY_COMPARE(fixture.authority->asked.size(), guarded);
        QCOMPARE(outcome(caller.call(BusFixture::WorkPath, "org.freedesktop.DBus.Peer", "Ping")), QString());
        QCOMPARE(fixture.work.connects + fixture.work.disconnects + fixture.work.reconnects +
                     fixture.registry.reloads,
                 0);
        QCOMPARE(fixture.work.stored, std::string());
    }

    void letsNobodyWriteAProperty()
    {
        BusFixture fixture;
        const Caller caller(fixture.bus);
        int properties = 0;
        for (const Member& member : introspect(caller)) {
            if (member.kind != "property")
                continue;
            ++properties;
            const QVariant value = QVariant::fromValue(QDBusVariant("x"));
            const QString refused = outcome(
                caller.call(member.path, PropertiesInterface, "Set", {member.interface, member.name, value}));
            QCOMPARE(refused, "org.freedesktop.DBus.Error.PropertyReadOnly");
        }
        QVERIFY(properties > 40);
    }

    void answersNonsenseWithAnError_data()
    {
        QTest::addColumn<QString>("interface");
        QTest::addColumn<QString>("method");
        QTest::addColumn<QVariantList>("arguments");
        const QString tunnel = names::TunnelInterface;
        QTest::newRow("unknown method") << tunnel << "Explode" << QVariantList();
        QTest::newRow("unknown interface") << "org.example.Bomb"
                                           << "Connect" << QVariantList{QVariantMap()};
        QTest::newRow("no argument") << tunnel << "Connect" << QVariantList();
        QTest::newRow("wrong argument") << tunnel << "Connect" << QVariantList{"x"};
        QTest::newRow("too many") << tunnel << "Connect" << QVariantList{QVariantMap(), QVariantMap()};
        QVariant nested = "x";
        for (int i = 0; i < 40; ++i)
            nested = QVariant::fromValue(QDBusVariant(nested));
        QTest::newRow("deeply nested") << tunnel << "Connect" << QVariantList{QVariantMap{{"wait", nested}}};
        QTest::newRow("large") << tunnel << "Connect"
                               << QVariantList{QVariantMap{{"wait", QByteArray(4'000'000, 'x')}}};
    }

    void answersNonsenseWithAnError()
    {
        QFETCH(QString, interface);
        QFETCH(QString, method);
        QFETCH(QVariantList, arguments);
        BusFixture fixture;
        const Caller caller(fixture.bus);
        const QString result = outcome(caller.call(BusFixture::WorkPath, interface, method, arguments));
        QVERIFY2(result.startsWith("org.freedesktop.DBus.Error."), qPrintable(result));
        QCOMPARE(outcome(caller.call(BusFixture::WorkPath, "org.freedesktop.DBus.Peer", "Ping")), QString());
        QCOMPARE(fixture.work.connects, 0);
        QCOMPARE(fixture.lost, 0);
    }

    void worksUnderTheShippedBusPolicy()
    {
        // Only root may own the name; here it is whoever runs the test.
        QFile policy(PPTP_SOURCE_DIR "/dbus/org.pptptunnel.Tunnels1.conf");
        QVERIFY(policy.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(policy.readAll());
        const QString rules = text.mid(text.indexOf("<policy")).remove("</busconfig>");
        const QString mine = QString(rules).replace("\"root\"", '"' + QString::number(getuid()) + '"');
        QVERIFY(mine != rules);
        BusFixture fixture({}, systemBusRules + mine);
        fixture.work.stored = "so that there is something to clear";
        fixture.diagnostics.found = Checks{};
        const Caller caller(fixture.bus);
        const SignalRecorder changes(caller, BusFixture::WorkPath, PropertiesInterface, "PropertiesChanged");
        const SignalRecorder samples(caller, BusFixture::WorkPath, names::StatisticsInterface, "Sample");
        for (const Member& member : introspect(caller)) {
            if (member.kind == "method" && !needsATunnelInUse.contains(member.name)) {
                QVariantList arguments = methods.value(member.name).arguments;
                if (member.name == "Connect")
                    arguments = {QVariantMap{{"wait", false}}};
                QCOMPARE(outcome(caller.call(member.path, member.interface, member.name, arguments)),
                         QString());
            }
        }
        QCOMPARE(fixture.work.connects, 1);
        QCOMPARE(outcome(caller.call(names::RootPath, ObjectManager, "GetManagedObjects")), QString());
        QCOMPARE(outcome(caller.call(BusFixture::WorkPath, names::StatisticsInterface, "Subscribe", {200u})),
                 QString());
        fixture.work.become(TunnelState::Connected);
        QTRY_VERIFY(!changes.messages.empty());
        QTRY_VERIFY(!samples.messages.empty());
        // The question comes through to the agent, which in truth has no object there.
        QCOMPARE(outcome(caller.call(names::RootPath, names::ManagerInterface, "RegisterAgent",
                                     {agentPath, QVariantMap()})),
                 QString());
        QString reason;
        const auto asking =
            fixture.agents->ask({.uid = getuid(), .tunnel = "work"}, [&reason](const Result<Secret>& answer) {
                reason = QString::fromStdString(answer ? "a password" : answer.error().detail);
            });
        QTRY_VERIFY2(reason.contains("UnknownObject"), qPrintable(reason));
        // Refused by the bus, before the daemon sees it.
        QCOMPARE(outcome(caller.call(BusFixture::WorkPath, "org.example.Other", "Connect")), accessDenied);
        const QVariant value = QVariant::fromValue(QDBusVariant("x"));
        QCOMPARE(outcome(caller.call(BusFixture::WorkPath, PropertiesInterface, "Set",
                                     {names::TunnelInterface, "State", value})),
                 accessDenied);
    }

    void leavesTheNameToWhoHasIt()
    {
        BusFixture fixture;
        HandRegistry registry;
        BusService second(registry, fixture.options({}));
        const auto started = second.start();
        QVERIFY(!started);
        QCOMPARE(started.error().code, ErrorCode::Busy);
        const Caller caller(fixture.bus);
        QCOMPARE(outcome(caller.call(BusFixture::WorkPath, "org.freedesktop.DBus.Peer", "Ping")), QString());
    }

    void failsWithoutABus()
    {
        const LibraryLeaks unconnected; // sdbus-c++ 1.2 forgets the connection that it could not make
        HandRegistry registry;
        BusOptions options;
        options.address = "unix:path=/nowhere/at/all";
        BusService service(registry, std::move(options));
        QVERIFY(!service.start());
    }

    void saysThatTheBusIsLost()
    {
        BusFixture fixture;
        fixture.bus.stop();
        QTRY_COMPARE(fixture.lost, 1);
        fixture.work.become(TunnelState::Connecting); // nobody hears it, nothing breaks
    }

    void answersOpenCallsWhenItStops()
    {
        const PrivateBus bus;
        HandRegistry registry;
        HandTunnel& work = registry.add("work");
        const auto authority = std::make_shared<HandAuthority>();
        authority->verdict = Verdict::Allowed;
        BusOptions options;
        options.address = bus.address().toStdString();
        options.authority = authority;
        auto service = std::make_unique<BusService>(registry, std::move(options));
        QVERIFY(service->start());
        const Caller caller(bus);
        const auto waiting = callTunnel(caller, "Connect");
        QTRY_COMPARE(work.connects, 1);
        authority->verdict.reset();
        const auto asking = caller.call(names::RootPath, names::ManagerInterface, "Reload", {QVariantMap()});
        QTRY_COMPARE(authority->open.size(), 1u);
        service.reset();
        QCOMPARE(outcome(waiting), "org.pptptunnel.Tunnels1.Error.Cancelled");
        QCOMPARE(outcome(asking), "org.pptptunnel.Tunnels1.Error.Cancelled");
        work.finish(); // its callback has outlived the bus
        QCOMPARE(registry.reloads, 0);
    }
};

QTEST_GUILESS_MAIN(TestBusService)
#include "test_bus_service.moc"
