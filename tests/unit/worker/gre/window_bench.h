// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A receive window that is drained after each step, and what came out of it.
#pragma once

#include "gre_fixture.h"
#include "worker/gre/receive_window.h"

namespace pptp::test {

using Numbers = std::vector<std::uint32_t>;

struct WindowBench {
    explicit WindowBench(const ReceiveLimits& limits = {}) : window(limits) {}

    Arrival accept(std::uint32_t sequence, std::size_t payloadBytes = 4)
    {
        const Bytes payload(payloadBytes, std::byte{0x55});
        const auto arrival = window.accept(SequenceNumber(sequence), payload, now);
        if (arrival == Arrival::InOrder || arrival == Arrival::Ahead)
            delivered.push_back(sequence);
        drain();
        return arrival;
    }
    void wait(std::chrono::milliseconds duration)
    {
        now += duration;
        drain();
    }
    void drain()
    {
        while (const auto packet = window.takeNext(now))
            delivered.push_back(packet->sequence.value());
    }
    /// Begins the call and forgets that it delivered number 0.
    void start()
    {
        (void)accept(0);
        delivered.clear();
    }

    ReceiveWindow window;
    TimePoint now = Start;
    Numbers delivered;
    std::uint64_t lostBefore = 0;
};

inline Numbers range(std::uint32_t first, std::uint32_t count)
{
    Numbers numbers;
    for (std::uint32_t n = 0; n < count; ++n)
        numbers.push_back(first + n);
    return numbers;
}

} // namespace pptp::test
