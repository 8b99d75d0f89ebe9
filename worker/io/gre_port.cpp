// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/gre_port.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <sys/socket.h>

namespace pptp {
namespace {

constexpr int MaxReadErrors = 8;
constexpr int MaxSendTries = 4;
/// More of them in one turn than of datagrams, with which they share the socket's buffer.
constexpr int MaxQueuedErrors = 256;

/// What the kernel makes of an ICMP message about an earlier packet (RFC 1122, 4.2.3.9): the next call on the
/// socket fails with it once, whatever that call is, and the message itself is in the error queue.
bool mayComeFromIcmp(int error)
{
    switch (error) {
    case ECONNREFUSED:
    case EHOSTUNREACH:
    case EHOSTDOWN:
    case ENETUNREACH:
    case ENONET:
    case ENOPROTOOPT:
    case EMSGSIZE:
    case EOPNOTSUPP:
    case EPROTO:
        return true;
    default:
        return false;
    }
}

std::optional<sock_extended_err> extendedError(msghdr& message, std::uint32_t& sender)
{
    for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
         header = CMSG_NXTHDR(&message, header)) {
        sock_extended_err error{};
        if (header->cmsg_level != IPPROTO_IP || header->cmsg_type != IP_RECVERR ||
            header->cmsg_len < CMSG_LEN(sizeof error))
            continue;
        std::memcpy(&error, CMSG_DATA(header), sizeof error);
        sockaddr_in offender{}; // SO_EE_OFFENDER: it follows the error.
        if (header->cmsg_len >= CMSG_LEN(sizeof error + sizeof offender))
            std::memcpy(&offender, CMSG_DATA(header) + sizeof error, sizeof offender);
        sender = offender.sin_family == AF_INET ? ntohl(offender.sin_addr.s_addr) : 0;
        return error;
    }
    return std::nullopt;
}

} // namespace

std::optional<std::span<const std::byte>> GrePort::receive()
{
    for (int errors = 0; errors < MaxReadErrors; ++errors) {
        const ssize_t count = ::recv(m_socket.get(), m_buffer.data(), m_buffer.size(), MSG_DONTWAIT);
        if (count >= 0)
            return std::span<const std::byte>(m_buffer).first(static_cast<std::size_t>(count));
        if (errno == EAGAIN)
            return std::nullopt;
        // One of ICMP is counted where it is read, with the rest of what it says.
        if (errno != EINTR && !mayComeFromIcmp(errno))
            ++m_errors.other;
    }
    return std::nullopt;
}

void GrePort::readErrorQueue()
{
    for (int i = 0; i < MaxQueuedErrors && readQueuedError(); ++i) {
    }
}

/// One entry of the error queue. Its bytes quote our own packet, which is of no use here.
bool GrePort::readQueuedError()
{
    alignas(cmsghdr) std::array<char, 512> control{};
    msghdr message{};
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    if (::recvmsg(m_socket.get(), &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
        return false;
    std::uint32_t sender = 0;
    const auto error = extendedError(message, sender);
    if (error && error->ee_origin == SO_EE_ORIGIN_ICMP) {
        const bool hasMtu = error->ee_type == ICMP_DEST_UNREACH && error->ee_code == ICMP_FRAG_NEEDED;
        onIcmpError({.type = error->ee_type,
                     .code = error->ee_code,
                     .mtu = static_cast<std::uint16_t>(hasMtu ? std::min(error->ee_info, 0xffffU) : 0),
                     .sender = sender});
    } else if (!error || error->ee_origin != SO_EE_ORIGIN_LOCAL) {
        ++m_errors.other; // A local one is about a packet that send() has told to have failed.
    }
    return true;
}

void GrePort::onIcmpError(const IcmpSeen& seen)
{
    ++m_errors.icmp;
    const std::pair kind(seen.type, seen.code);
    if (m_icmpKinds.size() == MaxIcmpKinds || std::ranges::find(m_icmpKinds, kind) != m_icmpKinds.end())
        return;
    m_icmpKinds.push_back(kind);
    m_errors.firstSeen.push_back(seen);
}

SendOutcome GrePort::send(std::span<const std::byte> packet)
{
    ssize_t count = 0;
    int tries = 0;
    do {
        // Having failed one call, an error of an earlier packet is out of the way of the next: this packet
        // gets the chance that was not its own to lose. Its own error stays and costs a few calls.
        count = ::send(m_socket.get(), packet.data(), packet.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (count < 0 && (mayComeFromIcmp(errno) || errno == EINTR) && ++tries < MaxSendTries);
    if (count < 0)
        return SendOutcome::Failed;
    return static_cast<std::size_t>(count) == packet.size() ? SendOutcome::Sent : SendOutcome::Short;
}

} // namespace pptp
