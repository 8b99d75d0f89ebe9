// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/bus_pump.h"

#include "daemon/bus/bus_guard.h"

#include <QAbstractEventDispatcher>
#include <algorithm>

namespace pptp {
namespace {

/// After so many messages the rest of the daemon gets its turn, however fast a client calls.
constexpr int MessagesPerTurn = 64;

std::chrono::milliseconds timeLeft(std::chrono::microseconds deadline)
{
    using namespace std::chrono;
    const auto now = duration_cast<microseconds>(steady_clock::now().time_since_epoch());
    const auto left = ceil<milliseconds>(deadline - now);
    return std::clamp<milliseconds>(left, 0ms, 24h);
}

} // namespace

BusPump::BusPump(sdbus::IConnection& connection, std::function<void(const std::string&)> lost)
    : m_connection(connection), m_lost(std::move(lost))
{
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, &m_context, [this] { pump(); });
    // A call or signal that something other than a handler sends may leave bytes to write or a reply to time:
    // before every wait is the one moment that misses none of them.
    QObject::connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock,
                     &m_context, [this] { arm(); });
    arm();
}

BusPump::~BusPump() = default;

void BusPump::pump()
{
    if (m_pumping || m_over)
        return;
    m_pumping = true;
    try {
        for (int i = 0; i < MessagesPerTurn && processOne(m_connection); ++i) {
        }
    } catch (const std::exception& error) {
        // Handlers are guarded, so this is the connection itself, and sd-bus recovers from none of these.
        lose(error.what());
    } catch (...) {
        lose("an exception of an unknown type");
    }
    m_pumping = false;
    arm();
}

void BusPump::arm()
{
    if (m_over || m_pumping)
        return;
    try {
        const BusWait wait = busWait(m_connection);
        watch(wait.fd);
        m_readable->setEnabled(wait.read);
        m_writable->setEnabled(wait.write);
        armTimer(wait);
    } catch (const std::exception& error) {
        lose(error.what());
    }
}

void BusPump::armTimer(const BusWait& wait)
{
    if (!wait.deadline) {
        m_timer.stop();
    } else if (!m_timer.isActive() || m_deadline != wait.deadline) {
        m_timer.start(wait.deadline->count() == 0 ? std::chrono::milliseconds(0) : timeLeft(*wait.deadline));
    }
    m_deadline = wait.deadline;
}

void BusPump::watch(int fd)
{
    if (m_readable && m_readable->socket() == fd)
        return;
    m_readable = std::make_unique<QSocketNotifier>(fd, QSocketNotifier::Read);
    m_writable = std::make_unique<QSocketNotifier>(fd, QSocketNotifier::Write);
    for (QSocketNotifier* notifier : {m_readable.get(), m_writable.get()})
        QObject::connect(notifier, &QSocketNotifier::activated, &m_context, [this] { pump(); });
}

void BusPump::lose(const std::string& reason)
{
    m_over = true;
    m_timer.stop();
    if (m_readable) {
        m_readable->setEnabled(false);
        m_writable->setEnabled(false);
    }
    // Queued, because whoever hears it may well destroy this pump.
    QMetaObject::invokeMethod(
        &m_context, [this, reason] { guardEvent("bus lost", [&] { m_lost(reason); }); },
        Qt::QueuedConnection);
}

} // namespace pptp
