// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gre_fixture.h"
#include "worker/gre/held_queue.h"

#include <QtTest>
#include <random>

using namespace pptp;
using namespace pptp::test;

namespace {

constexpr std::uint32_t GroupGap = 32;

HeldPacket packet(std::uint32_t sequence, TimePoint arrival = Start, std::size_t bytes = 0)
{
    return {SequenceNumber(sequence), arrival, Bytes(bytes)};
}

/// The same answers, found by looking at everything.
struct Model {
    std::vector<HeldPacket> packets;
    std::vector<std::uint32_t> sinceMark;

    void insert(const HeldPacket& added)
    {
        const auto position = std::find_if(packets.begin(), packets.end(), [&](const HeldPacket& held) {
            return added.sequence.isBefore(held.sequence);
        });
        packets.insert(position, added);
        sinceMark.push_back(added.sequence.value());
    }
    void takeFront()
    {
        std::erase(sinceMark, packets.front().sequence.value());
        packets.erase(packets.begin());
    }
    [[nodiscard]] bool hasNeighbours() const
    {
        for (std::size_t n = 1; n < packets.size(); ++n) {
            if (packets[n - 1].sequence.next() == packets[n].sequence)
                return true;
        }
        return false;
    }
    [[nodiscard]] TimePoint oldestOfFirstGroup() const
    {
        TimePoint oldest = packets[0].arrival;
        for (std::size_t n = 1; n < packets.size(); ++n) {
            if (packets[n - 1].sequence.distanceTo(packets[n].sequence) > static_cast<int>(GroupGap))
                break;
            oldest = std::min(oldest, packets[n].arrival);
        }
        return oldest;
    }
    [[nodiscard]] std::size_t bytes() const
    {
        std::size_t sum = 0;
        for (const auto& held : packets)
            sum += held.payload.size() + HeldQueue::OverheadBytes;
        return sum;
    }
};

} // namespace

class TestHeldQueue : public QObject {
    Q_OBJECT
private slots:
    void keepsTheOrderOfTheNumbers()
    {
        HeldQueue queue(GroupGap);
        for (const std::uint32_t n : {2U, 0xffffffffU, 0U, 0xfffffffeU, 1U})
            queue.insert(packet(n));
        QVERIFY(queue.contains(SequenceNumber(0)));
        QVERIFY(!queue.contains(SequenceNumber(3)));
        QCOMPARE(queue.back().sequence.value(), 2U);
        for (const std::uint32_t n : {0xfffffffeU, 0xffffffffU, 0U, 1U, 2U})
            QCOMPARE(queue.takeFront().sequence.value(), n);
        QVERIFY(queue.isEmpty());
        QCOMPARE(queue.bytes(), std::size_t{0});
    }

    void givesBackWhatItWasGiven()
    {
        HeldQueue queue(GroupGap);
        queue.insert({SequenceNumber(7), Start + 3ms, text("frame"), 4});
        QCOMPARE(queue.bytes(), HeldQueue::OverheadBytes + 5);
        const HeldPacket taken = queue.takeFront();
        QVERIFY(taken.arrival == Start + 3ms);
        QCOMPARE(taken.payload, text("frame"));
        QCOMPARE(taken.arrivedBefore, 4U);
    }

    void doesNotLetAPacketFarAheadHurryTheFirst()
    {
        HeldQueue queue(GroupGap);
        queue.insert(packet(100, Start));
        queue.insert(packet(10, Start + 5ms));
        QVERIFY(queue.oldestOfFirstGroup() == Start + 5ms);
        queue.insert(packet(42, Start + 6ms)); // reaches from 10, but not to 100
        QVERIFY(queue.oldestOfFirstGroup() == Start + 5ms);
        queue.insert(packet(70, Start + 7ms)); // the bridge
        QVERIFY(queue.oldestOfFirstGroup() == Start);
    }

    void agreesWithAModel_data()
    {
        QTest::addColumn<unsigned>("seed");
        QTest::addColumn<unsigned>("spread");
        for (unsigned seed = 1; seed <= 4; ++seed) {
            for (const unsigned spread : {3U, 40U, 300U, 3000U})
                QTest::addRow("seed %u spread %u", seed, spread) << seed << spread;
        }
    }
    void agreesWithAModel()
    {
        QFETCH(unsigned, seed);
        QFETCH(unsigned, spread);
        std::mt19937 random(seed);
        HeldQueue queue(GroupGap);
        Model model;
        SequenceNumber next(0xfffff000); // wraps on the way
        TimePoint now = Start;
        for (int step = 0; step < 5000; ++step) {
            now += std::chrono::milliseconds(random() % 3);
            const SequenceNumber sequence(next.value() + 1 + static_cast<std::uint32_t>(random()) % spread);
            const auto action = random() % 8;
            if (action < 4 && !queue.contains(sequence)) {
                const HeldPacket added = packet(sequence.value(), now, random() % 10);
                model.insert(added);
                queue.insert(added);
            } else if (action == 4) {
                queue.mark();
                model.sinceMark.clear();
            } else if (action > 4 && !queue.isEmpty()) {
                next = queue.takeFront().sequence;
                QCOMPARE(next.value(), model.packets.front().sequence.value());
                model.takeFront();
            }
            QCOMPARE(queue.size(), model.packets.size());
            QCOMPARE(queue.bytes(), model.bytes());
            QCOMPARE(queue.hasNeighbours(), model.hasNeighbours());
            QCOMPARE(queue.sinceMark(), model.sinceMark.size());
            if (!queue.isEmpty())
                QVERIFY(queue.oldestOfFirstGroup() == model.oldestOfFirstGroup());
        }
    }
};

QTEST_APPLESS_MAIN(TestHeldQueue)
#include "test_held_queue.moc"
