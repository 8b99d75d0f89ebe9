// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/statistics_object.h"

#include "common/link_intervals.h"

#include <algorithm>

namespace pptp {
namespace {

constexpr std::uint64_t MicrosecondsPerSecond = 1'000'000;
constexpr std::uint32_t HistorySeconds = 86'400;

std::uint32_t lessOrZero(std::uint32_t value, std::uint32_t less)
{
    return value > less ? value - less : 0;
}

std::map<std::string, double> gaugesOf(const GreStats& stats)
{
    if (stats.roundTripMicroseconds == 0)
        return {}; // nothing was measured yet
    const auto milliseconds = [](std::uint64_t microseconds) {
        return static_cast<double>(microseconds) / 1000.0;
    };
    std::map<std::string, double> gauges{
        {"round_trip_ms", milliseconds(stats.roundTripMicroseconds)},
        {"round_trip_min_ms", milliseconds(stats.roundTripMinimumMicroseconds)},
        {"round_trip_deviation_ms", milliseconds(stats.roundTripDeviationMicroseconds)}};
    // The kernel's path has none; where there is one it is not 0.
    if (stats.roundTripMeanMicroseconds != 0)
        gauges.emplace("round_trip_mean_ms", milliseconds(stats.roundTripMeanMicroseconds));
    return gauges;
}

} // namespace

StatisticsObject::StatisticsObject(sdbus::IObject& object, TunnelControl& tunnel, BusContext& bus)
    : Statistics_adaptor(object), m_object(object), m_tunnel(tunnel), m_bus(bus)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer,
                     [this] { guardEvent("Sample", [this] { sendDue(); }); });
}

StatisticsObject::~StatisticsObject()
{
    while (!m_subscribers.empty())
        remove(m_subscribers.begin()->first);
}

std::uint64_t StatisticsObject::counter(std::uint64_t GreStats::*field) const
{
    const auto stats = m_tunnel.statistics();
    return stats ? *stats.*field : std::uint64_t{0};
}

std::vector<std::string> StatisticsObject::Unavailable()
{
    std::vector<std::string> names;
    for (const GreStatsField& field : allStatsFields) {
        if (!m_tunnel.isCounted(field))
            names.emplace_back(field.name);
    }
    return names;
}

std::vector<StatisticsObject::HistoryEntry> StatisticsObject::GetHistory(const std::uint64_t& since_monotonic,
                                                                         const std::uint32_t& resolution_ms)
{
    if (!m_histories.admit(Clock::now()))
        throw busError({ErrorCode::LimitsExceeded, "too many calls of GetHistory"});
    const auto uptime = std::chrono::floor<std::chrono::seconds>(Clock::now().time_since_epoch());
    const auto now = static_cast<std::uint32_t>(uptime.count());
    const std::uint32_t dayAgo = lessOrZero(now, HistorySeconds - 1);
    const std::uint32_t seconds = resolution_ms / 1000 + (resolution_ms % 1000 != 0 ? 1 : 0);
    const std::uint64_t since = since_monotonic / MicrosecondsPerSecond;
    if (since > now)
        return {};
    const std::uint32_t first = std::max(static_cast<std::uint32_t>(since), dayAgo);
    // The first interval may begin earlier than what was asked for, and is then shown whole.
    const auto samples =
        m_tunnel.history(std::max(lessOrZero(first, linkIntervalReach(seconds)), dayAgo), now);
    std::vector<HistoryEntry> history;
    for (const LinkInterval& interval : linkIntervals(samples, first, seconds)) {
        std::map<std::string, std::uint64_t> counters;
        for (const LinkCounter& counter : linkCounters) {
            if (const std::uint64_t value = interval.*counter.value; value != 0)
                counters.emplace(counter.name, value);
        }
        std::map<std::string, double> gauges{{"seconds", interval.seconds}};
        if (interval.roundTripMs > 0) {
            gauges.emplace("round_trip_ms", interval.roundTripMs);
            gauges.emplace("round_trip_max_ms", interval.roundTripMaximumMs);
        }
        history.emplace_back(interval.second * MicrosecondsPerSecond, std::move(counters), std::move(gauges));
    }
    return history;
}

std::uint32_t StatisticsObject::Subscribe(const std::uint32_t& interval_ms)
{
    const std::uint32_t kept = std::clamp(interval_ms, MinIntervalMs, MaxIntervalMs);
    add(callerOf(m_object), std::chrono::milliseconds(kept));
    return kept;
}

void StatisticsObject::Unsubscribe()
{
    remove(callerOf(m_object));
    update();
}

void StatisticsObject::add(const std::string& sender, std::chrono::milliseconds interval)
{
    if (!m_subscribers.contains(sender)) {
        const auto ofSender = m_bus.subscriptions.find(sender);
        if (ofSender != m_bus.subscriptions.end() && ofSender->second >= MaxPerConnection)
            throw busError({ErrorCode::LimitsExceeded, "too many subscriptions of this connection"});
        if (m_subscribers.size() >= MaxPerTunnel)
            throw busError({ErrorCode::LimitsExceeded, "too many subscriptions of this tunnel"});
        auto watch = m_bus.callers.watch(sender, [this, sender] {
            remove(sender);
            update();
        });
        m_subscribers.emplace(sender, Subscriber{interval, {}, std::move(watch)});
        ++m_bus.subscriptions[sender];
    }
    Subscriber& subscriber = m_subscribers.at(sender);
    subscriber.interval = interval;
    subscriber.due = Clock::now() + interval;
    update();
}

// By value: the name may be a part of what is being removed.
void StatisticsObject::remove(std::string sender)
{
    if (m_subscribers.erase(sender) == 0)
        return;
    const auto count = m_bus.subscriptions.find(sender);
    if (count != m_bus.subscriptions.end() && --count->second == 0)
        m_bus.subscriptions.erase(count);
}

void StatisticsObject::update()
{
    if (m_subscribers.empty() || m_tunnel.status().state != TunnelState::Connected)
        return m_timer.stop();
    const auto next =
        std::ranges::min_element(m_subscribers, {}, [](const auto& entry) { return entry.second.due; });
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next->second.due - Clock::now());
    m_timer.start(std::max(left, std::chrono::milliseconds(0)));
}

void StatisticsObject::sendDue()
{
    const Clock::time_point now = Clock::now();
    std::vector<std::string> due;
    for (auto& [name, subscriber] : m_subscribers) {
        if (subscriber.due > now)
            continue;
        // Never in arrears: after a pause, samples go on at their pace, without a burst of missed ones.
        subscriber.due = std::max(subscriber.due + subscriber.interval, now + subscriber.interval / 2);
        due.push_back(name);
    }
    update();
    const std::optional<GreStats> stats = m_tunnel.statistics();
    for (const std::string& name : due)
        sendSample(name, stats);
}

void StatisticsObject::sendSample(const std::string& receiver, const std::optional<GreStats>& stats)
{
    std::map<std::string, std::uint64_t> counters;
    std::map<std::string, double> gauges;
    if (stats) {
        for (const GreStatsField& field : allStatsFields) {
            if (m_tunnel.isCounted(field))
                counters.emplace(field.name, *stats.*field.value);
        }
        gauges = gaugesOf(*stats);
    }
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now().time_since_epoch());
    sdbus::Signal signal = createSignal(m_object, INTERFACE_NAME, "Sample");
    signal << static_cast<std::uint64_t>(now.count()) << counters << gauges;
    signal.setDestination(receiver);
    m_object.emitSignal(signal);
}

} // namespace pptp
