// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/sleep_watch.h"

#include "private_bus.h"

#include <QDBusMessage>
#include <QTest>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

using namespace pptp;
using namespace pptp::test;

namespace {

constexpr const char* Service = "org.freedesktop.login1";
constexpr const char* Path = "/org/freedesktop/login1";
constexpr const char* Interface = "org.freedesktop.login1.Manager";

/// The part of logind that we use. What it hands out is one end of a pipe, to see it closed.
struct Logind {
    explicit Logind(const PrivateBus& bus)
        : connection(openBus(bus.address().toStdString()).value()),
          pump(*connection, [](const std::string&) {}), object(createBusObject(*connection, Path))
    {
        object->registerMethod("Inhibit").onInterface(Interface).implementedAs(
            [this](const std::string& what, const std::string& who, const std::string&,
                   const std::string& mode) {
                asked.push_back(what + " " + who + " " + mode);
                std::array<int, 2> ends{};
                if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
                    qFatal("no pipe");
                if (watched >= 0)
                    ::close(watched);
                watched = ends[0];
                return sdbus::UnixFd(ends[1], sdbus::adopt_fd);
            });
        object->registerSignal("PrepareForSleep").onInterface(Interface).withParameters<bool>();
        exportObject(*object);
        if (!takeName(*connection, Service))
            qFatal("the name of logind is taken");
    }
    ~Logind() { ::close(watched); }
    Logind(const Logind&) = delete;
    Logind& operator=(const Logind&) = delete;

    void prepareForSleep(bool begins) const
    {
        object->emitSignal("PrepareForSleep").onInterface(Interface).withArguments(begins);
    }
    /// Whether somebody has the inhibitor that was handed out last.
    [[nodiscard]] bool isInhibited() const
    {
        char byte = 0;
        return watched >= 0 && ::read(watched, &byte, 1) < 0 && errno == EAGAIN;
    }

    std::unique_ptr<sdbus::IConnection> connection;
    BusPump pump;
    std::unique_ptr<sdbus::IObject> object;
    std::vector<std::string> asked;
    int watched = -1;
};

struct Watching {
    explicit Watching(const PrivateBus& bus)
        : watch(SleepWatch::create(bus.address().toStdString(),
                                   {.prepare = [this](auto done) { prepared.push_back(done); },
                                    .awake = [this] { ++awake; }})
                    .value())
    {
    }

    std::vector<std::function<void()>> prepared;
    int awake = 0;
    std::unique_ptr<SleepWatch> watch;
};

} // namespace

class TestSleepWatch : public QObject {
    Q_OBJECT
private slots:
    void holdsSleepUpUntilTheTunnelsAreDown()
    {
        const PrivateBus bus;
        const Logind logind(bus);
        Watching watching(bus);
        QTRY_VERIFY(logind.isInhibited());
        QCOMPARE(logind.asked, std::vector<std::string>{"sleep pptp-tunneld delay"});
        logind.prepareForSleep(true);
        QTRY_COMPARE(watching.prepared.size(), 1u);
        QVERIFY(logind.isInhibited());
        watching.prepared.front()();
        QTRY_VERIFY(!logind.isInhibited());
    }

    void isReadyForTheNextSleepWhenItWakesUp()
    {
        const PrivateBus bus;
        const Logind logind(bus);
        Watching watching(bus);
        QTRY_VERIFY(logind.isInhibited());
        logind.prepareForSleep(true);
        QTRY_COMPARE(watching.prepared.size(), 1u);
        watching.prepared.front()();
        logind.prepareForSleep(false);
        QTRY_COMPARE(watching.awake, 1);
        QTRY_COMPARE(logind.asked.size(), 2u);
        QTRY_VERIFY(logind.isInhibited());
    }

    void doesNotBelieveASignalOfSomebodyElse()
    {
        const PrivateBus bus;
        const Logind logind(bus);
        Watching watching(bus);
        QTRY_VERIFY(logind.isInhibited());
        const Caller other(bus);
        for (int i = 0; i < 20; ++i) {
            // To everybody, and to each connection that there may be.
            auto signal = i == 0 ? QDBusMessage::createSignal(Path, Interface, "PrepareForSleep")
                                 : QDBusMessage::createTargetedSignal(QString(":1.%1").arg(i - 1), Path,
                                                                      Interface, "PrepareForSleep");
            signal << true;
            QVERIFY(other.connection().send(signal));
        }
        // Once the bus has answered, it has passed the signals on.
        QCOMPARE(other.connection()
                     .call(QDBusMessage::createMethodCall("org.freedesktop.DBus", "/", "org.freedesktop.DBus",
                                                          "GetId"))
                     .type(),
                 QDBusMessage::ReplyMessage);
        logind.prepareForSleep(false);
        QTRY_COMPARE(watching.awake, 1);
        QCOMPARE(watching.prepared.size(), 0u);
    }

    void livesWithoutLogindAndFindsItWhenItStarts()
    {
        const PrivateBus bus;
        Watching watching(bus);
        QTest::qWait(0);
        const Logind logind(bus);
        QTRY_VERIFY(logind.isInhibited());
        logind.prepareForSleep(true);
        QTRY_COMPARE(watching.prepared.size(), 1u);
    }

    void mayGoBeforeTheTunnelsAreDown()
    {
        const PrivateBus bus;
        const Logind logind(bus);
        Watching watching(bus);
        QTRY_VERIFY(logind.isInhibited());
        logind.prepareForSleep(true);
        QTRY_COMPARE(watching.prepared.size(), 1u);
        watching.watch.reset();
        QTRY_VERIFY(!logind.isInhibited());
        watching.prepared.front()();
    }
};

QTEST_GUILESS_MAIN(TestSleepWatch)
#include "test_sleep_watch.moc"
