// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/log_lines.h"

#include <vector>

#include <QTest>

using namespace pptp;
using namespace std::chrono_literals;

namespace {

struct Log {
    std::vector<std::string> seen;
    LogLines lines{[this](const std::string& line) { seen.push_back(line); }};
    LogLines::Time time{1h};
    void feed(std::string_view bytes) { lines.feed(bytes, time); }
};

using Lines = std::vector<std::string>;

} // namespace

class TestLogLines : public QObject {
    Q_OBJECT
private slots:
    void joinsPiecesAndSplitsLines();
    void givesAnUnfinishedLineAtTheEnd();
    void leavesOutEmptyLinesAndCarriageReturns();
    void leavesOutWhatAReadOnlyRunMakesPppdSay();
    void escapesControlCharacters();
    void cutsALongLineOnce();
    void countsWhatComesTooFast();
    void saysAtTheEndWhatWasLeftOut();
    void remembersTheReasonAndNotTheGoodbye();
    void prefersTheComplaintAboutAnOption();
};

void TestLogLines::joinsPiecesAndSplitsLines()
{
    Log log;
    log.feed("Using inter");
    QCOMPARE(log.seen, Lines{});
    log.feed("face ppp0\nConnect");
    log.feed("\n");
    QCOMPARE(log.seen, (Lines{"Using interface ppp0", "Connect"}));
}

void TestLogLines::givesAnUnfinishedLineAtTheEnd()
{
    Log log;
    log.feed("half a li");
    log.lines.finish(log.time);
    log.lines.finish(log.time);
    QCOMPARE(log.seen, Lines{"half a li"});
}

void TestLogLines::leavesOutEmptyLinesAndCarriageReturns()
{
    Log log;
    log.feed("\n\r\none\r\n\n");
    QCOMPARE(log.seen, Lines{"one"});
}

void TestLogLines::leavesOutWhatAReadOnlyRunMakesPppdSay()
{
    Log log;
    log.feed("Warning: couldn't open ppp database /var/run/pppd2.tdb\n"
             "Failed to create pid file /var/run/ppp0.pid: Read-only file system\nWarning: other\n");
    QCOMPARE(log.seen, Lines{"Warning: other"});
}

void TestLogLines::escapesControlCharacters()
{
    Log log;
    log.feed("a\x1b[31mb\x07\xff\n");
    QCOMPARE(log.seen, Lines{"a\xEF\xBF\xBD[31mb\xEF\xBF\xBD\xEF\xBF\xBD"});
}

void TestLogLines::cutsALongLineOnce()
{
    Log log;
    log.feed(std::string(LogLines::MaxBytes, 'x') + "\n");
    log.feed(std::string(300, 'y'));
    log.feed(std::string(70000, 'y') + "\nz\n");
    QCOMPARE(log.seen, (Lines{std::string(LogLines::MaxBytes, 'x'),
                              std::string(LogLines::MaxBytes, 'y') + "...", "z"}));
}

void TestLogLines::countsWhatComesTooFast()
{
    Log log;
    for (int i = 0; i < LogLines::MaxPerSecond + 7; ++i)
        log.feed("x\n");
    QCOMPARE(log.seen.size(), std::size_t{LogLines::MaxPerSecond});
    log.time += 999ms;
    log.feed("still too fast\n");
    QCOMPARE(log.seen.size(), std::size_t{LogLines::MaxPerSecond});
    log.time += 1ms;
    log.feed("next\n");
    QCOMPARE(log.seen.size(), std::size_t{LogLines::MaxPerSecond + 2});
    QCOMPARE(log.seen[LogLines::MaxPerSecond], std::string("(8 lines left out)"));
    QCOMPARE(log.seen.back(), std::string("next"));
}

void TestLogLines::saysAtTheEndWhatWasLeftOut()
{
    Log log;
    for (int i = 0; i < LogLines::MaxPerSecond + 1; ++i)
        log.feed("x\n");
    log.lines.finish(log.time);
    QCOMPARE(log.seen.back(), std::string("(1 lines left out)"));
}

void TestLogLines::remembersTheReasonAndNotTheGoodbye()
{
    Log log;
    log.feed(
        "Using interface ppp0\nCHAP authentication failed\nConnection terminated.\nModem hangup\nExit.\n");
    QCOMPARE(log.lines.lastError(), std::string("CHAP authentication failed"));
}

void TestLogLines::prefersTheComplaintAboutAnOption()
{
    Log log;
    log.feed(
        "/usr/sbin/pppd: unrecognized option 'x'\npppd version 2.4.9\nUsage: /usr/sbin/pppd [ options ]\n");
    QCOMPARE(log.lines.lastError(), std::string("unrecognized option 'x'"));
}

QTEST_APPLESS_MAIN(TestLogLines)
#include "test_log_lines.moc"
