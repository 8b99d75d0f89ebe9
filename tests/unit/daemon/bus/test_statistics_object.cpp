// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/statistics_object.h"

#include "client/bus_types.h"

#include "bus_fixture.h"
#include "signal_recorder.h"

#include <QTest>

using namespace pptp;
using namespace pptp::test;

namespace {

/// Counts how often somebody asks for the counters: with nobody looking, it must be never.
struct Counted : BusFixture {
    Counted()
    {
        GreStats stats;
        stats.rxAccepted = 17;
        stats.roundTripMicroseconds = 12'500;
        stats.roundTripMinimumMicroseconds = 9'000;
        stats.roundTripMeanMicroseconds = 13'250;
        work.stats = stats;
        work.onStatistics = [this] { ++reads; };
    }

    int reads = 0;
};

QDBusPendingCall subscribe(const Caller& caller, unsigned interval,
                           const QString& path = BusFixture::WorkPath)
{
    return caller.call(path, names::StatisticsInterface, "Subscribe", {interval});
}

QDBusPendingCall getHistory(const Caller& caller, qulonglong since, unsigned resolution)
{
    return caller.call(BusFixture::WorkPath, names::StatisticsInterface, "GetHistory", {since, resolution});
}

std::uint32_t secondsOfNow()
{
    using namespace std::chrono;
    return static_cast<std::uint32_t>(floor<seconds>(steady_clock::now().time_since_epoch()).count());
}

} // namespace

class TestStatisticsObject : public QObject {
    Q_OBJECT
private slots:
    void showsTheCounters()
    {
        BusFixture fixture;
        GreStats stats;
        std::uint64_t next = 100;
        for (const GreStatsField& field : allStatsFields)
            stats.*field.value = next++;
        fixture.work.stats = stats;
        const Caller caller(fixture.bus);
        for (const GreStatsField& field : allStatsFields) {
            const QString name = QString::fromUtf8(field.name.data(), qsizetype(field.name.size()));
            QCOMPARE(caller.property(BusFixture::WorkPath, names::StatisticsInterface, name).toULongLong(),
                     stats.*field.value);
        }
        QCOMPARE(caller.property(BusFixture::WorkPath, names::StatisticsInterface, "Unavailable"),
                 QVariant(QStringList()));
    }

    void saysThatNothingWasCountedYet()
    {
        const BusFixture fixture;
        const Caller caller(fixture.bus);
        const auto get = [&](const char* name) {
            return caller.property(BusFixture::WorkPath, names::StatisticsInterface, name);
        };
        QCOMPARE(get("RxAccepted").toULongLong(), 0u);
        QCOMPARE(get("Unavailable").toStringList().size(), qsizetype(allStatsFields.size()));
    }

    void leavesOutWhatThePathCannotCount()
    {
        Counted fixture;
        fixture.work.uncounted = {"RxLost", "RoundTripMicroseconds"};
        const Caller caller(fixture.bus);
        QCOMPARE(caller.property(BusFixture::WorkPath, names::StatisticsInterface, "Unavailable"),
                 QVariant(QStringList{"RxLost", "RoundTripMicroseconds"}));
        const SignalRecorder heard(caller, BusFixture::WorkPath, names::StatisticsInterface, "Sample");
        fixture.work.become(TunnelState::Connected);
        QCOMPARE(outcome(subscribe(caller, 200)), QString());
        QTRY_VERIFY(!heard.messages.empty());
        const auto counters = qdbus_cast<Counters>(heard.messages.front().arguments().at(1));
        QCOMPARE(counters.size(), qsizetype(allStatsFields.size() - 2));
        QVERIFY(!counters.contains("RxLost"));
        QCOMPARE(counters.value("RxAccepted"), 17u);
    }

    void movesTheIntervalIntoItsLimits_data()
    {
        QTest::addColumn<unsigned>("wished");
        QTest::addColumn<unsigned>("kept");
        QTest::newRow("none") << 0u << 200u;
        QTest::newRow("too short") << 199u << 200u;
        QTest::newRow("shortest") << 200u << 200u;
        QTest::newRow("between") << 1'000u << 1'000u;
        QTest::newRow("longest") << 60'000u << 60'000u;
        QTest::newRow("too long") << 4'294'967'295u << 60'000u;
    }

    void movesTheIntervalIntoItsLimits()
    {
        QFETCH(unsigned, wished);
        QFETCH(unsigned, kept);
        const BusFixture fixture;
        const Caller caller(fixture.bus);
        const auto call = subscribe(caller, wished);
        QCOMPARE(outcome(call), QString());
        QCOMPARE(call.reply().arguments().value(0).toUInt(), kept);
    }

    void samplesForSubscribersOnly()
    {
        Counted fixture;
        const Caller subscriber(fixture.bus);
        const Caller other(fixture.bus);
        const SignalRecorder heard(subscriber, BusFixture::WorkPath, names::StatisticsInterface, "Sample");
        const SignalRecorder overheard(other, BusFixture::WorkPath, names::StatisticsInterface, "Sample");
        fixture.work.become(TunnelState::Connected);
        QCOMPARE(outcome(subscribe(subscriber, 200)), QString());
        QTRY_COMPARE(heard.messages.size(), 2u);
        QCOMPARE(overheard.messages.size(), 0u);
        const QVariantList sample = heard.messages.front().arguments();
        const auto counters = qdbus_cast<Counters>(sample.at(1));
        QCOMPARE(counters.size(), qsizetype(allStatsFields.size()));
        QCOMPARE(counters.value("RxAccepted"), 17u);
        QCOMPARE(qdbus_cast<Gauges>(sample.at(2)), (Gauges{{"round_trip_ms", 12.5},
                                                           {"round_trip_min_ms", 9.0},
                                                           {"round_trip_mean_ms", 13.25},
                                                           {"round_trip_deviation_ms", 0.0}}));
        const auto between =
            heard.messages.at(1).arguments().at(0).toULongLong() - sample.at(0).toULongLong();
        QVERIFY2(between >= 150'000, qPrintable(QString::number(between)));
    }

    void doesNoWorkWhileNobodyLooks()
    {
        Counted fixture;
        fixture.work.become(TunnelState::Connected);
        QTest::qWait(250);
        QCOMPARE(fixture.reads, 0);
    }

    void doesNoWorkWhileTheTunnelIsDown()
    {
        Counted fixture;
        const Caller caller(fixture.bus);
        const SignalRecorder heard(caller, BusFixture::WorkPath, names::StatisticsInterface, "Sample");
        QCOMPARE(outcome(subscribe(caller, 200)), QString());
        QTest::qWait(250);
        QCOMPARE(fixture.reads, 0);
        fixture.work.become(TunnelState::Connected); // the subscription lives on
        QTRY_VERIFY(!heard.messages.empty());
        fixture.work.become(TunnelState::Disconnected);
        const int reads = fixture.reads;
        QTest::qWait(250);
        QCOMPARE(fixture.reads, reads);
    }

    void stopsAtUnsubscribe()
    {
        Counted fixture;
        const Caller caller(fixture.bus);
        fixture.work.become(TunnelState::Connected);
        QCOMPARE(outcome(subscribe(caller, 200)), QString());
        for (int i = 0; i < 2; ++i) // a second time is no error
            QCOMPARE(outcome(caller.call(BusFixture::WorkPath, names::StatisticsInterface, "Unsubscribe")),
                     QString());
        const int reads = fixture.reads;
        QTest::qWait(250);
        QCOMPARE(fixture.reads, reads);
    }

    void stopsWhenTheSubscriberVanishes()
    {
        Counted fixture;
        Caller caller(fixture.bus);
        fixture.work.become(TunnelState::Connected);
        QCOMPARE(outcome(subscribe(caller, 200)), QString());
        QTRY_VERIFY(fixture.reads > 0);
        caller.vanish();
        QTest::qWait(50); // for the bus to say so
        const int reads = fixture.reads;
        QTest::qWait(250);
        QCOMPARE(fixture.reads, reads);
    }

    void limitsTheSubscriptionsOfAConnection()
    {
        BusFixture fixture;
        QStringList paths;
        for (int i = 0; i < 9; ++i) {
            const std::string name = "t" + std::to_string(i);
            fixture.registry.add(name);
            paths.append("/org/pptptunnel/Tunnels1/tunnel/" + QString::fromStdString(name));
        }
        const Caller caller(fixture.bus);
        for (int i = 0; i < 8; ++i)
            QCOMPARE(outcome(subscribe(caller, 1'000, paths.at(i))), QString());
        QCOMPARE(outcome(subscribe(caller, 2'000, paths.at(0))), QString()); // changes the interval
        QCOMPARE(outcome(subscribe(caller, 1'000, paths.at(8))), "org.freedesktop.DBus.Error.LimitsExceeded");
        QCOMPARE(outcome(caller.call(paths.at(0), names::StatisticsInterface, "Unsubscribe")), QString());
        QCOMPARE(outcome(subscribe(caller, 1'000, paths.at(8))), QString());
    }

    void limitsTheSubscriptionsOfATunnel()
    {
        const BusFixture fixture;
        std::vector<std::unique_ptr<Caller>> callers;
        for (std::size_t i = 0; i < StatisticsObject::MaxPerTunnel; ++i) {
            callers.push_back(std::make_unique<Caller>(fixture.bus));
            QCOMPARE(outcome(subscribe(*callers.back(), 60'000)), QString());
        }
        const Caller late(fixture.bus);
        QCOMPARE(outcome(subscribe(late, 60'000)), "org.freedesktop.DBus.Error.LimitsExceeded");
        callers.pop_back();
        QTRY_COMPARE(outcome(subscribe(late, 60'000)), QString());
    }

    void answersWithTheHistory()
    {
        BusFixture fixture;
        const std::uint32_t now = secondsOfNow();
        fixture.work.samples = {{now - 20, 1, 2, 3, 4, 5, 6'500, 7, 8}, {.second = now - 10, .sent = 9}};
        const Caller caller(fixture.bus);
        const auto call = getHistory(caller, 0, 1);
        QCOMPARE(outcome(call), QString());
        const auto history = qdbus_cast<History>(call.reply().arguments().value(0));
        const Counters all{{"RxAccepted", 1}, {"TxSent", 2},        {"RxOctets", 3},  {"TxOctets", 4},
                           {"RxLost", 5},     {"RxUnderWindow", 7}, {"RxBuffered", 8}};
        const Gauges gauges{{"seconds", 1}, {"round_trip_ms", 6.5}, {"round_trip_max_ms", 6.5}};
        QCOMPARE(history, (History{{(now - 20) * 1'000'000ULL, all, gauges},
                                   {(now - 10) * 1'000'000ULL, {{"TxSent", 9}}, {{"seconds", 1}}}}));
    }

    void answersWithAnEmptyHistoryBeforeTheFirstCall()
    {
        const BusFixture fixture;
        const Caller caller(fixture.bus);
        const auto call = getHistory(caller, 0, 1000);
        QCOMPARE(outcome(call), QString());
        QVERIFY(qdbus_cast<History>(call.reply().arguments().value(0)).isEmpty());
    }

    void asksForNoMoreHistoryThanItNeeds_data()
    {
        QTest::addColumn<qulonglong>("secondsAgo");
        QTest::addColumn<unsigned>("resolution");
        QTest::addColumn<unsigned>("from"); // seconds ago
        QTest::newRow("a minute") << 60ULL << 1'000u << 85u;
        QTest::newRow("a minute by the hour") << 60ULL << 3'600'000u << 3'660u;
        QTest::newRow("a day") << 86'399ULL << 0u << 86'399u;
        QTest::newRow("a week") << 604'800ULL << 4'294'967'295u << 86'399u;
    }

    void asksForNoMoreHistoryThanItNeeds()
    {
        QFETCH(qulonglong, secondsAgo);
        QFETCH(unsigned, resolution);
        QFETCH(unsigned, from);
        const BusFixture fixture;
        const Caller caller(fixture.bus);
        const std::uint32_t before = secondsOfNow();
        const auto since = secondsAgo < before ? (before - secondsAgo) * 1'000'000ULL : 0ULL;
        QCOMPARE(outcome(getHistory(caller, since, resolution)), QString());
        const auto [first, last] = fixture.work.historyAsked;
        QVERIFY(last == before || last == before + 1);
        const std::uint32_t lessened = before > from ? before - from : 0;
        QVERIFY2(first == lessened || first == lessened + 1, qPrintable(QString::number(before - first)));
    }

    void hasNoHistoryOfTheFuture()
    {
        BusFixture fixture;
        fixture.work.samples = {{.second = secondsOfNow(), .sent = 9}};
        const Caller caller(fixture.bus);
        for (const qulonglong since : {(secondsOfNow() + 100) * 1'000'000ULL, ~0ULL}) {
            const auto call = getHistory(caller, since, 1'000);
            QCOMPARE(outcome(call), QString());
            QVERIFY(qdbus_cast<History>(call.reply().arguments().value(0)).isEmpty());
        }
    }

    void fitsADayIntoOneAnswer()
    {
        BusFixture fixture;
        const std::uint32_t now = secondsOfNow();
        const std::uint32_t count = std::min(now, 86'400U); // The machine may be younger than a day.
        for (std::uint32_t i = 1; i <= count; ++i)
            fixture.work.samples.push_back({now - count + i, 1, 2, 3, 4, 5, 6'500, 7, 8});
        const Caller caller(fixture.bus);
        QElapsedTimer time;
        time.start();
        const auto call = getHistory(caller, 0, 1'000);
        QCOMPARE(outcome(call), QString());
        qInfo("%lld ms for the largest answer", time.elapsed());
        const auto history = qdbus_cast<History>(call.reply().arguments().value(0));
        QVERIFY(history.size() <= 3'600);
        QVERIFY(history.size() >= std::min(count, 1'800U));
        qulonglong received = 0;
        for (const HistoryInterval& interval : history) {
            QVERIFY(interval.gauges.value("seconds") >= count / 3'600);
            received += interval.counters.value("RxAccepted");
        }
        QVERIFY(received + 1 >= count && received <= count); // A second may have passed.
    }

    void limitsHowOftenTheHistoryIsAskedFor()
    {
        const BusFixture fixture;
        const Caller caller(fixture.bus);
        std::vector<QDBusPendingCall> calls;
        for (std::uint32_t i = 0; i < 5 * StatisticsObject::MaxHistoriesPerSecond; ++i)
            calls.push_back(getHistory(caller, 0, 1'000));
        std::uint32_t answered = 0;
        for (const QDBusPendingCall& call : calls) {
            const QString error = outcome(call);
            QVERIFY(error.isEmpty() || error == "org.freedesktop.DBus.Error.LimitsExceeded");
            answered += error.isEmpty() ? 1 : 0;
        }
        QVERIFY(answered >= StatisticsObject::MaxHistoriesPerSecond);
        QVERIFY(answered < calls.size());
        QTRY_COMPARE(outcome(getHistory(caller, 0, 1'000)), QString());
    }

    void survivesCountersThatThrow()
    {
        BusFixture fixture;
        fixture.work.onStatistics = [] { throw 42; };
        fixture.work.become(TunnelState::Connected);
        const Caller caller(fixture.bus);
        QCOMPARE(outcome(caller.call(BusFixture::WorkPath, "org.freedesktop.DBus.Properties", "Get",
                                     {names::StatisticsInterface, "RxAccepted"})),
                 "org.freedesktop.DBus.Error.Failed");
        QCOMPARE(outcome(subscribe(caller, 200)), QString());
        QTest::qWait(250); // a sample was due
        QCOMPARE(outcome(caller.call(BusFixture::WorkPath, "org.freedesktop.DBus.Peer", "Ping")), QString());
        QCOMPARE(fixture.lost, 0);
    }
};

QTEST_GUILESS_MAIN(TestStatisticsObject)
#include "test_statistics_object.moc"
