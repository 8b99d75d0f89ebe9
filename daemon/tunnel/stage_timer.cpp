// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/stage_timer.h"

#include <utility>

namespace pptp {

StageTimer::StageTimer(std::function<void()> passed)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer); // a coarse one may fire 5 % early
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, std::move(passed));
}

void StageTimer::start(std::chrono::milliseconds after)
{
    m_timer.stop(); // what it ran for is over
    if (m_waits)
        m_postponed = after;
    else
        m_timer.start(after);
}

bool StageTimer::takeTurn(Turns& turns, std::function<void()> begin)
{
    m_waits = true;
    m_turn = turns.request([this, begin = std::move(begin)] {
        m_waits = false;
        if (m_postponed)
            m_timer.start(*std::exchange(m_postponed, std::nullopt));
        begin();
    });
    return !m_waits;
}

void StageTimer::leaveTurn()
{
    m_waits = false;
    m_postponed.reset();
    m_turn.reset();
}

} // namespace pptp
