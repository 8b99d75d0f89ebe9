// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gre_fixture.h"
#include "worker/gre/gre_engine.h"

#include <QtTest>
#include <cstdlib>
#include <new>

namespace {

std::size_t allocations = 0;

} // namespace

void* operator new(std::size_t size)
{
    ++allocations;
    if (void* memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void* memory) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

using namespace pptp;
using namespace pptp::test;

namespace {

struct CountingSink : GreSink {
    SendOutcome sendGre(std::span<const std::byte> packet) override
    {
        sentBytes += packet.size();
        return SendOutcome::Sent;
    }
    void deliverPpp(std::span<const std::byte> frame) override { deliveredBytes += frame.size(); }

    std::size_t sentBytes = 0;
    std::size_t deliveredBytes = 0;
};

std::vector<Bytes> datagrams(std::uint32_t count)
{
    std::vector<Bytes> all;
    for (std::uint32_t n = 0; n < count; ++n)
        all.push_back(datagram({n, n, Bytes(1400, std::byte{0x55})}));
    return all;
}

} // namespace

class TestGreEngineAllocations : public QObject {
    Q_OBJECT
private slots:
    void allocatesNothingForPacketsInOrder()
    {
        CountingSink sink;
        GreEngine engine({OurCall, PeerCall, 300ms, 300}, sink);
        const auto packets = datagrams(1000);
        const Bytes frame(1400, std::byte{0x55});
        TimePoint now = Start;

        const std::size_t before = allocations;
        for (const auto& packet : packets) {
            engine.onPppFrame(frame, now);
            engine.onDatagram(packet, now);
            now += 1ms;
            if (engine.deadline())
                engine.onTimer(now);
        }
        const std::size_t after = allocations;

        QCOMPARE(after - before, std::size_t{0});
        QCOMPARE(sink.deliveredBytes, std::size_t{1400} * 1000);
        QCOMPARE(engine.stats().rxAccepted, 1000U);
        QCOMPARE(engine.stats().txSent, 1000U);
    }

    void allocatesNothingForABatchInOrder()
    {
        CountingSink sink;
        GreEngine engine({OurCall, PeerCall, 300ms, 300}, sink);
        const Bytes frame(1400, std::byte{0x55});
        const std::vector<std::span<const std::byte>> batch(200, frame);

        const std::size_t before = allocations;
        for (int i = 0; i < 10; ++i)
            engine.onPppFrames(batch, Start);
        QCOMPARE(allocations - before, std::size_t{0});
        QCOMPARE(engine.stats().txSent, 2000U);
    }

    void countsTheAllocationsOfHeldPackets()
    {
        CountingSink sink;
        GreEngine engine({OurCall, PeerCall, 300ms, 300}, sink);
        const auto packets = datagrams(3);
        const std::size_t before = allocations;
        engine.onDatagram(packets[2], Start);
        QVERIFY(allocations > before);
    }
};

QTEST_APPLESS_MAIN(TestGreEngineAllocations)
#include "test_gre_engine_allocations.moc"
