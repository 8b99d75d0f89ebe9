// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "benchmarks/traffic_end.h"

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>
#include <poll.h>
#include <sstream>
#include <unistd.h>

namespace pptp::bench {
namespace {

constexpr std::size_t Batch = 64;
constexpr Nanoseconds Quantum = 100'000; ///< A sender with a rate looks this often whether more is due.
constexpr Nanoseconds FinishLimit = 2 * Second; ///< For the rest of a frame that is partly written.
constexpr Nanoseconds AnswerLimit = Second / 2; ///< After the last question.
constexpr Nanoseconds IdleLimit = Second;
constexpr std::size_t LongestLine = 4096;
constexpr std::size_t MaxPings = 10'000;

} // namespace

TrafficEnd::TrafficEnd(Link& link, CallServer* server) : m_link(link), m_server(server)
{
    m_link.setPingHandler([this](const Ping& ping) { onAnswer(ping); });
}

void TrafficEnd::run()
{
    while (true) {
        const bool isBlocked = m_sending && m_sending->isBlocked;
        std::array<pollfd, 3> watched{{
            {STDIN_FILENO, POLLIN, 0},
            {m_link.descriptor(), static_cast<short>(isBlocked ? POLLIN | POLLOUT : POLLIN), 0},
            {m_server != nullptr ? m_server->descriptor() : -1, POLLIN, 0},
        }};
        const Nanoseconds wait = timeout(monotonicNow());
        const timespec time{wait / Second, wait % Second};
        if (::ppoll(watched.data(), watched.size(), &time, nullptr) < 0)
            continue;
        if (watched[2].revents != 0)
            m_server->onReadable();
        if ((watched[1].revents & ~POLLOUT) != 0)
            m_link.receive();
        if ((watched[1].revents & POLLOUT) != 0)
            m_sending->isBlocked = false;
        if (watched[0].revents != 0 && !readOrders())
            return;
        if (m_sending)
            proceedSending(monotonicNow());
        if (m_pinging)
            proceedPinging(monotonicNow());
    }
}

Nanoseconds TrafficEnd::timeout(Nanoseconds now) const
{
    if (m_sending && m_sending->isBlocked)
        return std::clamp<Nanoseconds>(m_sending->end - now, Quantum, Second / 100);
    if (m_sending) {
        auto pacer = m_sending->pacer;
        return pacer.due(now) > 0 ? 0 : Quantum;
    }
    if (m_pinging)
        return std::clamp<Nanoseconds>(m_pinging->next - now, 0, IdleLimit);
    return IdleLimit;
}

bool TrafficEnd::readOrders()
{
    std::array<char, LongestLine> buffer{};
    const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (count <= 0 || m_orders.size() > LongestLine)
        return false;
    m_orders.append(buffer.data(), static_cast<std::size_t>(count));
    for (auto end = m_orders.find('\n'); end != std::string::npos; end = m_orders.find('\n')) {
        obey(std::string_view(m_orders).substr(0, end));
        m_orders.erase(0, end + 1);
    }
    return true;
}

void TrafficEnd::obey(std::string_view line)
{
    std::istringstream words{std::string(line)};
    std::string order;
    double first = 0;
    double second = 0;
    double third = 0;
    words >> order >> first >> second >> third;
    const Nanoseconds now = monotonicNow();
    if (order == "prepare") {
        m_link.prepare(static_cast<std::size_t>(first));
    } else if (order == "send" && m_link.isReady()) {
        const auto length = static_cast<Nanoseconds>(second * static_cast<double>(Second));
        m_sending = Sending{.pacer = Pacer(first, now), .start = now, .end = now + length};
    } else if (order == "ping" && m_link.isReady() && second > 0) {
        m_pinging = Pinging{.bytes = static_cast<std::size_t>(first),
                            .interval = static_cast<Nanoseconds>(static_cast<double>(Second) / second),
                            .next = now,
                            .count = std::min(static_cast<std::size_t>(third), MaxPings),
                            .sent = {},
                            .roundTrips = {}};
    } else if (order == "count") {
        tellCounters("counters", now, now);
    } else {
        std::puts(R"({"event": "refused"})");
        std::fflush(stdout);
    }
}

void TrafficEnd::proceedSending(Nanoseconds now)
{
    const bool isOver = now >= m_sending->end;
    if (isOver && (!m_link.isMidFrame() || now >= m_sending->end + FinishLimit)) {
        tellCounters("sent", m_sending->start, now);
        m_sending.reset();
        return;
    }
    if (m_sending->isBlocked)
        return;
    const auto wanted = isOver ? 1 : std::min<std::uint64_t>(m_sending->pacer.due(now), Batch);
    if (wanted == 0)
        return;
    const auto sent = m_link.send(wanted);
    m_sending->pacer.sent(sent);
    m_sending->isBlocked = sent < wanted;
}

void TrafficEnd::proceedPinging(Nanoseconds now)
{
    if (m_pinging->sent.size() < m_pinging->count) {
        if (now < m_pinging->next)
            return;
        const auto number = static_cast<std::uint32_t>(m_pinging->sent.size());
        const auto frame = encodePing({.isAnswer = false, .number = number}, m_pinging->bytes);
        m_pinging->sent.push_back(monotonicNow());
        m_link.sendFrame(frame);
        m_pinging->next = m_pinging->sent.size() < m_pinging->count ? m_pinging->next + m_pinging->interval
                                                                    : now + AnswerLimit;
    } else if (m_pinging->roundTrips.size() >= m_pinging->count || now >= m_pinging->next) {
        std::fputs(R"({"event": "pings", "microseconds": [)", stdout);
        const char* separator = "";
        for (const auto trip : m_pinging->roundTrips) {
            std::printf("%s%.1f", separator, static_cast<double>(trip) / 1000);
            separator = ", ";
        }
        std::puts("]}");
        std::fflush(stdout);
        m_pinging.reset();
    }
}

void TrafficEnd::onAnswer(const Ping& ping)
{
    if (m_pinging && ping.number < m_pinging->sent.size())
        m_pinging->roundTrips.push_back(monotonicNow() - m_pinging->sent[ping.number]);
}

void TrafficEnd::tellCounters(const char* event, Nanoseconds start, Nanoseconds end) const
{
    const auto& counters = m_link.counters();
    std::printf(R"({"event": "%s", "started": %.6f, "ended": %.6f, "last_received": %.6f)", event,
                seconds(start), seconds(end), seconds(counters.lastReceived));
    const std::pair<const char*, std::uint64_t> values[] = {
        {"sent", counters.sent},
        {"send_errors", counters.sendErrors},
        {"received", counters.received},
        {"damaged", counters.damaged},
        {"lost", counters.lost},
        {"late", counters.late},
        {"pure_acknowledgements", counters.pureAcknowledgements},
        {"carried_acknowledgements", counters.carriedAcknowledgements},
    };
    for (const auto& [name, value] : values)
        std::printf(R"(, "%s": %)" PRIu64, name, value);
    std::puts("}");
    std::fflush(stdout);
}

} // namespace pptp::bench
