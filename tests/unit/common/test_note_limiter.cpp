// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/note_limiter.h"

#include <QTest>

using namespace pptp;
using namespace std::chrono_literals;

namespace {

constexpr NoteLimiter::TimePoint start{1000s};

int admitted(NoteLimiter& limiter, int notes, NoteLimiter::TimePoint now)
{
    int count = 0;
    for (int i = 0; i < notes; ++i)
        count += limiter.admit(now) ? 1 : 0;
    return count;
}

} // namespace

class TestNoteLimiter : public QObject {
    Q_OBJECT
private slots:
    void admitsTenInASecond()
    {
        NoteLimiter limiter;
        QCOMPARE(admitted(limiter, 10, start), 10);
        QVERIFY(!limiter.deadline());
        QCOMPARE(admitted(limiter, 5, start + 999ms), 0);
        QCOMPARE(limiter.deadline(), std::optional(start + 1s));
    }

    void beginsANewSecondWithTheFirstNoteAfterTheOld()
    {
        NoteLimiter limiter;
        QCOMPARE(admitted(limiter, 20, start), 10);
        QCOMPARE(admitted(limiter, 20, start + 1500ms), 10);
        QCOMPARE(admitted(limiter, 20, start + 2499ms), 0);
        QCOMPARE(admitted(limiter, 20, start + 2500ms), 10);
    }

    void tellsOnceHowManyWereLeftOut()
    {
        NoteLimiter limiter;
        QCOMPARE(limiter.takeSuppressed(start), 0U);
        QCOMPARE(admitted(limiter, 1'000'000, start), 10);
        QCOMPARE(limiter.takeSuppressed(start + 999ms), 0U);
        QCOMPARE(limiter.takeSuppressed(start + 1s), 999'990U);
        QCOMPARE(limiter.takeSuppressed(start + 1s), 0U);
        QVERIFY(!limiter.deadline());
    }

    void tellsAtTheEndWithoutWaiting()
    {
        NoteLimiter limiter;
        QCOMPARE(admitted(limiter, 12, start), 10);
        QCOMPARE(limiter.takeSuppressed(), 2U);
        QCOMPARE(limiter.takeSuppressed(), 0U);
    }
};

QTEST_APPLESS_MAIN(TestNoteLimiter)
#include "test_note_limiter.moc"
