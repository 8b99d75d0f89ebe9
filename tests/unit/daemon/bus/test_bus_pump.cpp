// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/bus_pump.h"

#include "private_bus.h"

#include <QDBusMessage>
#include <QTest>

using namespace pptp;
using namespace pptp::test;

namespace {

constexpr const char* Path = "/org/example/Object";
constexpr const char* Interface = "org.example.Object";

/// An object with a few methods, pumped from the test's event loop.
struct Served {
    explicit Served(const PrivateBus& bus)
        : connection(openBus(bus.address().toStdString()).value()),
          pump(*connection, [this](const std::string& why) { reasons.push_back(why); }),
          object(sdbus::createObject(*connection, Path)) // without our guard
    {
        object->registerMethod("Ping").onInterface(Interface).implementedAs([] {});
        object->registerMethod("Throw").onInterface(Interface).implementedAs([] { throw 42; });
        object->registerMethod("Never").onInterface(Interface).implementedAs(
            [this](sdbus::Result<>&& result) { kept.push_back(std::move(result)); });
        exportObject(*object);
    }

    [[nodiscard]] QDBusMessage message(const char* method) const
    {
        return QDBusMessage::createMethodCall(QString::fromStdString(connection->getUniqueName()), Path,
                                              Interface, method);
    }

    std::vector<std::string> reasons;
    std::unique_ptr<sdbus::IConnection> connection;
    BusPump pump;
    std::vector<sdbus::Result<>> kept;
    std::unique_ptr<sdbus::IObject> object;
};

} // namespace

class TestBusPump : public QObject {
    Q_OBJECT
private slots:
    void answersManyCalls()
    {
        const PrivateBus bus;
        const Served served(bus);
        const Caller caller(bus);
        for (int round = 0; round < 5; ++round) {
            std::vector<QDBusPendingCall> calls;
            for (int i = 0; i < 100; ++i) // the bus allows 128 at a time
                calls.push_back(caller.connection().asyncCall(served.message("Ping")));
            for (const QDBusPendingCall& call : calls)
                QCOMPARE(outcome(call), QString());
        }
    }

    void getsTheReplyToACallFromOutsideAHandler()
    {
        const PrivateBus bus;
        const Served served(bus);
        const Served other(bus);
        const auto proxy = createBusProxy(*served.connection, other.connection->getUniqueName(), Path);
        int replies = 0;
        QTimer::singleShot(0, [&] {
            proxy->callMethodAsync("Ping").onInterface(Interface).uponReplyInvoke(
                [&](const sdbus::Error* error) { replies += error == nullptr; });
        });
        QTRY_COMPARE(replies, 1);
    }

    void givesUpACallThatIsNeverAnswered()
    {
        const PrivateBus bus;
        const Served served(bus);
        const Served other(bus);
        const auto proxy = createBusProxy(*served.connection, other.connection->getUniqueName(), Path);
        int failures = 0;
        proxy->callMethodAsync("Never")
            .onInterface(Interface)
            .withTimeout(std::chrono::milliseconds(50))
            .uponReplyInvoke([&](const sdbus::Error* error) { failures += error != nullptr; });
        QTRY_COMPARE(failures, 1);
    }

    /// sd-bus does not work any more after an exception has passed it: better to say so than to try for ever.
    void givesUpAConnectionThatAnExceptionBroke()
    {
        const PrivateBus bus;
        const Served served(bus);
        const Caller caller(bus);
        caller.connection().send(served.message("Throw"));
        QTRY_COMPARE(served.reasons.size(), 1u);
    }

    void saysOnceThatTheBusIsGone()
    {
        PrivateBus bus;
        const Served served(bus);
        bus.stop();
        QTRY_COMPARE(served.reasons.size(), 1u);
        QVERIFY(!served.reasons.front().empty());
        // Were the dead descriptor still watched, this would be heard again.
        QTest::qWait(20);
        QCOMPARE(served.reasons.size(), 1u);
    }
};

QTEST_GUILESS_MAIN(TestBusPump)
#include "test_bus_pump.moc"
