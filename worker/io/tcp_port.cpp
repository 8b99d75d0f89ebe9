// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/tcp_port.h"

#include <cerrno>
#include <linux/tcp.h> // the C library's knows no shortest round trip
#include <netinet/in.h>
#include <sys/socket.h>

namespace pptp {
namespace {

constexpr int DrainReads = 16;

} // namespace

TcpInput TcpPort::read()
{
    ssize_t count = 0;
    do {
        count = ::recv(m_socket.get(), m_buffer.data(), m_buffer.size(), 0);
    } while (count < 0 && errno == EINTR);
    if (count > 0)
        return {.bytes = std::span<const std::byte>(m_buffer).first(static_cast<std::size_t>(count))};
    if (count == 0)
        return {.ended = true};
    if (errno == EAGAIN)
        return {};
    return {.ended = true, .systemError = errno};
}

bool TcpPort::send(std::span<const std::byte> message)
{
    if (m_pendingBytes + message.size() > MaxPendingBytes)
        return false;
    m_pending.emplace_back(message.begin(), message.end());
    m_pendingBytes += message.size();
    flush();
    return true;
}

void TcpPort::flush()
{
    while (!m_pending.empty()) {
        auto& message = m_pending.front();
        // MSG_EOR keeps the kernel from joining the next message to this one when the peer's window is
        // closed: connection trackers only parse what stands at the start of a segment.
        const ssize_t count = ::send(m_socket.get(), message.data(), message.size(), MSG_NOSIGNAL | MSG_EOR);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno == EAGAIN)
            return;
        if (count < 0) {
            m_pending.clear();
            m_pendingBytes = 0;
            return;
        }
        m_pendingBytes -= static_cast<std::size_t>(count);
        if (static_cast<std::size_t>(count) < message.size())
            message.erase(message.begin(), message.begin() + count);
        else
            m_pending.pop_front();
    }
}

void TcpPort::addRoundTrip(GreStats& stats) const
{
    tcp_info info{};
    socklen_t length = sizeof info;
    if (::getsockopt(m_socket.get(), IPPROTO_TCP, TCP_INFO, &info, &length) != 0 || info.tcpi_rtt == 0)
        return;
    stats.roundTripMicroseconds = info.tcpi_rtt;
    stats.roundTripDeviationMicroseconds = info.tcpi_rttvar;
    stats.roundTripMinimumMicroseconds = info.tcpi_min_rtt; // of the last minutes
}

void TcpPort::close()
{
    ::shutdown(m_socket.get(), SHUT_WR);
    for (int i = 0; i < DrainReads && !read().bytes.empty(); ++i) {
    }
    m_socket.reset();
}

} // namespace pptp
