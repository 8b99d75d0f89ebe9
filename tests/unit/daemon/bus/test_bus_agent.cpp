// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/bus_agent.h"

#include "bus_fixture.h"

#include <QDBusContext>
#include <QDBusUnixFileDescriptor>
#include <QTest>
#include <sys/mman.h>
#include <unistd.h>

using namespace pptp;
using namespace pptp::test;

namespace {

constexpr const char* AgentPath = "/test/agent";
const QString cancelledByUser = "org.pptptunnel.Tunnels1.Error.Cancelled";

/// A client's agent that keeps the questions until the test answers.
class ClientAgent : public QObject, protected QDBusContext {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.pptptunnel.Tunnels1.Agent")

public:
    explicit ClientAgent(const BusFixture& fixture) : caller(fixture.bus)
    {
        QDBusConnection connection = caller.connection();
        connection.registerObject(AgentPath, this, QDBusConnection::ExportAllSlots);
    }

    [[nodiscard]] QString call(const QString& method, const QVariantMap& options = {}) const
    {
        return outcome(caller.call(names::RootPath, names::ManagerInterface, method,
                                   {QVariant::fromValue(QDBusObjectPath(AgentPath)), options}));
    }

    void answer(const QVariantMap& secrets)
    {
        caller.connection().send(asked.back().createReply(QVariant(secrets)));
    }
    void answerPassword(const QByteArray& bytes)
    {
        const UniqueFd memory(memfd_create("test", MFD_CLOEXEC));
        QCOMPARE(write(memory.get(), bytes.constData(), static_cast<std::size_t>(bytes.size())),
                 bytes.size());
        answer({{"password", QVariant::fromValue(QDBusUnixFileDescriptor(memory.get()))}});
    }
    void answerError(const QString& name)
    {
        caller.connection().send(asked.back().createErrorReply(name, "a test"));
    }

    Caller caller;
    std::vector<QDBusMessage> asked;
    QStringList cancelled;
    int released = 0;

public slots:
    QVariantMap RequestSecrets(const QString&, const QDBusObjectPath&, const QStringList&, const QVariantMap&)
    {
        setDelayedReply(true);
        asked.push_back(message());
        return {};
    }
    void Cancel(const QString& request, const QString& reason) { cancelled << request + " " + reason; }
    void Release() { ++released; }
};

} // namespace

class TestBusAgent : public QObject {
    Q_OBJECT
private slots:
    void init() { m_outcome.reset(); }
    void isAskedWithAllThatThePersonNeedsToKnow();
    void givesTheBytesAsTheyAre();
    void whoeverDeclinesIsNotAskedElsewhere();
    void nonsenseIsNoAnswer_data();
    void nonsenseIsNoAnswer();
    void isForgottenWhenItVanishes();
    void isToldWhenTheQuestionIsTakenBack();
    void isReleasedAtTheEnd();
    void registersOnceAndUnregisters();
    void knowsNoOptions();
    void hasALimit();

private:
    [[nodiscard]] SecretAsker::Asking ask(BusFixture& fixture, unsigned attempt = 1)
    {
        const SecretQuestion question{.uid = getuid(),
                                      .tunnel = "my.work",
                                      .server = "vpn.example.com",
                                      .user = "bob",
                                      .attempt = attempt,
                                      .attempts = 3,
                                      .reason = attempt > 1 ? "auth-refused" : ""};
        return fixture.agents->ask(question, [this](Result<Secret> answer) {
            m_outcome = answer ? "password " + std::string(answer->reveal())
                               : std::string(errorCodeName(answer.error().code));
        });
    }
    using Outcome = std::optional<std::string>;
    Outcome m_outcome;
};

void TestBusAgent::isAskedWithAllThatThePersonNeedsToKnow()
{
    BusFixture fixture;
    ClientAgent agent(fixture);
    QCOMPARE(agent.call("RegisterAgent"), QString());
    const auto asking = ask(fixture, 2);
    QTRY_COMPARE(agent.asked.size(), std::size_t(1));
    const QVariantList arguments = agent.asked.front().arguments();
    QCOMPARE(arguments.at(0).toString().size(), 32);
    QCOMPARE(arguments.at(1).value<QDBusObjectPath>().path(), "/org/pptptunnel/Tunnels1/tunnel/my_2ework");
    QCOMPARE(arguments.at(2).toStringList(), QStringList{"password"});
    const QVariantMap hints{{"name", "my.work"}, {"server", "vpn.example.com"}, {"user", "bob"},
                            {"retry", true},     {"reason", "auth-refused"},    {"attempt", 2U},
                            {"attempts", 3U}};
    QCOMPARE(qdbus_cast<QVariantMap>(arguments.at(3)), hints);
    agent.answerPassword("typed\n");
    QTRY_COMPARE(m_outcome, Outcome("password typed"));
}

void TestBusAgent::givesTheBytesAsTheyAre()
{
    BusFixture fixture;
    ClientAgent agent(fixture);
    QCOMPARE(agent.call("RegisterAgent"), QString());
    const auto asking = ask(fixture);
    QTRY_COMPARE(agent.asked.size(), std::size_t(1));
    QByteArray bytes;
    for (int i = 1; i < 256; ++i)
        bytes.append(static_cast<char>(i));
    agent.answerPassword(bytes + '\n');
    QTRY_COMPARE(m_outcome, Outcome("password " + bytes.toStdString()));
}

void TestBusAgent::whoeverDeclinesIsNotAskedElsewhere()
{
    BusFixture fixture;
    ClientAgent older(fixture);
    ClientAgent newer(fixture);
    QCOMPARE(older.call("RegisterAgent"), QString());
    QCOMPARE(newer.call("RegisterAgent"), QString());
    const auto asking = ask(fixture);
    QTRY_COMPARE(newer.asked.size(), std::size_t(1));
    newer.answerError(cancelledByUser);
    QTRY_COMPARE(m_outcome, Outcome("cancelled"));
    QVERIFY(older.asked.empty());
}

void TestBusAgent::nonsenseIsNoAnswer_data()
{
    QTest::addColumn<QVariantMap>("secrets");
    QTest::newRow("nothing") << QVariantMap{};
    QTest::newRow("text") << QVariantMap{{"password", "secret"}};
    QTest::newRow("another secret") << QVariantMap{{"pin", "1234"}};
}

void TestBusAgent::nonsenseIsNoAnswer()
{
    QFETCH(QVariantMap, secrets);
    BusFixture fixture;
    ClientAgent older(fixture);
    ClientAgent newer(fixture);
    QCOMPARE(older.call("RegisterAgent"), QString());
    QCOMPARE(newer.call("RegisterAgent"), QString());
    const auto asking = ask(fixture);
    QTRY_COMPARE(newer.asked.size(), std::size_t(1));
    newer.answer(secrets);
    QTRY_COMPARE(older.asked.size(), std::size_t(1));
    older.caller.connection().send(older.asked.back().createReply(QVariant(7))); // another type
    QTRY_COMPARE(m_outcome, Outcome("no-secrets"));
}

void TestBusAgent::isForgottenWhenItVanishes()
{
    BusFixture fixture;
    ClientAgent agent(fixture);
    QCOMPARE(agent.call("RegisterAgent"), QString());
    const auto asking = ask(fixture);
    QTRY_COMPARE(agent.asked.size(), std::size_t(1));
    agent.asked.clear(); // messages hold the connection
    agent.caller.vanish();
    QTRY_COMPARE(m_outcome, Outcome("no-agent"));
    QCOMPARE(fixture.agents->size(), std::size_t(0));
}

void TestBusAgent::isToldWhenTheQuestionIsTakenBack()
{
    BusFixture fixture;
    ClientAgent agent(fixture);
    QCOMPARE(agent.call("RegisterAgent"), QString());
    auto asking = ask(fixture);
    QTRY_COMPARE(agent.asked.size(), std::size_t(1));
    asking.reset();
    const QString request = agent.asked.front().arguments().at(0).toString();
    QTRY_COMPARE(agent.cancelled, QStringList{request + " cancelled"});
    agent.answerPassword("late");
    QCOMPARE(agent.call("UnregisterAgent"), QString());
    QVERIFY(!m_outcome);
}

void TestBusAgent::isReleasedAtTheEnd()
{
    BusFixture fixture;
    ClientAgent agent(fixture);
    QCOMPARE(agent.call("RegisterAgent"), QString());
    fixture.agents->clear();
    QTRY_COMPARE(agent.released, 1);
}

void TestBusAgent::registersOnceAndUnregisters()
{
    BusFixture fixture;
    const ClientAgent agent(fixture);
    const ClientAgent other(fixture);
    QCOMPARE(agent.call("UnregisterAgent"), "org.pptptunnel.Tunnels1.Error.NotFound");
    QCOMPARE(agent.call("RegisterAgent"), QString());
    QCOMPARE(agent.call("RegisterAgent"), "org.freedesktop.DBus.Error.InvalidArgs");
    QCOMPARE(other.call("UnregisterAgent"), "org.pptptunnel.Tunnels1.Error.NotFound");
    QCOMPARE(agent.call("UnregisterAgent"), QString());
    QCOMPARE(fixture.agents->size(), std::size_t(0));
    QVERIFY(fixture.authority->asked.empty()); // nobody needs a permission for this
}

void TestBusAgent::knowsNoOptions()
{
    BusFixture fixture;
    const ClientAgent agent(fixture);
    QCOMPARE(agent.call("RegisterAgent", {{"interactive", true}}), "org.freedesktop.DBus.Error.InvalidArgs");
    QCOMPARE(agent.call("RegisterAgent", {{"x-test", true}}), QString());
}

void TestBusAgent::hasALimit()
{
    BusFixture fixture;
    std::vector<std::unique_ptr<ClientAgent>> agents;
    for (int i = 0; i < 4; ++i) {
        agents.push_back(std::make_unique<ClientAgent>(fixture));
        QCOMPARE(agents.back()->call("RegisterAgent"), QString());
    }
    const ClientAgent fifth(fixture);
    QCOMPARE(fifth.call("RegisterAgent"), "org.freedesktop.DBus.Error.LimitsExceeded");
}

QTEST_GUILESS_MAIN(TestBusAgent)
#include "test_bus_agent.moc"
