// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/gre_observer.h"

#include "worker/gre/gre_packet.h"

namespace pptp {

void GreObserver::onReady(TimePoint now)
{
    look(now);
    if (m_lastReady && now - *m_lastReady < Pause)
        m_pausedUntil = now + Pause;
    m_lastReady = now;
}

void GreObserver::onTimer(TimePoint now)
{
    if (!m_pausedUntil || now < *m_pausedUntil)
        return;
    m_pausedUntil.reset();
    look(now); // What came when the pause began makes room for what comes now.
}

void GreObserver::look(TimePoint now)
{
    for (const GreDatagram& datagram : m_port.receive()) {
        m_arrived += std::uint64_t{datagram.droppedBefore} + 1;
        const auto packet = decodeGreDatagram(datagram.bytes, m_callId);
        if (packet && packet->sequence)
            m_loss.onPacket(*packet->sequence, m_arrived, now);
    }
    (void)m_port.takeErrors(); // They are the kernel's own affair, which sends and receives here.
}

} // namespace pptp
