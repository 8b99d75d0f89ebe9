// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/control/keep_alive.h"

namespace pptp {

void KeepAlive::heard(TimePoint now)
{
    m_lastHeard = now;
    m_echoEnd.reset();
}

std::optional<TimePoint> KeepAlive::deadline() const
{
    if (m_idleWait == m_idleWait.zero())
        return std::nullopt;
    return m_echoEnd.value_or(m_lastHeard + m_idleWait);
}

std::optional<std::uint32_t> KeepAlive::ask(TimePoint now)
{
    if (m_echoEnd)
        return std::nullopt;
    m_echoEnd = now + m_maxEchoWait;
    return ++m_identifier;
}

} // namespace pptp
