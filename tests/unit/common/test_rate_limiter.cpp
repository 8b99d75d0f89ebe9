// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/rate_limiter.h"

#include <QTest>

using namespace pptp;
using namespace std::chrono_literals;

namespace {

constexpr RateLimiter::TimePoint start{1000s};

int admitted(RateLimiter& limiter, int notes, RateLimiter::TimePoint now)
{
    int count = 0;
    for (int i = 0; i < notes; ++i)
        count += limiter.admit(now) ? 1 : 0;
    return count;
}

} // namespace

class TestRateLimiter : public QObject {
    Q_OBJECT
private slots:
    void admitsTenInASecond()
    {
        RateLimiter limiter;
        QCOMPARE(admitted(limiter, 10, start), 10);
        QVERIFY(!limiter.deadline());
        QCOMPARE(admitted(limiter, 5, start + 999ms), 0);
        QCOMPARE(limiter.deadline(), std::optional(start + 1s));
    }

    void admitsAsManyAsItIsMadeFor()
    {
        RateLimiter limiter(3);
        QCOMPARE(admitted(limiter, 10, start), 3);
    }

    void beginsANewSecondWithTheFirstNoteAfterTheOld()
    {
        RateLimiter limiter;
        QCOMPARE(admitted(limiter, 20, start), 10);
        QCOMPARE(admitted(limiter, 20, start + 1500ms), 10);
        QCOMPARE(admitted(limiter, 20, start + 2499ms), 0);
        QCOMPARE(admitted(limiter, 20, start + 2500ms), 10);
    }

    void tellsOnceHowManyWereLeftOut()
    {
        RateLimiter limiter;
        QCOMPARE(limiter.takeSuppressed(start), 0U);
        QCOMPARE(admitted(limiter, 1'000'000, start), 10);
        QCOMPARE(limiter.takeSuppressed(start + 999ms), 0U);
        QCOMPARE(limiter.takeSuppressed(start + 1s), 999'990U);
        QCOMPARE(limiter.takeSuppressed(start + 1s), 0U);
        QVERIFY(!limiter.deadline());
    }

    void tellsAtTheEndWithoutWaiting()
    {
        RateLimiter limiter;
        QCOMPARE(admitted(limiter, 12, start), 10);
        QCOMPARE(limiter.takeSuppressed(), 2U);
        QCOMPARE(limiter.takeSuppressed(), 0U);
    }
};

QTEST_APPLESS_MAIN(TestRateLimiter)
#include "test_rate_limiter.moc"
