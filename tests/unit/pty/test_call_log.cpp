// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/call_log.h"

#include <syslog.h>
#include <utility>
#include <vector>

#include <QTest>

using namespace pptp;

class TestCallLog : public QObject {
    Q_OBJECT
private slots:
    void writesTheFormOfPptpLinux();
    void leavesLinesOfTheStatisticsAlone();
    void makesForeignTextPrintable();
};

namespace {

struct Lines {
    std::vector<std::pair<int, std::string>> lines;
    CallLog log{"anon",
                [this](int priority, const std::string& line) { lines.emplace_back(priority, line); }};
};

} // namespace

void TestCallLog::writesTheFormOfPptpLinux()
{
    Lines lines;
    const int first = __LINE__ + 1;
    lines.log.log("Client connection established.");
    lines.log.warn("x");
    lines.log.fatal("y");
    const auto expected = [first](int offset, const char* kind, const char* text) {
        return "anon " + std::string(kind) +
               "[writesTheFormOfPptpLinux:test_call_log.cpp:" + std::to_string(first + offset) + "]: " + text;
    };
    QCOMPARE(lines.lines.size(), 3U);
    QVERIFY(lines.lines[0] == std::pair(LOG_NOTICE, expected(0, "log", "Client connection established.")));
    QVERIFY(lines.lines[1] == std::pair(LOG_WARNING, expected(1, "warn", "x")));
    QVERIFY(lines.lines[2] == std::pair(LOG_CRIT, expected(2, "fatal", "y")));
}

void TestCallLog::leavesLinesOfTheStatisticsAlone()
{
    Lines lines;
    lines.log.plain("rx lost      = 0");
    QVERIFY(lines.lines == std::vector({std::pair(LOG_NOTICE, std::string("rx lost      = 0"))}));
}

void TestCallLog::makesForeignTextPrintable()
{
    Lines lines;
    lines.log.log("a\nb\x1b[2J");
    QVERIFY(lines.lines[0].second.ends_with("]: a\uFFFDb\uFFFD[2J"));
}

QTEST_GUILESS_MAIN(TestCallLog)
#include "test_call_log.moc"
