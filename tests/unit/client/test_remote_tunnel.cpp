// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/remote_tunnel.h"
#include "client/tunnels_client.h"
#include "common/gre_stats.h"
#include "tests/unit/client/private_bus.h"

#include <QSignalSpy>
#include <QTest>

using namespace pptp;

namespace {

/// Remembers the answer to a call.
struct Answer {
    bool came = false;
    std::optional<RemoteError> error;

    RemoteTunnel::Done taker()
    {
        return [this](const std::optional<RemoteError>& result) {
            came = true;
            error = result;
        };
    }
};

} // namespace

class TestRemoteTunnel : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_bus = std::make_unique<fakes::PrivateBus>();
        QVERIFY(m_bus->start());
    }

    void cleanup()
    {
        m_client.reset();
        QDBusConnection::disconnectFromBus("test");
        m_bus.reset();
    }

    void goesThroughThePhasesAndIsConnected()
    {
        RemoteTunnel* work = tunnel("work");
        QStringList phases;
        connect(work, &RemoteTunnel::changed, this, [&] { phases.append(work->properties().phase); });
        Answer answer;
        work->connectTunnel({}, this, answer.taker());
        QTRY_VERIFY(answer.came);
        QVERIFY(!answer.error);
        QVERIFY(work->properties().isConnected());
        QCOMPARE(work->properties().interface, "ppp0");
        QCOMPARE(work->properties().dnsServers, QStringList{"10.99.0.53"});
        QCOMPARE(phases, QStringList({"resolving", "tcp", "control", "call", "lcp", "auth", "ccp", "ipcp",
                                      "configuring", "running"}));
    }

    void knowsWhyItFailedWhenTheAnswerComes()
    {
        RemoteTunnel* broken = tunnel("broken");
        Answer answer;
        std::optional<RemoteError> failure;
        broken->connectTunnel({}, this, [&](const std::optional<RemoteError>& error) {
            failure = broken->properties().failure();
            answer.taker()(error);
        });
        QTRY_VERIFY(answer.came);
        QVERIFY(answer.error);
        QCOMPARE(answer.error->codeName, "auth-refused");
        QCOMPARE(failure, (RemoteError{.codeName = "auth-refused",
                                       .detail = "MS-CHAP: E=691 R=1",
                                       .peerText = "Access denied",
                                       .numbers = {{"result-code", 1}, {"status", 19}}}));
    }

    void answersAtOnceWithoutWaiting()
    {
        RemoteTunnel* slow = tunnel("slow");
        Answer answer;
        slow->connectTunnel({.wait = false, .interactive = true}, this, answer.taker());
        QTRY_VERIFY(answer.came);
        QVERIFY(!answer.error);
        QTRY_VERIFY(slow->properties().isBusy());
    }

    void endsAnAttemptByDisconnect()
    {
        RemoteTunnel* slow = tunnel("slow");
        Answer attempt;
        slow->connectTunnel({}, this, attempt.taker());
        QTRY_COMPARE(slow->properties().phase, "control");
        Answer end;
        slow->disconnectTunnel({}, this, end.taker());
        QTRY_VERIFY(attempt.came && end.came);
        QCOMPARE(attempt.error->code(), ErrorCode::Cancelled);
        QVERIFY(!end.error);
        QCOMPARE(slow->properties().tunnelState(), TunnelState::Disconnected);
    }

    void saysThatPolkitRefused()
    {
        RemoteTunnel* work = tunnel("work", {"--deny"});
        Answer answer;
        work->connectTunnel({}, this, answer.taker());
        QTRY_VERIFY(answer.came);
        QCOMPARE(answer.error->code(), ErrorCode::NotAuthorised);
    }

    void answersWhenTheServiceDies()
    {
        RemoteTunnel* slow = tunnel("slow");
        Answer answer;
        slow->connectTunnel({}, this, answer.taker());
        QTRY_COMPARE(slow->properties().phase, "control");
        m_bus->killService();
        QTRY_VERIFY(answer.came);
        QCOMPARE(answer.error->code(), ErrorCode::ServiceMissing);
    }

    void leavesOutWhatCannotBeCounted()
    {
        RemoteTunnel* work = tunnel("work");
        QCOMPARE(read(work).counters.size(), 0); // No call yet: nothing is available.
        Answer answer;
        work->connectTunnel({}, this, answer.taker());
        QTRY_VERIFY(answer.came);
        const CounterReading reading = read(work);
        QCOMPARE(reading.counters.size(), qsizetype(allStatsFields.size()));
        QVERIFY(reading.counters.value("RxAccepted") >= 10);
        QVERIFY(reading.unavailable.isEmpty());
    }

    void receivesSamples()
    {
        RemoteTunnel* work = tunnel("work");
        QSignalSpy samples(work, &RemoteTunnel::sampled);
        Answer connected;
        work->connectTunnel({}, this, connected.taker());
        Answer subscribed;
        work->subscribe(200, this, subscribed.taker());
        QTRY_VERIFY(samples.size() >= 2);
        QVERIFY(subscribed.came && !subscribed.error);
        const auto counters = [&samples](qsizetype i) { return samples[i][1].value<Counters>(); };
        QVERIFY(counters(1).value("RxAccepted") > counters(0).value("RxAccepted"));
        QVERIFY(samples[0][2].value<Gauges>().value("round_trip_ms") > 0);
    }

private:
    RemoteTunnel* tunnel(const QString& name, const QStringList& serviceArguments = {})
    {
        if (!m_bus->startService(serviceArguments))
            qFatal("the fake daemon did not start");
        m_client = std::make_unique<TunnelsClient>(QDBusConnection::connectToBus(m_bus->address(), "test"));
        QSignalSpy ready(m_client.get(), &TunnelsClient::serviceChanged);
        m_client->start();
        while (m_client->service() != TunnelsClient::Service::Ready && ready.wait()) {
        }
        const auto found = m_client->matching(name);
        if (found.isEmpty())
            qFatal("the fake daemon has no such tunnel");
        return found.first();
    }

    CounterReading read(RemoteTunnel* tunnel)
    {
        std::optional<CounterReading> result;
        tunnel->readCounters(this,
                             [&result](const auto&, const CounterReading& reading) { result = reading; });
        [&result] { QTRY_VERIFY(result.has_value()); }();
        return result.value_or(CounterReading{});
    }

    std::unique_ptr<fakes::PrivateBus> m_bus;
    std::unique_ptr<TunnelsClient> m_client;
};

QTEST_GUILESS_MAIN(TestRemoteTunnel)
#include "test_remote_tunnel.moc"
