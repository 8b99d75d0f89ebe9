// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/link_history.h"

#include <memory>
#include <random>
#include <thread>

#include <QTest>

using namespace pptp;

namespace {

constexpr std::uint32_t Ever = 0xffffffff;

std::unique_ptr<LinkHistory> freshHistory()
{
    return std::make_unique<LinkHistory>(); // nothing but zeros, as a new memfd
}

/// Every number says which second it belongs to, so that a mixture of two samples shows.
LinkSample sampleOf(std::uint32_t second)
{
    const auto low = static_cast<std::uint16_t>(second);
    return {second, second, second, second, second, second, second, low, low};
}

std::vector<std::uint32_t> secondsOf(const std::vector<LinkSample>& samples)
{
    std::vector<std::uint32_t> seconds;
    for (const LinkSample& sample : samples)
        seconds.push_back(sample.second);
    return seconds;
}

} // namespace

class TestLinkHistory : public QObject {
    Q_OBJECT
private slots:
    void isEmptyAtFirst();
    void readsWhatWasAppended();
    void amendsTheNewestOnly();
    void keepsADay();
    void readsTheSecondsThatWereAskedFor();
    void leavesOutWhatGoesBackInTime();
    void survivesAnyContents();
    void isNeverTorn();
};

void TestLinkHistory::isEmptyAtFirst()
{
    QVERIFY(freshHistory()->read(0, Ever).empty());
}

void TestLinkHistory::readsWhatWasAppended()
{
    const auto history = freshHistory();
    const LinkSample sample{7, 1, 2, 3, 4, 5, 6, 8, 9};
    history->append(sample);
    history->append(sampleOf(7)); // of the next call
    QCOMPARE(history->read(0, Ever), (std::vector{sample, sampleOf(7)}));
}

void TestLinkHistory::amendsTheNewestOnly()
{
    const auto history = freshHistory();
    history->append(sampleOf(5));
    history->append({.second = 6});
    history->amend(sampleOf(6));
    QCOMPARE(history->read(0, Ever), (std::vector{sampleOf(5), sampleOf(6)}));
}

void TestLinkHistory::keepsADay()
{
    const auto history = freshHistory();
    constexpr std::uint32_t Appended = 2 * LinkHistory::Capacity + 5;
    for (std::uint32_t i = 0; i < Appended; ++i)
        history->append(sampleOf(i));
    const auto samples = history->read(0, Ever);
    QCOMPARE(samples.size(), LinkHistory::Capacity - 1); // one slot is always about to be overwritten
    for (std::uint32_t i = 0; i < samples.size(); ++i)
        QCOMPARE(samples[i], sampleOf(Appended - LinkHistory::Capacity + 1 + i));
}

void TestLinkHistory::readsTheSecondsThatWereAskedFor()
{
    const auto history = freshHistory();
    for (const std::uint32_t second : {10U, 11U, 15U, 20U, 21U})
        history->append(sampleOf(second));
    QCOMPARE(secondsOf(history->read(11, 20)), (std::vector{11U, 15U, 20U}));
    QCOMPARE(secondsOf(history->read(12, 14)), std::vector<std::uint32_t>());
    QCOMPARE(secondsOf(history->read(20, 11)), std::vector<std::uint32_t>());
}

void TestLinkHistory::leavesOutWhatGoesBackInTime()
{
    const auto history = freshHistory();
    for (const std::uint32_t second : {10U, 99U, 11U, 12U, 50U, 13U})
        history->append(sampleOf(second));
    QCOMPARE(secondsOf(history->read(0, Ever)), (std::vector{10U, 11U, 12U, 13U}));
}

void TestLinkHistory::survivesAnyContents()
{
    const auto history = freshHistory();
    std::mt19937 random(7); // NOLINT: the same nonsense in each run
    for (auto& slot : history->ring) {
        for (auto& word : slot)
            word = (std::uint64_t{random()} << 32U) | random();
    }
    for (const std::uint64_t count : {std::uint64_t{1}, std::uint64_t{86'400}, ~std::uint64_t{0}}) {
        history->count = count;
        const auto samples = history->read(1000, 0x7fffffff);
        QVERIFY(samples.size() <= LinkHistory::Capacity);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            QVERIFY(samples[i].second >= 1000 && samples[i].second <= 0x7fffffff);
            QVERIFY(i == 0 || samples[i - 1].second <= samples[i].second);
        }
    }
}

void TestLinkHistory::isNeverTorn()
{
    const auto history = freshHistory();
    for (std::uint32_t i = 0; i < LinkHistory::Capacity; ++i)
        history->append(sampleOf(i));
    std::atomic<bool> finished = false;
    std::atomic<int> reads = 0;
    int torn = 0;
    std::thread reader([&] {
        while (!finished) {
            for (const LinkSample& sample : history->read(0, Ever))
                torn += sample == sampleOf(sample.second) ? 0 : 1;
            ++reads;
        }
    });
    for (std::uint32_t i = LinkHistory::Capacity; reads < 20 && i < 100'000'000; ++i)
        history->append(sampleOf(i));
    finished = true;
    reader.join();
    QCOMPARE(torn, 0);
    QVERIFY(reads >= 20);
}

QTEST_APPLESS_MAIN(TestLinkHistory)
#include "test_link_history.moc"
