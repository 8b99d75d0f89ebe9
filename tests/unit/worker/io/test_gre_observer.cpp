// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/worker/io/descriptors.h"
#include "worker/io/gre_observer.h"

#include <QtTest>

using namespace pptp;
using namespace std::chrono_literals;

namespace {

constexpr std::uint16_t Call = 0x1234;
constexpr TimePoint Start{std::chrono::hours(1)};

/// A packet with data, as a raw socket gives it.
Bytes packet(std::uint32_t number, std::uint16_t call = Call)
{
    Bytes bytes(20);
    bytes[0] = std::byte{0x45};
    bytes[9] = std::byte{47};
    for (const unsigned value :
         {0x30U, 0x01U, 0x88U, 0x0bU, 0U, 1U, unsigned{call} >> 8U, call & 0xffU, number >> 24U,
          number >> 16U & 0xffU, number >> 8U & 0xffU, number & 0xffU, 0x7eU})
        bytes.push_back(static_cast<std::byte>(value));
    return bytes;
}

struct Bench {
    FdPair pair = socketPair(SOCK_DGRAM);
    GrePort port{std::move(pair.theirs)};
    GreObserver observer{port, Call};

    /// Packets arrive at this moment, and whoever waits for them is told.
    [[nodiscard]] bool arrive(std::initializer_list<std::uint32_t> numbers, TimePoint now)
    {
        for (const std::uint32_t number : numbers) {
            if (!writeAll(pair.ours.get(), packet(number)))
                return false;
        }
        if (observer.wantsRead())
            observer.onReady(now);
        return true;
    }
};

} // namespace

class TestGreObserver : public QObject {
    Q_OBJECT

private slots:
    void needsNoTimerForAQuietCall()
    {
        Bench bench;
        QVERIFY(!bench.observer.deadline());
        for (std::uint32_t second = 0; second < 10; ++second) {
            QVERIFY(bench.arrive({second}, Start + std::chrono::seconds(second)));
            QVERIFY(bench.observer.wantsRead() && !bench.observer.deadline());
        }
    }

    void looksAwayForASecondWhenACallIsBusy()
    {
        Bench bench;
        QVERIFY(bench.arrive({0}, Start));
        QVERIFY(bench.arrive({1}, Start + 1ms));
        QVERIFY(!bench.observer.wantsRead());
        QCOMPARE(bench.observer.deadline(), std::optional(Start + 1001ms));
        bench.observer.onTimer(Start + 1000ms);
        QVERIFY(!bench.observer.wantsRead());
        bench.observer.onTimer(Start + 1001ms);
        QVERIFY(bench.observer.wantsRead() && !bench.observer.deadline());
    }

    void tellsWhatIsMissing()
    {
        Bench bench;
        QVERIFY(bench.arrive({0, 1, 2}, Start));
        QVERIFY(bench.arrive({7, 8}, Start + 1s));
        QVERIFY(bench.arrive({9, 10}, Start + 2s));
        QVERIFY(bench.arrive({11, 12, 13}, Start + 4s));
        QCOMPARE(bench.observer.lost(), std::uint64_t{4});
    }

    void outlivesWhatItCannotRead()
    {
        Bench bench;
        QVERIFY(writeAll(bench.pair.ours.get(), bytesOf("no packet")));
        QVERIFY(bench.arrive({}, Start));
        bench.pair.ours.reset();
        bench.observer.onReady(Start + 1s);
        QCOMPARE(bench.observer.lost(), std::uint64_t{0});
    }
};

QTEST_APPLESS_MAIN(TestGreObserver)
#include "test_gre_observer.moc"
