// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/statistics_text.h"

#include <QTest>

using namespace pptp;

class TestStatisticsText : public QObject {
    Q_OBJECT
private slots:
    void readsLikePptpLinux();
    void showsNumbersOfAnySize();
};

void TestStatisticsText::readsLikePptpLinux()
{
    GreStats stats;
    std::uint64_t value = 0;
    for (const GreStatsField& field : greStatsFields)
        stats.*field.value = ++value;
    const std::vector<std::string> expected{
        "GRE statistics:",   "rx accepted  = 1",  "rx lost      = 2",  "rx under win = 3",
        "rx over  win = 4",  "rx buffered  = 5",  "rx OS errors = 6",  "rx truncated = 7",
        "rx invalid   = 8",  "rx acks      = 9",  "tx sent      = 10", "tx failed    = 11",
        "tx short     = 12", "tx acks      = 13", "tx oversize  = 14", "round trip   = 15 usecs"};
    const auto lines = statisticsLines(stats);
    QCOMPARE(lines.size(), expected.size());
    for (std::size_t i = 0; i < lines.size(); ++i)
        QCOMPARE(QString::fromStdString(lines[i]), QString::fromStdString(expected[i]));
}

void TestStatisticsText::showsNumbersOfAnySize()
{
    GreStats stats;
    stats.rxAccepted = UINT64_MAX;
    QCOMPARE(statisticsLines(stats).at(1), "rx accepted  = 18446744073709551615");
}

QTEST_GUILESS_MAIN(TestStatisticsText)
#include "test_statistics_text.moc"
