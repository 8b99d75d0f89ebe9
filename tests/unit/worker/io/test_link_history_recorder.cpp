// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/link_history_recorder.h"

#include <QtTest>

using namespace pptp;
using namespace std::chrono_literals;

namespace {

constexpr TimePoint start{1000s};

struct Bench {
    std::unique_ptr<LinkHistory> history = std::make_unique<LinkHistory>();
    LinkHistoryRecorder recorder{*history};
    GreStats stats;

    void record(TimePoint now) { recorder.record(now, stats); }
    [[nodiscard]] std::vector<LinkSample> samples() const { return history->read(0, 0xffffffff); }
};

} // namespace

class TestLinkHistoryRecorder : public QObject {
    Q_OBJECT

private slots:
    void recordsNothingOfNothing()
    {
        Bench bench;
        for (const auto later : {0s, 1s, 100s})
            bench.record(start + later);
        QVERIFY(bench.samples().empty());
    }

    void recordsTheGrowthOfEachSecond()
    {
        Bench bench;
        bench.stats = {.rxAccepted = 10,
                       .rxLost = 1,
                       .rxUnderWindow = 2,
                       .rxBuffered = 3,
                       .txSent = 20,
                       .roundTripMicroseconds = 500,
                       .rxOctets = 1'000,
                       .txOctets = 2'000};
        bench.record(start + 100ms);
        const LinkSample first{1000, 10, 20, 1'000, 2'000, 1, 500, 2, 3};
        QCOMPARE(bench.samples(), std::vector{first});
        bench.stats.rxAccepted = 14;
        bench.stats.roundTripMicroseconds = 600;
        bench.record(start + 5s);
        const LinkSample second{.second = 1005, .received = 4, .roundTripMicroseconds = 600};
        QCOMPARE(bench.samples(), (std::vector{first, second}));
    }

    void addsUpWithinASecond()
    {
        Bench bench;
        for (int i = 1; i <= 10; ++i) {
            bench.stats.txSent = static_cast<std::uint64_t>(i);
            bench.record(start + 99ms * i);
        }
        QCOMPARE(bench.samples(), (std::vector{LinkSample{.second = 1000, .sent = 10}}));
        bench.stats.txSent = 13;
        bench.record(start + 1s);
        QCOMPARE(bench.samples().back(), (LinkSample{.second = 1001, .sent = 3}));
    }

    void givesASecondWithoutNewsNoSample()
    {
        Bench bench;
        bench.stats = {.rxAccepted = 1, .roundTripMicroseconds = 70};
        bench.record(start);
        bench.stats.txAcks = 1; // no part of a sample
        bench.record(start + 1s);
        QCOMPARE(bench.samples().size(), std::size_t{1});
        bench.stats.roundTripMicroseconds = 80;
        bench.record(start + 2s);
        QCOMPARE(bench.samples().back(), (LinkSample{.second = 1002, .roundTripMicroseconds = 80}));
    }

    void stopsAtTheLargestNumber()
    {
        Bench bench;
        bench.stats = {.rxAccepted = 1ULL << 40U, .rxUnderWindow = 70'000, .rxBuffered = 65'536};
        bench.record(start);
        const LinkSample sample = bench.samples().front();
        QCOMPARE(sample.received, 0xffffffffU);
        QCOMPARE(sample.late, std::uint16_t{0xffff});
        QCOMPARE(sample.buffered, std::uint16_t{0xffff});
    }

    void continuesTheHistoryOfAnEarlierCall()
    {
        Bench bench;
        bench.stats.txSent = 100;
        bench.record(start);
        LinkHistoryRecorder next(*bench.history); // counts from zero again
        next.record(start + 100ms, {.txSent = 1});
        next.record(start + 200ms, {.txSent = 2});
        QCOMPARE(bench.samples(), (std::vector{LinkSample{.second = 1000, .sent = 100},
                                               LinkSample{.second = 1000, .sent = 2}}));
    }
};

QTEST_APPLESS_MAIN(TestLinkHistoryRecorder)
#include "test_link_history_recorder.moc"
