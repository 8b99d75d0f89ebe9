// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/worker/io/descriptors.h"
#include "worker/io/event_loop.h"

#include <QtTest>
#include <sys/epoll.h>

using namespace pptp;
using namespace std::chrono_literals;

class TestEventLoop : public QObject {
    Q_OBJECT

    static TimePoint soon() { return std::chrono::steady_clock::now() + 5s; }

private slots:
    void callsWhoWatchesAReadyDescriptor()
    {
        auto loop = EventLoop::create().value();
        const FdPair ready = socketPair(SOCK_STREAM);
        const FdPair silent = socketPair(SOCK_STREAM);
        int readyCalls = 0;
        int silentCalls = 0;
        QVERIFY(loop.add(ready.theirs.get(), EPOLLIN, [&](std::uint32_t events) {
            QCOMPARE(events, std::uint32_t{EPOLLIN});
            ++readyCalls;
        }));
        QVERIFY(loop.add(silent.theirs.get(), EPOLLIN, [&](std::uint32_t) { ++silentCalls; }));
        QVERIFY(writeAll(ready.ours.get(), bytesOf("x")));
        QVERIFY(loop.turn(soon()));
        QCOMPARE(readyCalls, 1);
        QCOMPARE(silentCalls, 0);
    }

    void returnsAtTheDeadlineAndNotBefore()
    {
        auto loop = EventLoop::create().value();
        const auto deadline = std::chrono::steady_clock::now() + 10ms;
        QVERIFY(loop.turn(deadline));
        QVERIFY(std::chrono::steady_clock::now() >= deadline);
    }

    void doesNotWaitForADeadlineInThePast()
    {
        auto loop = EventLoop::create().value();
        const auto before = std::chrono::steady_clock::now();
        QVERIFY(loop.turn(before - 1h));
        QVERIFY(std::chrono::steady_clock::now() - before < 1s);
    }

    void letsAHandlerRemoveItselfAndOthers()
    {
        auto loop = EventLoop::create().value();
        const FdPair first = socketPair(SOCK_STREAM);
        const FdPair second = socketPair(SOCK_STREAM);
        int calls = 0;
        const auto removeBoth = [&](std::uint32_t) {
            ++calls;
            loop.remove(first.theirs.get());
            loop.remove(second.theirs.get());
        };
        QVERIFY(loop.add(first.theirs.get(), EPOLLIN, removeBoth));
        QVERIFY(loop.add(second.theirs.get(), EPOLLIN, removeBoth));
        QVERIFY(writeAll(first.ours.get(), bytesOf("x")) && writeAll(second.ours.get(), bytesOf("x")));
        QVERIFY(loop.turn(soon()));
        QVERIFY(loop.turn(std::chrono::steady_clock::now()));
        QCOMPARE(calls, 1);
    }

    void changesWhatIsWatchedFor()
    {
        auto loop = EventLoop::create().value();
        const FdPair pair = socketPair(SOCK_STREAM);
        std::uint32_t seen = 0;
        QVERIFY(loop.add(pair.theirs.get(), EPOLLIN, [&](std::uint32_t events) { seen = events; }));
        loop.setEvents(pair.theirs.get(), EPOLLIN | EPOLLOUT);
        QVERIFY(loop.turn(soon()));
        QCOMPARE(seen, std::uint32_t{EPOLLOUT});
        seen = 0;
        loop.setEvents(pair.theirs.get(), EPOLLIN);
        QVERIFY(loop.turn(std::chrono::steady_clock::now()));
        QCOMPARE(seen, std::uint32_t{0});
    }

    void refusesADescriptorThatIsNotOpen()
    {
        auto loop = EventLoop::create().value();
        const auto added = loop.add(-1, EPOLLIN, [](std::uint32_t) {});
        QVERIFY(!added);
        QCOMPARE(added.error().numbers.at("errno"), std::int64_t{EBADF});
    }
};

QTEST_APPLESS_MAIN(TestEventLoop)
#include "test_event_loop.moc"
