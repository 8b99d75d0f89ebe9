// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/call_statistics.h"

namespace pptp {

void InterfaceCounters::update(int interfaceIndex)
{
    if (interfaceIndex <= 0)
        return;
    if (const auto now = readLinkCounters(interfaceIndex))
        m_last = *now;
}

void InterfaceCounters::fillIn(GreStats& stats) const
{
    stats.rxAccepted = m_last.rxPackets;
    stats.rxOctets = m_last.rxOctets;
    stats.txSent = m_last.txPackets;
    stats.txOctets = m_last.txOctets;
}

bool greAcknowledged(const CallStatistics& call)
{
    return call.counting.path != DataPath::Kernel && call.counters.roundTripMicroseconds != 0;
}

} // namespace pptp
