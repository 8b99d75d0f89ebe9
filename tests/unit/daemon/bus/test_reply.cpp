// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/reply.h"

#include "daemon/bus/bus_pump.h"
#include "private_bus.h"

#include <QDBusMessage>
#include <QTest>

using namespace pptp;
using namespace pptp::test;

namespace {

constexpr const char* Path = "/org/example/Object";
constexpr const char* Interface = "org.example.Object";

/// One method whose calls pile up in `replies`.
struct Asked {
    Asked()
        : connection(openBus(bus.address().toStdString()).value()),
          pump(*connection, [](const std::string&) {}), object(createBusObject(*connection, Path))
    {
        object->registerMethod("Ask").onInterface(Interface).implementedAs([this](sdbus::Result<>&& call) {
            ++calls;
            if (const auto reply = ledger->open(std::move(call)))
                replies.push_back(*reply);
        });
        exportObject(*object);
    }

    [[nodiscard]] QDBusPendingCall ask(const Caller& caller) const
    {
        return caller.connection().asyncCall(message());
    }
    [[nodiscard]] QDBusMessage message() const
    {
        return QDBusMessage::createMethodCall(QString::fromStdString(connection->getUniqueName()), Path,
                                              Interface, "Ask");
    }

    PrivateBus bus;
    std::unique_ptr<sdbus::IConnection> connection;
    BusPump pump;
    std::optional<ReplyLedger> ledger{std::in_place};
    std::vector<Reply> replies;
    int calls = 0;
    std::unique_ptr<sdbus::IObject> object;
};

} // namespace

class TestReply : public QObject {
    Q_OBJECT
private slots:
    void sendsTheFirstOutcomeOnly()
    {
        Asked asked;
        const Caller caller(asked.bus);
        const auto call = asked.ask(caller);
        QTRY_COMPARE(asked.replies.size(), 1u);
        QCOMPARE(asked.ledger->openCalls(), 1u);
        asked.replies.front().send(fail(ErrorCode::AuthRefused, "E=691"));
        asked.replies.front().send({});
        QCOMPARE(outcome(call), "org.pptptunnel.Tunnels1.Error.AuthRefused");
        QCOMPARE(call.error().message(), "E=691");
        QCOMPARE(asked.ledger->openCalls(), 0u);
    }

    void answersWhenEverybodyForgotTheCaller()
    {
        Asked asked;
        const Caller caller(asked.bus);
        const auto call = asked.ask(caller);
        QTRY_COMPARE(asked.replies.size(), 1u);
        asked.replies.clear();
        QCOMPARE(outcome(call), "org.freedesktop.DBus.Error.Failed");
    }

    void turnsAnExceptionIntoTheAnswer()
    {
        Asked asked;
        const Caller caller(asked.bus);
        const auto call = asked.ask(caller);
        QTRY_COMPARE(asked.replies.size(), 1u);
        asked.replies.front().guard("test", [] { throw 42; });
        QCOMPARE(outcome(call), "org.freedesktop.DBus.Error.Failed");
    }

    void cancelsOpenCallsAtTheEnd()
    {
        Asked asked;
        const Caller caller(asked.bus);
        const auto call = asked.ask(caller);
        QTRY_COMPARE(asked.replies.size(), 1u);
        asked.ledger.reset();
        QCOMPARE(outcome(call), "org.pptptunnel.Tunnels1.Error.Cancelled");
        asked.replies.front().send({}); // harmless by now
    }

    void limitsTheOpenCalls()
    {
        Asked asked;
        std::vector<std::unique_ptr<Caller>> callers;
        for (int i = 0; i < 6; ++i) {
            callers.push_back(std::make_unique<Caller>(asked.bus));
            for (int j = 0; j < 100; ++j)
                (void)asked.ask(*callers.back());
        }
        QTRY_COMPARE(asked.calls, 600);
        QCOMPARE(asked.replies.size(), ReplyLedger::MaxOpen);
        QCOMPARE(outcome(asked.ask(*callers.back())), "org.freedesktop.DBus.Error.LimitsExceeded");
    }

    void keepsNothingOfCallersWhoWantNoReplyAndGo()
    {
        Asked asked;
        for (int i = 0; i < 20; ++i) {
            Caller caller(asked.bus);
            for (int j = 0; j < 20; ++j)
                caller.connection().send(asked.message());
            QTRY_COMPARE(asked.calls, 20 * (i + 1));
            caller.vanish();
            asked.replies.clear();
        }
        QCOMPARE(asked.ledger->openCalls(), 0u);
    }
};

QTEST_GUILESS_MAIN(TestReply)
#include "test_reply.moc"
