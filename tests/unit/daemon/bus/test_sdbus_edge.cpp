// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/sdbus_edge.h"

#include "daemon/bus/bus_pump.h"
#include "private_bus.h"

#include <QDBusMessage>
#include <QTest>
#include <new>

using namespace pptp;
using namespace pptp::test;

namespace {

constexpr const char* Path = "/org/example/Object";
constexpr const char* Interface = "org.example.Object";

} // namespace

class TestSdbusEdge : public QObject {
    Q_OBJECT
private slots:
    void failsWithoutABus()
    {
        const auto connection = openBus("unix:path=/nowhere/at/all");
        QVERIFY(!connection);
        QCOMPARE(connection.error().code, ErrorCode::NotSupported);
    }

    void saysThatANameIsTaken()
    {
        const PrivateBus bus;
        const auto first = openBus(bus.address().toStdString()).value();
        const auto second = openBus(bus.address().toStdString()).value();
        QVERIFY(takeName(*first, "org.example.Name").has_value());
        const auto taken = takeName(*second, "org.example.Name");
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, ErrorCode::Busy);
    }

    void turnsEveryExceptionIntoAnError_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("expected");
        const QString failed = "org.freedesktop.DBus.Error.Failed";
        QTest::newRow("no exception") << QString("Fine") << QString();
        QTest::newRow("an int") << QString("Int") << failed;
        QTest::newRow("out of memory") << QString("Memory") << failed;
        QTest::newRow("out of range") << QString("Range") << failed;
        QTest::newRow("an error of ours")
            << QString("Ours") << QString("org.pptptunnel.Tunnels1.Error.NotConnected");
    }

    void turnsEveryExceptionIntoAnError()
    {
        QFETCH(QString, method);
        QFETCH(QString, expected);
        const PrivateBus bus;
        const auto connection = openBus(bus.address().toStdString()).value();
        int lost = 0;
        const BusPump pump(*connection, [&](const std::string&) { ++lost; });
        const auto object = createBusObject(*connection, Path);
        object->registerMethod("Fine").onInterface(Interface).implementedAs([] {});
        object->registerMethod("Int").onInterface(Interface).implementedAs([] { throw 42; });
        object->registerMethod("Memory").onInterface(Interface).implementedAs([] { throw std::bad_alloc(); });
        object->registerMethod("Range").onInterface(Interface).implementedAs(
            [] { throw std::out_of_range("far"); });
        object->registerMethod("Ours").onInterface(Interface).implementedAs([] {
            throw busError({ErrorCode::NotConnected, "broken text \xff\x1b"});
        });
        object->registerProperty("Thrown").onInterface(Interface).withGetter([]() -> int { throw 42; });
        exportObject(*object);

        const Caller caller(bus);
        const auto call = [&](const char* interface, const QString& name, const QVariantList& arguments) {
            QDBusMessage message = QDBusMessage::createMethodCall(
                QString::fromStdString(connection->getUniqueName()), Path, interface, name);
            message.setArguments(arguments);
            return outcome(caller.connection().asyncCall(message));
        };
        QCOMPARE(call(Interface, method, {}), expected);
        QCOMPARE(call("org.freedesktop.DBus.Properties", "Get", {Interface, "Thrown"}),
                 "org.freedesktop.DBus.Error.Failed");
        QCOMPARE(call(Interface, "Fine", {}), QString());
        QCOMPARE(lost, 0);
    }
};

QTEST_GUILESS_MAIN(TestSdbusEdge)
#include "test_sdbus_edge.moc"
