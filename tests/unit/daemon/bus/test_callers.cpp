// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/callers.h"

#include "daemon/bus/bus_pump.h"
#include "private_bus.h"

#include <QTest>
#include <unistd.h>

using namespace pptp;
using namespace pptp::test;

namespace {

struct Watching {
    explicit Watching(const PrivateBus& bus)
        : connection(openBus(bus.address().toStdString()).value()),
          pump(*connection, [](const std::string&) {}), callers(*connection)
    {
    }

    std::unique_ptr<sdbus::IConnection> connection;
    BusPump pump;
    Callers callers;
};

} // namespace

class TestCallers : public QObject {
    Q_OBJECT
private slots:
    void saysWhoIsBehindAName()
    {
        const PrivateBus bus;
        Watching watching(bus);
        const Caller caller(bus);
        std::vector<Result<uid_t>> answers;
        const auto record = [&](const Result<uid_t>& uid) { answers.push_back(uid); };
        watching.callers.identify(caller.name().toStdString(), record);
        watching.callers.identify(caller.name().toStdString(), record);
        QTRY_COMPARE(answers.size(), 2u);
        QCOMPARE(answers.front().value(), getuid());
        watching.callers.identify(caller.name().toStdString(), record);
        QCOMPARE(answers.size(), 3u); // known by now
    }

    void failsForANameThatIsGone()
    {
        const PrivateBus bus;
        Watching watching(bus);
        std::vector<Result<uid_t>> answers;
        watching.callers.identify(":1.4711", [&](const Result<uid_t>& uid) { answers.push_back(uid); });
        QTRY_COMPARE(answers.size(), 1u);
        QCOMPARE(answers.front().error().code, ErrorCode::NotAuthorised);
    }

    void forgetsANameThatVanished()
    {
        const PrivateBus bus;
        Watching watching(bus);
        Caller caller(bus);
        const std::string name = caller.name().toStdString();
        std::vector<Result<uid_t>> answers;
        const auto record = [&](const Result<uid_t>& uid) { answers.push_back(uid); };
        watching.callers.identify(name, record);
        QTRY_COMPARE(answers.size(), 1u);
        bool vanished = false;
        const auto watch = watching.callers.watch(name, [&] { vanished = true; });
        caller.vanish();
        QTRY_VERIFY(vanished);
        watching.callers.identify(name, record);
        QTRY_COMPARE(answers.size(), 2u);
        QVERIFY(!answers.back());
    }

    void tellsEveryWatchThatIsHeld()
    {
        const PrivateBus bus;
        Watching watching(bus);
        Caller caller(bus);
        const Caller other(bus);
        const std::string name = caller.name().toStdString();
        int heard = 0;
        int unheard = 0;
        const auto one = watching.callers.watch(name, [&] { ++heard; });
        const auto two = watching.callers.watch(name, [&] { ++heard; });
        const auto foreign = watching.callers.watch(other.name().toStdString(), [&] { ++unheard; });
        watching.callers.watch(name, [&] { ++unheard; }).reset();
        caller.vanish();
        QTRY_COMPARE(heard, 2);
        QCOMPARE(unheard, 0);
    }

    void limitsTheLookupsOfOneCaller()
    {
        const PrivateBus bus;
        Watching watching(bus);
        const Caller caller(bus);
        int refused = 0;
        int answered = 0;
        for (int i = 0; i < 140; ++i) {
            watching.callers.identify(caller.name().toStdString(), [&](const Result<uid_t>& uid) {
                if (!uid && uid.error().code == ErrorCode::LimitsExceeded)
                    ++refused;
                else
                    ++answered;
            });
        }
        QCOMPARE(refused, 12);
        QTRY_COMPARE(answered, 128);
    }
};

QTEST_GUILESS_MAIN(TestCallers)
#include "test_callers.moc"
