// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/waiters.h"

#include <QStringList>
#include <QTest>

using namespace pptp;

class TestWaiters : public QObject {
    Q_OBJECT
private slots:
    void init() { m_answers.clear(); }
    void answersEachOnce();
    void whoeverComesTooLateForATryWaitsForTheNext();
    void nobodyWaitsForATryThatWillNotCome();
    void tellsWhenTheTunnelIsDown();

private:
    [[nodiscard]] Completion caller(const char* name)
    {
        return [this, name](const Result<void>& result) {
            m_answers << QString(name) + (result ? " ok" : " failed");
        };
    }

    QStringList m_answers;
};

void TestWaiters::answersEachOnce()
{
    Waiters waiters;
    waiters.forThisTry(caller("a"));
    waiters.forThisTry(caller("b"));
    waiters.tryEnded({}, false);
    waiters.tryEnded({}, false);
    QCOMPARE(m_answers, (QStringList{"a ok", "b ok"}));
}

void TestWaiters::whoeverComesTooLateForATryWaitsForTheNext()
{
    Waiters waiters;
    waiters.forThisTry(caller("a"));
    waiters.forTheNextTry(caller("b"));
    waiters.tryEnded(fail(ErrorCode::NoRoute), true);
    QCOMPARE(m_answers, QStringList{"a failed"});
    waiters.tryBegins();
    waiters.tryEnded({}, false);
    QCOMPARE(m_answers, (QStringList{"a failed", "b ok"}));
}

void TestWaiters::nobodyWaitsForATryThatWillNotCome()
{
    Waiters waiters;
    waiters.forTheNextTry(caller("a"));
    waiters.tryEnded(fail(ErrorCode::Cancelled), false);
    QCOMPARE(m_answers, QStringList{"a failed"});
}

void TestWaiters::tellsWhenTheTunnelIsDown()
{
    Waiters waiters;
    waiters.forTheEnd(caller("a"));
    waiters.forNothingSetUp([this] { m_answers << "asleep"; });
    waiters.nothingIsSetUp();
    waiters.ended();
    QCOMPARE(m_answers, (QStringList{"asleep", "a ok"}));
}

QTEST_APPLESS_MAIN(TestWaiters)
#include "test_waiters.moc"
