// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/authorizer.h"

#include "daemon/bus/bus_pump.h"
#include "hand_driven.h"
#include "private_bus.h"

#include <QDBusConnectionInterface>
#include <QTest>
#include <algorithm>
#include <unistd.h>

using namespace pptp;
using namespace pptp::test;
using namespace std::chrono_literals;

namespace {

struct Gate {
    explicit Gate(AuthorizerLimits limits = {})
        : connection(openBus(bus.address().toStdString()).value()),
          pump(*connection, [](const std::string&) {}), callers(*connection),
          authorizer(std::make_unique<Authorizer>(authority, callers, limits))
    {
    }

    void ask(const Caller& caller, bool interactive = true)
    {
        authorizer->authorize({caller.name().toStdString(), "org.example.act", {}, interactive},
                              [this](const Result<uid_t>& result) { results.push_back(result); });
    }

    [[nodiscard]] ErrorCode lastError() const { return results.back().error().code; }

    PrivateBus bus;
    std::unique_ptr<sdbus::IConnection> connection;
    BusPump pump;
    Callers callers;
    HandAuthority authority;
    std::vector<Result<uid_t>> results;
    std::unique_ptr<Authorizer> authorizer;
};

} // namespace

Q_DECLARE_METATYPE(pptp::Result<pptp::Verdict>)

class TestAuthorizer : public QObject {
    Q_OBJECT
private slots:
    void letsThroughWhomTheAuthorityAllows()
    {
        Gate gate;
        const Caller caller(gate.bus);
        gate.authority.verdict = Verdict::Allowed;
        gate.ask(caller);
        QTRY_COMPARE(gate.results.size(), 1u);
        QCOMPARE(gate.results.front().value(), getuid());
        QCOMPARE(gate.authority.asked.front().sender, caller.name().toStdString());
        QCOMPARE(gate.authorizer->openQuestions(), 0u);
    }

    void staysShut_data()
    {
        QTest::addColumn<Result<Verdict>>("answer");
        QTest::addColumn<bool>("interactive");
        QTest::addColumn<ErrorCode>("expected");
        QTest::newRow("denied") << Result<Verdict>(Verdict::Denied) << true << ErrorCode::NotAuthorised;
        QTest::newRow("denied without interaction")
            << Result<Verdict>(Verdict::Denied) << false << ErrorCode::NotAuthorised;
        QTest::newRow("nobody could ask")
            << Result<Verdict>(Verdict::Challenge) << true << ErrorCode::NotAuthorised;
        QTest::newRow("would have to ask")
            << Result<Verdict>(Verdict::Challenge) << false << ErrorCode::InteractionRequired;
        QTest::newRow("error") << Result<Verdict>(fail(ErrorCode::NotAuthorised, "polkit is broken")) << true
                               << ErrorCode::NotAuthorised;
    }

    void staysShut()
    {
        QFETCH(Result<Verdict>, answer);
        QFETCH(bool, interactive);
        QFETCH(ErrorCode, expected);
        Gate gate;
        const Caller caller(gate.bus);
        gate.ask(caller, interactive);
        QTRY_COMPARE(gate.authority.open.size(), 1u);
        gate.authority.answer(answer);
        QCOMPARE(gate.results.size(), 1u);
        QCOMPARE(gate.lastError(), expected);
    }

    void givesUpAnAuthorityThatNeverAnswers_data()
    {
        QTest::addColumn<bool>("interactive");
        QTest::newRow("interactive") << true;
        QTest::newRow("not interactive") << false;
    }

    void givesUpAnAuthorityThatNeverAnswers()
    {
        QFETCH(bool, interactive);
        AuthorizerLimits limits;
        (interactive ? limits.interactiveTimeout : limits.timeout) = 30ms;
        Gate gate(limits);
        const Caller caller(gate.bus);
        gate.ask(caller, interactive);
        QTRY_COMPARE(gate.results.size(), 1u);
        QCOMPARE(gate.lastError(), ErrorCode::NotAuthorised);
        QCOMPARE(gate.authority.cancelled, 1);
    }

    void dropsTheRequestOfACallerThatVanished()
    {
        Gate gate;
        Caller caller(gate.bus);
        gate.ask(caller);
        QTRY_COMPARE(gate.authority.open.size(), 1u);
        const Authority::Answer late = gate.authority.open.begin()->second;
        caller.vanish();
        QTRY_COMPARE(gate.results.size(), 1u);
        QCOMPARE(gate.lastError(), ErrorCode::Cancelled);
        QCOMPARE(gate.authority.cancelled, 1);
        late(Verdict::Allowed);
        QCOMPARE(gate.results.size(), 1u); // too late, however it goes
    }

    void refusesACallerThatIsGoneAlready()
    {
        Gate gate;
        gate.authority.verdict = Verdict::Allowed;
        Caller caller(gate.bus);
        const Caller other(gate.bus);
        const QString name = caller.name();
        caller.vanish();
        QTRY_VERIFY(!other.connection().interface()->isServiceRegistered(name).value());
        gate.authorizer->authorize({name.toStdString(), "org.example.act", {}, true},
                                   [&](const Result<uid_t>& result) { gate.results.push_back(result); });
        QTRY_COMPARE(gate.results.size(), 1u);
        QVERIFY(!gate.results.front());
        QVERIFY(gate.authority.asked.empty());
    }

    void asksAFewQuestionsOfOneUidAtOnce()
    {
        Gate gate;
        const Caller one(gate.bus);
        const Caller two(gate.bus);
        for (int i = 0; i < 50; ++i) {
            gate.ask(one);
            gate.ask(two);
        }
        QTRY_COMPARE(gate.authorizer->openQuestions(), 100u);
        QCOMPARE(gate.authority.open.size(), 4u);
        QVERIFY(gate.results.empty());
        for (std::size_t answered = 1; answered <= 100; ++answered) {
            gate.authority.answer(Verdict::Allowed);
            QCOMPARE(gate.results.size(), answered);
            QCOMPARE(gate.authority.open.size(), std::min<std::size_t>(4, 100 - answered));
        }
        for (const auto& result : gate.results)
            QCOMPARE(result.value(), getuid());
    }

    void keepsTheOrderOfThoseThatWait()
    {
        AuthorizerLimits limits;
        limits.perUid = 1;
        Gate gate(limits);
        const Caller caller(gate.bus);
        for (const char* action : {"org.example.a", "org.example.b", "org.example.c"})
            gate.authorizer->authorize({caller.name().toStdString(), action, {}, true},
                                       [&](const Result<uid_t>& result) { gate.results.push_back(result); });
        QTRY_COMPARE(gate.authorizer->openQuestions(), 3u);
        gate.authority.answer(Verdict::Denied); // which is as much of an end as any other
        gate.authority.answer(Verdict::Allowed);
        QCOMPARE(gate.authority.asked.size(), 3u);
        QCOMPARE(gate.authority.asked.at(1).action, std::string("org.example.b"));
        QCOMPARE(gate.authority.asked.at(2).action, std::string("org.example.c"));
    }

    void theTimeOfAQuestionBeginsWithItsTurn()
    {
        AuthorizerLimits limits;
        limits.perUid = 1;
        limits.timeout = 500ms;
        Gate gate(limits);
        const Caller caller(gate.bus);
        gate.ask(caller, false);
        gate.ask(caller, false);
        QTRY_COMPARE(gate.authority.asked.size(), 2u); // once the first one has been given up
        QCOMPARE(gate.results.size(), 1u);
        gate.authority.answer(Verdict::Allowed);
        QCOMPARE(gate.results.size(), 2u);
        QVERIFY(gate.results.back());
    }

    void neverAsksForACallerThatVanishedWhileItWaited()
    {
        AuthorizerLimits limits;
        limits.perUid = 1;
        Gate gate(limits);
        const Caller first(gate.bus);
        Caller second(gate.bus);
        gate.ask(first);
        QTRY_COMPARE(gate.authority.open.size(), 1u);
        gate.ask(second);
        QTRY_COMPARE(gate.authorizer->openQuestions(), 2u);
        second.vanish();
        QTRY_COMPARE(gate.results.size(), 1u);
        QCOMPARE(gate.lastError(), ErrorCode::Cancelled);
        gate.authority.answer(Verdict::Allowed);
        QCOMPARE(gate.authority.asked.size(), 1u);
        QCOMPARE(gate.authority.cancelled, 0);
    }

    void limitsThoseThatWait()
    {
        Gate gate;
        const Caller caller(gate.bus);
        gate.ask(caller);
        QTRY_COMPARE(gate.authorizer->openQuestions(), 1u);
        for (int i = 0; i < 3 + 256 + 7; ++i)
            gate.ask(caller);
        QCOMPARE(gate.authorizer->openQuestions(), 4u + 256u);
        QCOMPARE(gate.results.size(), 7u);
        QCOMPARE(gate.lastError(), ErrorCode::LimitsExceeded);
        gate.authority.answer(Verdict::Allowed);
        gate.ask(caller); // there is room again
        QCOMPARE(gate.authorizer->openQuestions(), 4u + 256u);
    }

    void limitsAllQuestionsTogether()
    {
        AuthorizerLimits limits;
        limits.perUid = 100;
        Gate gate(limits);
        const Caller caller(gate.bus);
        gate.ask(caller);
        QTRY_COMPARE(gate.authorizer->openQuestions(), 1u);
        for (int i = 0; i < 70; ++i)
            gate.ask(caller);
        QCOMPARE(gate.authority.open.size(), 64u);
        gate.authority.answer(Verdict::Allowed);
        QCOMPARE(gate.authority.open.size(), 64u);
        QCOMPARE(gate.authority.asked.size(), 65u);
    }

    void cancelsWhatIsOpenAtTheEnd()
    {
        Gate gate;
        const Caller caller(gate.bus);
        gate.ask(caller);
        QTRY_COMPARE(gate.authority.open.size(), 1u);
        gate.authorizer.reset();
        QCOMPARE(gate.results.size(), 1u);
        QCOMPARE(gate.lastError(), ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestAuthorizer)
#include "test_authorizer.moc"
