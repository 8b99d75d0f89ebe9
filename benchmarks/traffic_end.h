// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The orders that a benchmark program gets on standard input, and one loop that carries them out on a link.
#pragma once

#include "benchmarks/call_server.h"
#include "benchmarks/link.h"
#include "benchmarks/pacer.h"

#include <optional>
#include <string>
#include <string_view>

namespace pptp::bench {

/// Lines in, lines of JSON out:
///   prepare BYTES               frames of this size from now on; all counters at 0
///   send RATE SECONDS           RATE frames a second, 0: as fast as the link takes them; then "sent"
///   ping BYTES RATE COUNT       then "pings" with the round trips in microseconds
///   count                       "counters"
/// The end of the input ends the program.
class TrafficEnd {
public:
    TrafficEnd(Link& link, CallServer* server);

    /// Returns at the end of the input.
    void run();

private:
    struct Sending {
        Pacer pacer;
        Nanoseconds start = 0;
        Nanoseconds end = 0;
        bool isBlocked = false;
    };
    struct Pinging {
        std::size_t bytes = 0;
        Nanoseconds interval = 0;
        Nanoseconds next = 0;
        std::size_t count = 0;
        std::vector<Nanoseconds> sent;
        std::vector<Nanoseconds> roundTrips;
    };

    [[nodiscard]] Nanoseconds timeout(Nanoseconds now) const;
    /// False at the end of the input.
    [[nodiscard]] bool readOrders();
    void obey(std::string_view line);
    void proceedSending(Nanoseconds now);
    void proceedPinging(Nanoseconds now);
    void onAnswer(const Ping& ping);
    void tellCounters(const char* event, Nanoseconds start, Nanoseconds end) const;

    Link& m_link;
    CallServer* m_server;
    std::string m_orders;
    std::optional<Sending> m_sending;
    std::optional<Pinging> m_pinging;
};

} // namespace pptp::bench
