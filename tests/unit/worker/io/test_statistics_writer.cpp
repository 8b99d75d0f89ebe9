// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/worker/io/descriptors.h"
#include "worker/io/statistics_writer.h"

#include <QtTest>

using namespace pptp;

class TestStatisticsWriter : public QObject {
    Q_OBJECT

private slots:
    void publishesChangesForAReaderOfTheSameMemory()
    {
        UniqueFd memory = memoryPage();
        void* mapped = ::mmap(nullptr, StatisticsPageBytes, PROT_READ, MAP_SHARED, memory.get(), 0);
        QVERIFY(mapped != MAP_FAILED);
        const auto* page = static_cast<const StatisticsPage*>(mapped);
        auto writer = StatisticsWriter::map(std::move(memory)).value();

        const GreStats stats{.rxAccepted = 5, .rxDatagrams = 9};
        writer.publish(stats);
        QCOMPARE(page->read(), std::optional(stats));
        const auto sequence = page->sequence.load();
        writer.publish(stats);
        QCOMPARE(page->sequence.load(), sequence); // An unchanged page is not touched.
        ::munmap(mapped, StatisticsPageBytes);
    }

    void refusesWhatCannotBeMapped()
    {
        QVERIFY(!StatisticsWriter::map(std::move(socketPair(SOCK_STREAM).ours)));
    }
};

QTEST_APPLESS_MAIN(TestStatisticsWriter)
#include "test_statistics_writer.moc"
