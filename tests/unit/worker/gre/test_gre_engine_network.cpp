// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gre_fixture.h"
#include "worker/gre/gre_engine.h"

#include <QtTest>
#include <map>
#include <random>
#include <set>

using namespace pptp;
using namespace pptp::test;

namespace {

struct Weather {
    double loss = 0;
    double duplicates = 0;
    double reordered = 0;
    int depth = 0; ///< A reordered packet is overtaken by up to this many others.
};

struct Journey {
    std::multimap<std::uint64_t, std::uint32_t> arrivals; ///< By tick: the numbers that arrive then.
    std::uint64_t dropped = 0;
    std::uint64_t copies = 0;
};

/// A network that a seed describes in full: which packets vanish, come twice, or come late.
Journey travel(const Weather& weather, std::uint32_t packets, unsigned seed)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> chance(0, 1);
    Journey journey;
    for (std::uint32_t n = 0; n < packets; ++n) {
        // The last packets always come: a loss that nothing follows cannot be noticed.
        const bool inside = n > 0 && n + 400 < packets;
        if (inside && chance(random) < weather.loss) {
            ++journey.dropped;
            continue;
        }
        const auto delay = [&]() -> std::uint64_t {
            if (!inside || weather.depth == 0 || chance(random) >= weather.reordered)
                return 0;
            return 1 + random() % static_cast<unsigned>(weather.depth);
        };
        journey.arrivals.emplace(n + delay(), n);
        if (inside && chance(random) < weather.duplicates) {
            journey.arrivals.emplace(n + delay(), n);
            ++journey.copies;
        }
    }
    return journey;
}

} // namespace

class TestGreEngineNetwork : public QObject {
    Q_OBJECT
private slots:
    void deliversAllThatArrivesOnceAndInOrder_data()
    {
        QTest::addColumn<double>("loss");
        QTest::addColumn<double>("duplicates");
        QTest::addColumn<double>("reordered");
        QTest::addColumn<int>("depth");
        for (const double loss : {0.0, 0.01, 0.1, 0.3}) {
            for (const double duplicates : {0.0, 0.05, 0.3}) {
                for (const int depth : {0, 1, 10, 100, 300}) {
                    QTest::addRow("loss %.2f duplicates %.2f depth %d", loss, duplicates, depth)
                        << loss << duplicates << 0.2 << depth;
                }
            }
        }
    }
    void deliversAllThatArrivesOnceAndInOrder()
    {
        QFETCH(double, loss);
        QFETCH(double, duplicates);
        QFETCH(double, reordered);
        QFETCH(int, depth);
        constexpr std::uint32_t packets = 2000;
        const Journey journey = travel({loss, duplicates, reordered, depth}, packets, 20240607);
        std::set<std::uint32_t> model;
        for (const auto& [tick, number] : journey.arrivals)
            model.insert(number);

        EngineBench bench;
        run(bench, journey, 1ms);

        const GreStats& stats = bench.engine.stats();
        QVERIFY(bench.deliveredExactly({model.begin(), model.end()}));
        QCOMPARE(stats.rxAccepted, model.size());
        QCOMPARE(stats.rxLost, journey.dropped);
        QCOMPARE(stats.rxUnderWindow, journey.copies);
        QCOMPARE(stats.rxOverWindow, 0U);
        QCOMPARE(stats.rxHeld, 0U);
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    /// Whatever the pace: what is delivered is in order, at most once, and accounted for.
    void staysConsistentAtAnyPace_data()
    {
        QTest::addColumn<int>("microseconds");
        QTest::newRow("50,000 packets a second") << 20;
        QTest::newRow("500 packets a second") << 2000;
        QTest::newRow("20 packets a second") << 50'000;
    }
    void staysConsistentAtAnyPace()
    {
        QFETCH(int, microseconds);
        for (unsigned seed = 1; seed <= 10; ++seed) {
            const Journey journey = travel({0.1, 0.1, 0.3, 290}, 2000, seed);
            EngineBench bench;
            run(bench, journey, std::chrono::microseconds(microseconds));
            const auto numbers = deliveredNumbers(bench);
            QVERIFY(std::adjacent_find(numbers.begin(), numbers.end(), std::greater_equal<>()) ==
                    numbers.end());
            const GreStats& stats = bench.engine.stats();
            QCOMPARE(stats.rxAccepted, numbers.size());
            QCOMPARE(stats.rxAccepted + stats.rxLost, 2000U);
            QCOMPARE(stats.rxHeld, 0U);
        }
    }

    void outlivesAFloodOfForgedJumps()
    {
        std::mt19937 random(99);
        EngineBench bench;
        for (std::uint32_t n = 0; n < 3000; ++n) {
            bench.receive(n);
            for (int forged = 0; forged < 10; ++forged)
                bench.receive({static_cast<std::uint32_t>(random()), {}, text("forged")});
            bench.wait(1ms);
        }
        const auto good = std::count_if(bench.sink.delivered.begin(), bench.sink.delivered.end(),
                                        [](const Bytes& frame) { return frame != text("forged"); });
        QVERIFY2(good >= 2997, qPrintable(QString::number(good)));
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

    /// A link that was down: thousands are missing in one piece, and the stream goes on at its pace.
    void healsAfterABurstLoss_data()
    {
        QTest::addColumn<quint32>("missing");
        QTest::newRow("short") << 20U;
        QTest::newRow("most of the window") << 290U;
        QTest::newRow("the window") << 300U;
        QTest::newRow("beyond the window") << 301U;
        QTest::newRow("three seconds") << 3000U;
        QTest::newRow("a very long time") << 1'000'000'000U;
    }
    void healsAfterABurstLoss()
    {
        QFETCH(quint32, missing);
        EngineBench bench;
        for (std::uint32_t n = 0; n < 100; ++n) {
            bench.receive(n);
            bench.wait(1ms);
        }
        std::uint32_t last = 100 + missing;
        for (int n = 0; n < 3000; ++n) {
            bench.receive(last++);
            bench.wait(1ms);
        }
        const GreStats& stats = bench.engine.stats();
        QCOMPARE(stats.rxLost, missing);
        QCOMPARE(stats.rxAccepted + stats.rxOverWindow, 3100U);
        QVERIFY(stats.rxOverWindow <= 1001);
        QCOMPARE(bench.sink.delivered.back(), frameOf(last - 1));
        QCOMPARE(stats.rxHeld, 0U);
        QVERIFY(bench.everyDatagramIsCountedOnce());
    }

private:
    static void run(EngineBench& bench, const Journey& journey, std::chrono::microseconds perTick)
    {
        const TimePoint start = bench.now;
        for (const auto& [tick, number] : journey.arrivals) {
            const TimePoint due = start + perTick * static_cast<std::int64_t>(tick);
            while (bench.engine.deadline() && *bench.engine.deadline() <= due)
                bench.wait(std::max<std::chrono::nanoseconds>(*bench.engine.deadline() - bench.now, 0ns));
            bench.now = due;
            bench.receive(number);
            QVERIFY(bench.everyDatagramIsCountedOnce());
        }
        bench.wait(10s);
    }

    static std::vector<unsigned> deliveredNumbers(const EngineBench& bench)
    {
        std::vector<unsigned> numbers;
        for (const auto& frame : bench.sink.delivered) {
            std::string digits;
            for (std::size_t n = 6; n < frame.size(); ++n)
                digits += static_cast<char>(frame[n]);
            numbers.push_back(static_cast<unsigned>(std::stoul(digits)));
        }
        return numbers;
    }
};

QTEST_APPLESS_MAIN(TestGreEngineNetwork)
#include "test_gre_engine_network.moc"
