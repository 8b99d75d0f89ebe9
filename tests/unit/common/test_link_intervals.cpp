// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/link_intervals.h"

#include <set>

#include <QTest>

using namespace pptp;

namespace {

std::vector<LinkSample> everySecond(std::uint32_t first, std::uint32_t last)
{
    std::vector<LinkSample> samples;
    for (std::uint32_t second = first; second <= last; ++second)
        samples.push_back({.second = second, .received = 1});
    return samples;
}

} // namespace

class TestLinkIntervals : public QObject {
    Q_OBJECT
private slots:
    void hasNothingToSayOfNothing();
    void showsSingleSecondsAsTheyAre();
    void addsUpTheSecondsOfAnInterval();
    void joinsTwoCallsInOneSecond();
    void leavesOutWhatIsEarlierButNeverAPartOfAnInterval();
    void movesTheLengthIntoItsLimits();
    void choosesLongerIntervalsForALongTime_data();
    void choosesLongerIntervalsForALongTime();
    void boundsTheWorkForSamplesOutOfOrder();
    void namesEachCounterOnce();
};

void TestLinkIntervals::hasNothingToSayOfNothing()
{
    QVERIFY(linkIntervals({}, 0, 1).empty());
    QVERIFY(linkIntervals(everySecond(1, 5), 6, 1).empty());
}

void TestLinkIntervals::showsSingleSecondsAsTheyAre()
{
    const std::vector<LinkSample> samples{{11, 1, 2, 3, 4, 5, 6'500, 7, 8}, {14, 1, 0, 0, 0, 0, 0, 0, 0}};
    const auto intervals = linkIntervals(samples, 0, 1);
    QCOMPARE(intervals.size(), std::size_t{2});
    const LinkInterval full{.second = 11,
                            .received = 1,
                            .receivedOctets = 3,
                            .lost = 5,
                            .late = 7,
                            .buffered = 8,
                            .sent = 2,
                            .sentOctets = 4,
                            .roundTripMs = 6.5,
                            .roundTripMaximumMs = 6.5};
    QCOMPARE(intervals[0], full);
    QCOMPARE(intervals[1], (LinkInterval{.second = 14, .received = 1}));
}

void TestLinkIntervals::addsUpTheSecondsOfAnInterval()
{
    const std::uint32_t most = 0xffffffff;
    const std::vector<LinkSample> samples{
        {.second = 10, .received = most, .roundTripMicroseconds = 1'000, .late = 0xffff},
        {.second = 12, .received = most, .late = 0xffff}, // without a round trip: no part of the mean
        {.second = 14, .received = 2, .roundTripMicroseconds = 5'000},
        {.second = 15, .received = 9}};
    const auto intervals = linkIntervals(samples, 0, 5);
    QCOMPARE(intervals.size(), std::size_t{2});
    QCOMPARE(intervals[0], (LinkInterval{.second = 10,
                                         .seconds = 5,
                                         .received = 0x200000000,
                                         .late = 0x1fffe,
                                         .roundTripMs = 3,
                                         .roundTripMaximumMs = 5}));
    QCOMPARE(intervals[1], (LinkInterval{.second = 15, .seconds = 5, .received = 9}));
}

void TestLinkIntervals::joinsTwoCallsInOneSecond()
{
    const std::vector<LinkSample> samples{{.second = 3, .sent = 1}, {.second = 3, .sent = 4}};
    QCOMPARE(linkIntervals(samples, 0, 1), (std::vector{LinkInterval{.second = 3, .sent = 5}}));
}

void TestLinkIntervals::leavesOutWhatIsEarlierButNeverAPartOfAnInterval()
{
    const auto intervals = linkIntervals(everySecond(1, 29), 17, 10);
    QCOMPARE(intervals.size(), std::size_t{2});
    QCOMPARE(intervals[0], (LinkInterval{.second = 10, .seconds = 10, .received = 10}));
    QCOMPARE(intervals[1], (LinkInterval{.second = 20, .seconds = 10, .received = 10}));
}

void TestLinkIntervals::movesTheLengthIntoItsLimits()
{
    QCOMPARE(linkIntervals(everySecond(1, 3), 0, 0).front().seconds, 1U);
    QCOMPARE(linkIntervals(everySecond(1, 3), 0, 0xffffffff).front().seconds, MaxLinkIntervalSeconds);
    QCOMPARE(linkIntervalReach(0xffffffff), MaxLinkIntervalSeconds);
}

void TestLinkIntervals::choosesLongerIntervalsForALongTime_data()
{
    QTest::addColumn<unsigned>("begin");
    QTest::addColumn<unsigned>("count");
    QTest::addColumn<unsigned>("wished");
    QTest::addColumn<unsigned>("length");
    QTest::newRow("an hour") << 7'200u << 3'600u << 1u << 1u;
    QTest::newRow("a second more") << 7'200u << 3'601u << 1u << 2u;
    QTest::newRow("two hours that begin within an interval") << 7'201u << 7'200u << 1u << 3u;
    QTest::newRow("a day") << 86'400u << 86'400u << 1u << 24u;
    QTest::newRow("a day that begins within an interval") << 86'401u << 86'400u << 1u << 25u;
    QTest::newRow("longer than it can be") << 86'401u << 400'000u << 1u << 112u;
    QTest::newRow("a day by the minute") << 86'400u << 86'400u << 60u << 60u;
}

void TestLinkIntervals::choosesLongerIntervalsForALongTime()
{
    QFETCH(unsigned, begin);
    QFETCH(unsigned, count);
    QFETCH(unsigned, wished);
    QFETCH(unsigned, length);
    const auto intervals = linkIntervals(everySecond(begin, begin + count - 1), begin, wished);
    QVERIFY(intervals.size() <= MaxLinkIntervals);
    QVERIFY(count > 86'400 || length <= linkIntervalReach(wished));
    std::uint64_t received = 0;
    for (const LinkInterval& interval : intervals) {
        QCOMPARE(interval.seconds, length);
        QCOMPARE(interval.second % length, 0U);
        received += interval.received;
    }
    QCOMPARE(received, std::uint64_t{count});
}

void TestLinkIntervals::boundsTheWorkForSamplesOutOfOrder()
{
    const std::vector<LinkSample> samples{
        {.second = 0xfffffff0}, {.second = 5}, {.second = 0xffffffff}, {.second = 1}};
    QVERIFY(linkIntervals(samples, 0, 1).size() <= samples.size());
    QVERIFY(linkIntervals(samples, 2, 0xffffffff).size() <= samples.size());
}

void TestLinkIntervals::namesEachCounterOnce()
{
    std::set<std::string_view> names;
    std::set<const std::uint64_t*> values;
    const LinkInterval interval;
    for (const LinkCounter& counter : linkCounters) {
        names.insert(counter.name);
        values.insert(&(interval.*counter.value));
    }
    QCOMPARE(names.size(), linkCounters.size());
    QCOMPARE(values.size(), linkCounters.size());
}

QTEST_APPLESS_MAIN(TestLinkIntervals)
#include "test_link_intervals.moc"
