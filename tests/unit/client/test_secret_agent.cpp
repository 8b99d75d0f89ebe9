// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/secret_agent.h"

#include "client/secret_descriptor.h"
#include "private_bus.h"

#include <QDBusPendingCall>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

using namespace pptp;

namespace {

Secret secretOf(const char* text)
{
    return Secret(std::string(text));
}

/// A client with an agent, on a connection of its own.
struct Person {
    Person(const fakes::PrivateBus& bus, const QString& connection)
        : client(QDBusConnection::connectToBus(bus.address(), connection)), agent(client), name(connection)
    {
        QObject::connect(&agent, &SecretAgent::registered, &agent,
                         [this](const std::optional<RemoteError>& error) { registered = !error; });
        QObject::connect(&agent, &SecretAgent::asked, &agent,
                         [this](const SecretPrompt& prompt) { asked.append(prompt); });
        QObject::connect(&agent, &SecretAgent::cancelled, &agent,
                         [this](const QString& request) { cancelled.append(request); });
        client.start();
    }
    ~Person() { QDBusConnection::disconnectFromBus(name); }
    Person(const Person&) = delete;
    Person& operator=(const Person&) = delete;

    RemoteTunnel& work() { return *client.matching("work").value(0); }
    void connectWork()
    {
        outcome.reset();
        work().connectTunnel({}, &agent, [this](const std::optional<RemoteError>& error) {
            outcome = error ? error->codeName : QString("connected");
        });
    }

    TunnelsClient client;
    SecretAgent agent;
    QString name;
    bool registered = false;
    QList<SecretPrompt> asked;
    QStringList cancelled;
    std::optional<QString> outcome;
};

} // namespace

class TestSecretAgent : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_bus = std::make_unique<fakes::PrivateBus>();
        QVERIFY(m_bus->start());
        QVERIFY(m_bus->startService({"--ask"}));
    }
    void cleanup() { m_bus.reset(); }

    void sendsPasswordsAsSealedMemory()
    {
        const QDBusUnixFileDescriptor descriptor = toDescriptor(secretOf("secret"));
        QVERIFY(descriptor.isValid());
        QByteArray bytes(16, '\0');
        QCOMPARE(pread(descriptor.fileDescriptor(), bytes.data(), 16, 0), ssize_t(7));
        QCOMPARE(bytes.left(7), QByteArray("secret\n"));
        QCOMPARE(fcntl(descriptor.fileDescriptor(), F_GET_SEALS),
                 F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
    }

    void answersWhatTheServiceAsks()
    {
        Person person(*m_bus, "person");
        QTRY_VERIFY(person.registered);
        person.connectWork();
        QTRY_COMPARE(person.asked.size(), 1);
        const SecretPrompt& prompt = person.asked.first();
        QCOMPARE(prompt.tunnel, "work");
        QCOMPARE(prompt.tunnelPath, person.work().path());
        QCOMPARE(prompt.server, "work.example.com");
        QCOMPARE(prompt.user, "CORP\\alice");
        QCOMPARE(prompt.refusal(), QString());
        QCOMPARE(prompt.attempt, 1U);
        QCOMPARE(prompt.attempts, 3U);
        QTRY_COMPARE(person.work().properties().phase, "password");
        person.agent.answer(prompt.request, secretOf("secret"));
        QTRY_COMPARE(person.outcome, std::optional<QString>("connected"));
    }

    void isAskedAgainWithTheReason()
    {
        Person person(*m_bus, "person");
        QTRY_VERIFY(person.registered);
        person.connectWork();
        for (int attempt = 1; attempt <= 3; ++attempt) {
            QTRY_COMPARE(person.asked.size(), attempt);
            QCOMPARE(person.asked.last().attempt, uint(attempt));
            QCOMPARE(person.asked.last().refusal(),
                     attempt == 1 ? QString() : "The server refused this user name or password.");
            person.agent.answer(person.asked.last().request, secretOf("wrong"));
        }
        QTRY_COMPARE(person.outcome, std::optional<QString>("auth-refused"));
        QCOMPARE(person.asked.size(), 3);
    }

    void mayDecline()
    {
        Person person(*m_bus, "person");
        QTRY_VERIFY(person.registered);
        person.connectWork();
        QTRY_COMPARE(person.asked.size(), 1);
        person.agent.decline(person.asked.first().request);
        QTRY_COMPARE(person.outcome, std::optional<QString>("no-secrets"));
    }

    void leavesOtherTunnelsToOtherAgents()
    {
        Person older(*m_bus, "older");
        QTRY_VERIFY(older.registered);
        Person newer(*m_bus, "newer");
        newer.agent.limitTo("/org/pptptunnel/Tunnels1/tunnel/slow");
        QTRY_VERIFY(newer.registered);
        newer.connectWork();
        QTRY_COMPARE(older.asked.size(), 1);
        QVERIFY(newer.asked.isEmpty());
        older.agent.answer(older.asked.first().request, secretOf("secret"));
        QTRY_COMPARE(newer.outcome, std::optional<QString>("connected"));
    }

    void isToldThatTheQuestionIsOver()
    {
        Person person(*m_bus, "person");
        QTRY_VERIFY(person.registered);
        person.connectWork();
        QTRY_COMPARE(person.asked.size(), 1);
        person.work().disconnectTunnel({}, this, [](const auto&) {});
        QTRY_COMPARE(person.cancelled, QStringList{person.asked.first().request});
        person.agent.answer(person.asked.first().request, secretOf("late")); // of no use any more
        QTRY_COMPARE(person.outcome, std::optional<QString>("cancelled"));
    }

    void answersNobodyButTheService()
    {
        Person person(*m_bus, "person");
        QTRY_VERIFY(person.registered);
        const QDBusConnection stranger = QDBusConnection::connectToBus(m_bus->address(), "stranger");
        auto call = QDBusMessage::createMethodCall(person.client.bus().baseService(), "/org/pptptunnel/Agent",
                                                   "org.pptptunnel.Tunnels1.Agent", "RequestSecrets");
        call << QString("1") << QVariant::fromValue(QDBusObjectPath(person.work().path()))
             << QStringList{"password"} << QVariantMap{{"name", "work"}};
        const QDBusPendingCall pending = stranger.asyncCall(call);
        QTRY_VERIFY(pending.isFinished());
        QCOMPARE(pending.error().name(), "org.freedesktop.DBus.Error.AccessDenied");
        QVERIFY(person.asked.isEmpty());
        QDBusConnection::disconnectFromBus("stranger");
    }

    void registersWithTheNextService()
    {
        Person person(*m_bus, "person");
        QTRY_VERIFY(person.registered);
        person.connectWork();
        QTRY_COMPARE(person.asked.size(), 1);
        person.registered = false;
        m_bus->killService();
        QTRY_COMPARE(person.cancelled.size(), 1);
        QVERIFY(m_bus->startService({"--ask"}));
        QTRY_VERIFY(person.registered);
        person.connectWork();
        QTRY_COMPARE(person.asked.size(), 2);
    }

    void storesAndClearsPasswords()
    {
        Person person(*m_bus, "person");
        QTRY_VERIFY(person.registered);
        QStringList outcomes;
        const auto note = [&outcomes](const std::optional<RemoteError>& error) {
            outcomes.append(error ? error->codeName : QString("done"));
        };
        QVERIFY(person.work().properties().hasSecret);
        person.work().clearSecret({}, this, note);
        QTRY_COMPARE(outcomes, QStringList{"done"});
        QVERIFY(!person.work().properties().hasSecret);
        person.work().clearSecret({}, this, note);
        QTRY_COMPARE(outcomes.size(), 2);
        QCOMPARE(outcomes.last(), "no-secrets");
        person.work().setSecret(secretOf("secret"), {}, this, note);
        QTRY_COMPARE(outcomes.size(), 3);
        QCOMPARE(outcomes.last(), "done");
        QVERIFY(person.work().properties().hasSecret);
        QCOMPARE(person.work().properties().secretStorage, "system");
    }

    void sendsAPasswordWithConnect()
    {
        Person person(*m_bus, "person");
        QTRY_VERIFY(person.registered);
        const Secret right = secretOf("secret");
        const Secret wrong = secretOf("wrong");
        for (const auto& [secret, expected] : {std::pair(&wrong, "auth-refused"), std::pair(&right, "")}) {
            std::optional<QString> outcome;
            person.work().connectTunnel({.password = secret}, this,
                                        [&outcome](const std::optional<RemoteError>& error) {
                                            outcome = error ? error->codeName : QString();
                                        });
            QTRY_COMPARE(outcome, std::optional<QString>(expected));
        }
        QVERIFY(person.asked.isEmpty());
    }

private:
    std::unique_ptr<fakes::PrivateBus> m_bus;
};

QTEST_GUILESS_MAIN(TestSecretAgent)
#include "test_secret_agent.moc"
