// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/gre_port.h"

#include <cerrno>
#include <sys/socket.h>

namespace pptp {
namespace {

constexpr int MaxReadErrors = 8;
constexpr int MaxQueuedErrors = 64;

/// One entry of the error queue. Its bytes quote our own packet, which is of no use here.
bool takeQueuedError(int socket)
{
    alignas(cmsghdr) std::array<char, 512> control{};
    msghdr message{};
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    return ::recvmsg(socket, &message, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0;
}

} // namespace

std::optional<std::span<const std::byte>> GrePort::receive()
{
    for (int errors = 0; errors < MaxReadErrors;) {
        const ssize_t count = ::recv(m_socket.get(), m_buffer.data(), m_buffer.size(), MSG_DONTWAIT);
        if (count >= 0)
            return std::span<const std::byte>(m_buffer).first(static_cast<std::size_t>(count));
        if (errno == EAGAIN)
            return std::nullopt;
        ++errors;
        if (errno != EINTR)
            ++m_errors;
    }
    return std::nullopt;
}

void GrePort::drainErrorQueue()
{
    for (int i = 0; i < MaxQueuedErrors && takeQueuedError(m_socket.get()); ++i)
        ++m_errors;
}

SendOutcome GrePort::send(std::span<const std::byte> packet)
{
    const auto attempt = [&] {
        return ::send(m_socket.get(), packet.data(), packet.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    };
    ssize_t count = attempt();
    if (count < 0) {
        // An ICMP error about an earlier packet fails the next call on the socket, whatever that is. With
        // the queue empty the packet gets the chance that was not its own to lose.
        const std::uint64_t before = m_errors;
        drainErrorQueue();
        if (m_errors != before)
            count = attempt();
    }
    if (count < 0)
        return SendOutcome::Failed;
    return static_cast<std::size_t>(count) == packet.size() ? SendOutcome::Sent : SendOutcome::Short;
}

} // namespace pptp
