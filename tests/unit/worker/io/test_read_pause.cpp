// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/read_pause.h"

#include <QTest>

using namespace pptp;

namespace {

constexpr TimePoint Start{std::chrono::seconds(1)};
constexpr TimePoint End = Start + ReadPause::Length;

} // namespace

class TestReadPause : public QObject {
    Q_OBJECT

private slots:
    void isNeededOnlyWhileGreComesAndTheTerminalIsFull()
    {
        ReadPause pause;
        pause.update(true, Start);
        QVERIFY(!pause.isOn());
        pause.noteRead();
        pause.update(false, Start);
        pause.update(true, Start); // what came was in an earlier turn
        QVERIFY(!pause.isOn());
        QVERIFY(!pause.deadline());
    }

    void endsOnceAndInTime()
    {
        ReadPause pause;
        pause.noteRead();
        pause.update(true, Start);
        QVERIFY(pause.isOn());
        QVERIFY(pause.deadline() == End);
        QVERIFY(!pause.hasEnded(End - std::chrono::microseconds(1)));
        QVERIFY(pause.hasEnded(End));
        QVERIFY(!pause.isOn());
        QVERIFY(!pause.hasEnded(End));
    }

    void endsWhenTheTerminalHasRoom()
    {
        ReadPause pause;
        pause.noteRead();
        pause.update(true, Start);
        pause.update(true, Start); // nothing more came, as nothing was read
        QVERIFY(pause.isOn());
        pause.update(false, Start);
        QVERIFY(!pause.isOn());
    }
};

QTEST_APPLESS_MAIN(TestReadPause)
#include "test_read_pause.moc"
