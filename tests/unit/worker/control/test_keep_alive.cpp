// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/control/keep_alive.h"

#include <QtTest>

using namespace pptp;
using namespace std::chrono_literals;

class TestKeepAlive : public QObject {
    Q_OBJECT

    static constexpr TimePoint start{1000s};

private slots:
    void asksAfterTheIdleWaitAndGivesUpAfterTheEchoWait()
    {
        KeepAlive alive(60s, 30s);
        alive.heard(start);
        QCOMPARE(*alive.deadline(), start + 60s);
        QVERIFY(alive.ask(start + 60s) == std::optional(1u));
        QCOMPARE(*alive.deadline(), start + 90s);
        QVERIFY(!alive.ask(start + 90s));
    }

    void startsAfreshWithEverySignOfLife()
    {
        KeepAlive alive(60s, 30s);
        alive.heard(start);
        alive.heard(start + 59s);
        QCOMPARE(*alive.deadline(), start + 119s);
        QVERIFY(alive.ask(start + 119s) == std::optional(1u));
        alive.heard(start + 149s);
        QCOMPARE(*alive.deadline(), start + 209s);
        QVERIFY(alive.ask(start + 209s) == std::optional(2u)); // Each question has its own number.
    }

    void countsTheEchoWaitFromTheQuestion()
    {
        KeepAlive alive(60s, 30s);
        alive.heard(start);
        QVERIFY(alive.ask(start + 65s)); // The timer came late.
        QCOMPARE(*alive.deadline(), start + 95s);
    }

    void neverAsksWithoutAnIdleWait()
    {
        KeepAlive alive(0s, 30s);
        alive.heard(start);
        QVERIFY(!alive.deadline());
    }
};

QTEST_APPLESS_MAIN(TestKeepAlive)
#include "test_keep_alive.moc"
