// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/worker_notes.h"

#include "daemon/tunnel/worker_log.h"

#include <algorithm>
#include <chrono>

#include <QtDebug>

namespace pptp {
namespace {

/// As many kinds of ICMP as a worker tells.
constexpr std::size_t MaxIcmpKinds = 16;
/// More than a worker sends that keeps to its own limit.
constexpr std::uint32_t MaxNotesPerSecond = 5 * RateLimiter::DefaultPerSecond;

} // namespace

WorkerNotes::WorkerNotes(std::string name) : m_name(std::move(name)), m_limiter(MaxNotesPerSecond) {}

void WorkerNotes::log(const LogNote& note)
{
    const auto now = std::chrono::steady_clock::now();
    if (const std::uint32_t left = m_limiter.takeSuppressed(now); left != 0)
        qWarning("%s: left out %u lines of a worker that sends too many", m_name.c_str(), left);
    if (!m_limiter.admit(now))
        return;
    if (logLevelOf(note.kind) <= 1)
        qInfo("%s: %s", m_name.c_str(), noteText(note).c_str());
    else
        qDebug("%s: %s", m_name.c_str(), noteText(note).c_str());
}

void WorkerNotes::log(const IcmpSeen& seen, std::vector<IcmpSeen>& known) const
{
    const bool isKnown = std::ranges::any_of(
        known, [&seen](const IcmpSeen& other) { return other.type == seen.type && other.code == seen.code; });
    if (isKnown || known.size() == MaxIcmpKinds)
        return;
    known.push_back(seen);
    qInfo("%s: %s", m_name.c_str(), icmpText(seen).c_str());
}

void WorkerNotes::logSummary(const CallStatistics& statistics) const
{
    qInfo("%s: %s", m_name.c_str(), callSummary(statistics.counters, statistics.counting).c_str());
}

} // namespace pptp
