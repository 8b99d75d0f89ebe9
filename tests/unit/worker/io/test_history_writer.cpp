// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/worker/io/descriptors.h"
#include "worker/io/history_writer.h"

#include <QtTest>
#include <sys/stat.h>

using namespace pptp;
using namespace std::chrono_literals;

namespace {

constexpr TimePoint start{1000s};

struct Mapped {
    explicit Mapped(const UniqueFd& memory)
        : history(static_cast<const LinkHistory*>(
              ::mmap(nullptr, LinkHistoryBytes, PROT_READ, MAP_SHARED, memory.get(), 0)))
    {
    }
    ~Mapped() { ::munmap(const_cast<LinkHistory*>(history), LinkHistoryBytes); }
    Mapped(const Mapped&) = delete;
    Mapped& operator=(const Mapped&) = delete;

    const LinkHistory* history;
};

std::size_t bytesInUse(const UniqueFd& memory)
{
    struct stat status {};
    ::fstat(memory.get(), &status);
    return static_cast<std::size_t>(status.st_blocks) * 512;
}

} // namespace

class TestHistoryWriter : public QObject {
    Q_OBJECT

private slots:
    void recordsForAReaderOfTheSameMemory()
    {
        UniqueFd memory = memoryPage(LinkHistoryBytes);
        const Mapped mapped(memory);
        auto writer = HistoryWriter::map(UniqueFd(::dup(memory.get()))).value();
        writer.record(start, {.txSent = 3});
        QCOMPARE(mapped.history->read(0, 0xffffffff), (std::vector{LinkSample{.second = 1000, .sent = 3}}));
    }

    void needsLittleMemoryForLittleTraffic()
    {
        UniqueFd memory = memoryPage(LinkHistoryBytes);
        auto writer = HistoryWriter::map(UniqueFd(::dup(memory.get()))).value();
        QVERIFY(bytesInUse(memory) <= 4096);
        for (std::uint64_t i = 1; i <= 100; ++i)
            writer.record(start + i * 1s, {.txSent = i});
        QVERIFY(bytesInUse(memory) <= 4096);
    }

    void keepsEverySampleAcrossPagesAndRounds()
    {
        UniqueFd memory = memoryPage(LinkHistoryBytes);
        const Mapped mapped(memory);
        auto writer = HistoryWriter::map(UniqueFd(::dup(memory.get()))).value();
        constexpr std::uint32_t Seconds = LinkHistory::Capacity + 1000;
        for (std::uint32_t i = 1; i <= Seconds; ++i)
            writer.record(start + i * 1s, {.txSent = 2 * std::uint64_t{i}});
        const auto samples = mapped.history->read(0, 0xffffffff);
        QCOMPARE(samples.size(), LinkHistory::Capacity - 1);
        std::uint32_t second = 1000 + Seconds - static_cast<std::uint32_t>(samples.size());
        for (const LinkSample& sample : samples)
            QCOMPARE(sample, (LinkSample{.second = ++second, .sent = 2}));
    }

    void refusesWhatCannotBeMapped()
    {
        QVERIFY(!HistoryWriter::map(std::move(socketPair(SOCK_STREAM).ours)));
    }
};

QTEST_APPLESS_MAIN(TestHistoryWriter)
#include "test_history_writer.moc"
