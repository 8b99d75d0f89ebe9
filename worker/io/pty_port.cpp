// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/pty_port.h"

#include <cerrno>
#include <unistd.h>

namespace pptp {

PtyInput PtyPort::read()
{
    ssize_t count = 0;
    do {
        count = ::read(m_master.get(), m_buffer.data(), m_buffer.size());
    } while (count < 0 && errno == EINTR);
    if (count < 0 && errno == EAGAIN)
        return {};
    if (count <= 0)
        return {.closed = true}; // EIO: the last slave was closed.
    release();
    return {.bytes = std::span<const std::byte>(m_buffer).first(static_cast<std::size_t>(count))};
}

void PtyPort::deliver(std::span<const std::byte> frame, TimePoint now)
{
    if (frame.size() > MaxFrame || pendingBytes() + maxHdlcBytes(frame.size()) > MaxPendingBytes) {
        ++m_dropped;
        return;
    }
    const std::size_t size = encodeHdlc(frame, m_encoded);
    m_pending.insert(m_pending.end(), m_encoded.begin(),
                     m_encoded.begin() + static_cast<std::ptrdiff_t>(size));
    if (m_released)
        flush();
    else if (!m_holdEnd)
        m_holdEnd = now + HoldLimit;
}

void PtyPort::flush()
{
    while (wantsWrite()) {
        const ssize_t count = ::write(m_master.get(), m_pending.data() + m_written, pendingBytes());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break; // EAGAIN; or an error, which read() tells as the end.
        m_written += static_cast<std::size_t>(count);
    }
    // Emptied at once in the common case; under load the dead part never outgrows the living one for long.
    if (m_written * 2 >= m_pending.size()) {
        m_pending.erase(m_pending.begin(), m_pending.begin() + static_cast<std::ptrdiff_t>(m_written));
        m_written = 0;
    }
}

void PtyPort::release()
{
    if (m_released)
        return;
    m_released = true;
    m_holdEnd.reset();
    flush();
}

void PtyPort::onTimer(TimePoint now)
{
    if (m_holdEnd && now >= *m_holdEnd)
        release();
}

std::optional<TimePoint> PtyPort::deadline() const
{
    return m_holdEnd;
}

} // namespace pptp
