// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/statistics_page.h"

#include <atomic>
#include <bit>
#include <memory>
#include <new>
#include <set>
#include <string_view>
#include <thread>

#include <QTest>

using namespace pptp;

namespace {

using Words = std::array<std::uint64_t, StatisticsPage::Words>;

/// Every counter the same, so that a mixture of two writes shows.
GreStats uniform(std::uint64_t value)
{
    Words words;
    words.fill(value);
    return std::bit_cast<GreStats>(words);
}

} // namespace

class TestStatisticsPage : public QObject {
    Q_OBJECT
private slots:
    void freshMemoryReadsAsZero();
    void readsWhatWasWritten();
    void isNeverTorn();
    void givesUpOnAWriterThatDied();
    void namesTheFifteenStatisticsInOrder();
    void namesEveryWordOfThePageOnce();
};

void TestStatisticsPage::freshMemoryReadsAsZero()
{
    // As a new memfd is: nothing but zeros.
    alignas(StatisticsPage) std::array<std::byte, StatisticsPageBytes> memory{};
    const auto* page = new (memory.data()) StatisticsPage{};
    QVERIFY(page->read() == GreStats{});
}

void TestStatisticsPage::readsWhatWasWritten()
{
    StatisticsPage page{};
    Words words;
    for (std::size_t i = 0; i < words.size(); ++i)
        words[i] = 0x8000000000000000U + i;
    const auto stats = std::bit_cast<GreStats>(words);
    page.write(stats);
    QVERIFY(page.read() == stats);
    page.write(uniform(7));
    QVERIFY(page.read() == uniform(7));
}

void TestStatisticsPage::isNeverTorn()
{
    constexpr std::uint64_t Writes = 200'000;
    constexpr std::uint64_t EnoughReads = 1000;
    StatisticsPage page{};
    std::atomic<bool> finished = false;
    std::atomic<std::uint64_t> reads = 0;
    std::uint64_t torn = 0;
    std::uint64_t backwards = 0;
    std::thread reader([&] {
        std::uint64_t last = 0;
        while (!finished) {
            const auto stats = page.read();
            if (!stats)
                continue;
            ++reads;
            torn += *stats == uniform(stats->rxAccepted) ? 0 : 1;
            backwards += stats->rxAccepted < last ? 1 : 0;
            last = stats->rxAccepted;
        }
    });
    // At least so many writes, and on until the reader has had its turns beside them, on a busy machine too.
    std::uint64_t written = 0;
    while (written < Writes || (reads < EnoughReads && written < 1000 * Writes))
        page.write(uniform(++written));
    finished = true;
    reader.join();
    QCOMPARE(torn, 0U);
    QCOMPARE(backwards, 0U);
    QVERIFY(reads >= EnoughReads);
    QVERIFY(page.read() == uniform(written));
}

void TestStatisticsPage::givesUpOnAWriterThatDied()
{
    StatisticsPage page{};
    page.write(uniform(1));
    ++page.sequence; // in the middle of a write, for ever
    QVERIFY(!page.read());
}

void TestStatisticsPage::namesTheFifteenStatisticsInOrder()
{
    QByteArrayList names;
    std::set<const std::uint64_t*> values;
    const GreStats stats;
    for (const GreStatsField& field : greStatsFields) {
        names << QByteArray(field.name.data(), static_cast<qsizetype>(field.name.size()));
        values.insert(&(stats.*field.value));
    }
    QCOMPARE(
        names.join(' '),
        QByteArray("RxAccepted RxLost RxUnderWindow RxOverWindow RxBuffered RxOsErrors RxTruncated RxInvalid "
                   "RxAcks TxSent TxFailed TxShort TxAcks TxOversize RoundTripMicroseconds"));
    QCOMPARE(values.size(), std::size_t{15});
}

void TestStatisticsPage::namesEveryWordOfThePageOnce()
{
    std::set<std::string_view> names;
    std::set<const std::uint64_t*> values;
    const GreStats stats;
    for (const GreStatsField& field : allStatsFields) {
        names.insert(field.name);
        values.insert(&(stats.*field.value));
    }
    QCOMPARE(names.size(), StatisticsPage::Words);
    QCOMPARE(values.size(), StatisticsPage::Words);
}

QTEST_APPLESS_MAIN(TestStatisticsPage)
#include "test_statistics_page.moc"
