// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/gre_port.h"

#include "worker/gre/gre_sender.h"
#include "worker/io/queue_overflow.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <optional>
#include <sys/socket.h>
#include <sys/uio.h>

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

/// Set up once: a batch only needs the lengths that the kernel changed to be put back. The buffers lie side
/// by side at a distance that is no power of two, so that their headers do not compete for the same cache
/// lines.
struct GrePort::Receiver {
    struct Slot {
        std::array<std::byte, MaxDatagram> bytes;
        alignas(cmsghdr) std::array<std::byte, QueueOverflowBytes> control;
        iovec vector;
    };

    Receiver()
    {
        for (std::size_t i = 0; i < MaxBatch; ++i) {
            slots[i].vector = {slots[i].bytes.data(), slots[i].bytes.size()};
            messages[i].msg_hdr.msg_iov = &slots[i].vector;
            messages[i].msg_hdr.msg_iovlen = 1;
            messages[i].msg_hdr.msg_control = slots[i].control.data();
            messages[i].msg_hdr.msg_controllen = slots[i].control.size();
        }
    }

    std::span<const GreDatagram> take(std::size_t count);

    std::array<Slot, MaxBatch> slots;
    std::array<mmsghdr, MaxBatch> messages{};
    std::array<GreDatagram, MaxBatch> datagrams{};
    std::uint32_t dropped = 0; ///< As the kernel counts, from the socket's beginning, modulo 2^32.
};

std::span<const GreDatagram> GrePort::Receiver::take(std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        msghdr& header = messages[i].msg_hdr;
        const std::uint32_t before = std::exchange(dropped, droppedUntil(header).value_or(dropped));
        datagrams[i] = {std::span<const std::byte>(slots[i].bytes).first(messages[i].msg_len),
                        dropped - before};
        header.msg_controllen = slots[i].control.size();
    }
    return std::span<const GreDatagram>(datagrams).first(count);
}

struct GrePort::Sender {
    std::array<mmsghdr, GreSender::MaxBatch> messages{};
    std::array<std::array<iovec, 2>, GreSender::MaxBatch> vectors{};
};

GrePort::GrePort(UniqueFd socket)
    : m_socket(std::move(socket)), m_receiver(std::make_unique<Receiver>()),
      m_sender(std::make_unique<Sender>())
{
    countQueueOverflow(m_socket.get());
}

GrePort::GrePort(GrePort&&) noexcept = default;
GrePort& GrePort::operator=(GrePort&&) noexcept = default;
GrePort::~GrePort() = default;

std::span<const GreDatagram> GrePort::receive()
{
    for (int errors = 0; errors < MaxReadErrors; ++errors) {
        const int count =
            ::recvmmsg(m_socket.get(), m_receiver->messages.data(), MaxBatch, MSG_DONTWAIT, nullptr);
        if (count >= 0)
            return m_receiver->take(static_cast<std::size_t>(count));
        if (errno == EAGAIN)
            break;
        // One of ICMP is counted where it is read, with the rest of what it says.
        if (errno != EINTR && !mayComeFromIcmp(errno))
            ++m_errors.other;
    }
    return {};
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

std::size_t GrePort::send(std::span<OutgoingPacket> packets)
{
    std::size_t taken = 0;
    while (taken < packets.size()) {
        const std::size_t some =
            sendSome(packets.subspan(taken, std::min(packets.size() - taken, GreSender::MaxBatch)));
        if (some == 0)
            break;
        taken += some;
    }
    return taken;
}

/// What is in the way of a later packet of the batch is only told when that packet is the first one; so a
/// batch that was taken in part is tried again from there, and each packet gets the tries of a single one.
std::size_t GrePort::sendSome(std::span<OutgoingPacket> packets)
{
    const auto part = [](std::span<const std::byte> bytes) {
        return iovec{const_cast<std::byte*>(bytes.data()), bytes.size()}; // It is only read.
    };
    for (std::size_t i = 0; i < packets.size(); ++i) {
        m_sender->vectors[i] = {part(packets[i].header), part(packets[i].payload)};
        m_sender->messages[i].msg_hdr.msg_iov = m_sender->vectors[i].data();
        m_sender->messages[i].msg_hdr.msg_iovlen = m_sender->vectors[i].size();
    }
    int count = 0;
    int tries = 0;
    do {
        count = ::sendmmsg(m_socket.get(), m_sender->messages.data(), static_cast<unsigned>(packets.size()),
                           MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (count < 0 && (mayComeFromIcmp(errno) || errno == EINTR) && ++tries < MaxSendTries);
    const std::size_t taken = static_cast<std::size_t>(std::max(count, 0));
    for (std::size_t i = 0; i < taken; ++i)
        packets[i].isShort =
            m_sender->messages[i].msg_len != packets[i].header.size() + packets[i].payload.size();
    return taken;
}

} // namespace pptp
