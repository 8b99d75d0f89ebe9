// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/kernel_channel.h"

#include "daemon/net/pppox.h"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

#include <linux/if_pppox.h> // after those of the C library, which it would contradict

namespace pptp {
namespace {

// Without the gap behind the id the kernel takes two bytes of it for the address.
static_assert(offsetof(pptp_addr, sin_addr) == 4);

constexpr socklen_t AddressLength = sizeof(sockaddr_pppox); // the kernel refuses a shorter one

/// Unlike everywhere else, ids are in the order of bytes of the host. The struct is packed: as itself it
/// might lie where no address may.
sockaddr_storage pptpAddress(Ipv4Address address, std::uint16_t callId)
{
    sockaddr_pppox result{};
    result.sa_family = AF_PPPOX;
    result.sa_protocol = PX_PROTO_PPTP;
    result.sa_addr.pptp.call_id = callId;
    result.sa_addr.pptp.sin_addr.s_addr = htonl(address.value);
    sockaddr_storage storage{};
    std::memcpy(&storage, &result, sizeof result);
    return storage;
}

/// The kernel wants to know from where; by a socket that sends nothing, the routes answer that.
Result<Ipv4Address> sourceTo(const ServerEndpoint& endpoint)
{
    if (endpoint.localBind)
        return *endpoint.localBind;
    const auto probe = openServerSocket(SOCK_DGRAM, 0, endpoint);
    if (!probe)
        return tl::unexpected(probe.error());
    if (const int error = connectServerSocket(probe->get(), endpoint, endpoint.port); error != 0)
        return tl::unexpected(connectError(error, "PPTP to " + endpoint.address.toString()));
    sockaddr_in local{};
    socklen_t length = sizeof local;
    if (::getsockname(probe->get(), reinterpret_cast<sockaddr*>(&local), &length) != 0)
        return tl::unexpected(socketError(errno, "getsockname"));
    return Ipv4Address{ntohl(local.sin_addr.s_addr)};
}

} // namespace

Result<KernelChannel> KernelChannel::bind(const ServerEndpoint& endpoint, std::uint16_t callId)
{
    UniqueFd socket(::socket(AF_PPPOX, SOCK_STREAM | SOCK_CLOEXEC, PX_PROTO_PPTP));
    if (!socket) {
        const int number = errno;
        const auto code = isPppoxMissing(number) ? ErrorCode::NotSupported : ErrorCode::ConfigureFailed;
        return tl::unexpected(errnoError(code, "the kernel's PPTP (module pptp) is not to be had", number));
    }
    const std::uint32_t mark = endpoint.routeMark;
    if (mark != 0 && ::setsockopt(socket.get(), SOL_SOCKET, SO_MARK, &mark, sizeof mark) != 0)
        return tl::unexpected(socketError(errno, "rtmark " + std::to_string(mark)));
    const auto source = sourceTo(endpoint);
    if (!source)
        return tl::unexpected(source.error());
    const sockaddr_storage local = pptpAddress(*source, callId);
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&local), AddressLength) != 0) {
        const int number = errno;
        const auto code = number == EBUSY ? ErrorCode::Busy : ErrorCode::ConfigureFailed;
        return tl::unexpected(errnoError(code, "PPTP call id " + std::to_string(callId), number));
    }
    return KernelChannel(std::move(socket), endpoint.address);
}

Result<void> KernelChannel::connect(std::uint16_t peerCallId)
{
    const sockaddr_storage server = pptpAddress(m_server, peerCallId);
    if (::connect(m_socket.get(), reinterpret_cast<const sockaddr*>(&server), AddressLength) != 0)
        return tl::unexpected(
            connectError(errno, "PPTP call " + std::to_string(peerCallId) + " of " + m_server.toString()));
    return {};
}

} // namespace pptp
