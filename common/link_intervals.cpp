// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/link_intervals.h"

#include <algorithm>

namespace pptp {
namespace {

/// A day in MaxLinkIntervals parts, and one second more because the first and the last part may be cut.
constexpr std::uint32_t LongestForced = MaxLinkIntervalSeconds / MaxLinkIntervals + 1;

std::uint32_t clampLength(std::uint32_t seconds)
{
    return std::clamp<std::uint32_t>(seconds, 1, MaxLinkIntervalSeconds);
}

std::uint32_t lengthFor(std::uint32_t first, std::uint32_t last, std::uint32_t wished)
{
    const std::uint32_t needed = (last - first) / static_cast<std::uint32_t>(MaxLinkIntervals) + 1;
    const std::uint32_t length = std::max(clampLength(wished), needed);
    // One more where the first and the last interval are cut off.
    return last / length - first / length < MaxLinkIntervals ? length : length + 1;
}

/// Adds up the round trips of one interval, which only its end turns into a mean.
class RoundTrips {
public:
    void add(const LinkSample& sample, LinkInterval& interval)
    {
        if (sample.roundTripMicroseconds == 0)
            return;
        const double milliseconds = sample.roundTripMicroseconds / 1000.0;
        m_sum += milliseconds;
        ++m_samples;
        interval.roundTripMs = m_sum / m_samples;
        interval.roundTripMaximumMs = std::max(interval.roundTripMaximumMs, milliseconds);
    }

private:
    double m_sum = 0;
    int m_samples = 0;
};

void addCounters(const LinkSample& sample, LinkInterval& interval)
{
    interval.received += sample.received;
    interval.receivedOctets += sample.receivedOctets;
    interval.lost += sample.lost;
    interval.late += sample.late;
    interval.buffered += sample.buffered;
    interval.sent += sample.sent;
    interval.sentOctets += sample.sentOctets;
}

} // namespace

std::uint32_t linkIntervalReach(std::uint32_t seconds)
{
    return std::max(clampLength(seconds), LongestForced);
}

std::vector<LinkInterval> linkIntervals(std::span<const LinkSample> samples, std::uint32_t first,
                                        std::uint32_t seconds)
{
    const auto isWanted = [&first](const LinkSample& sample) { return sample.second >= first; };
    const auto wanted = std::ranges::find_if(samples, isWanted);
    if (wanted == samples.end())
        return {};
    const std::uint32_t last = std::max(wanted->second, samples.back().second);
    const std::uint32_t length = lengthFor(wanted->second, last, seconds);
    // The first interval in full, although it may begin before the first wanted second.
    first = wanted->second / length * length;
    std::vector<LinkInterval> intervals;
    RoundTrips roundTrips;
    for (const LinkSample& sample : samples) {
        if (!isWanted(sample))
            continue;
        const std::uint32_t begin = sample.second / length * length;
        if (intervals.empty() || intervals.back().second != begin) {
            intervals.push_back({.second = begin, .seconds = length});
            roundTrips = {};
        }
        addCounters(sample, intervals.back());
        roundTrips.add(sample, intervals.back());
    }
    return intervals;
}

} // namespace pptp
