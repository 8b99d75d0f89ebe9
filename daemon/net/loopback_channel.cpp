// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/loopback_channel.h"

#include "daemon/net/pppox.h"
#include "daemon/net/server_socket.h"

#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <string>
#include <sys/socket.h>
#include <utility>

#include <linux/if_pppox.h> // after those of the C library, which it would contradict

namespace pptp {
namespace {

/// A burst waits here while the worker has other things to do.
constexpr int BufferBytes = 1 << 20;

tl::unexpected<Error> failure(int number)
{
    const auto code = isPppoxMissing(number) ? ErrorCode::NotSupported : ErrorCode::ConfigureFailed;
    return tl::unexpected(errnoError(code, "the kernel's L2TP (module l2tp_ppp) is not to be had", number));
}

Result<UniqueFd> openPppox()
{
    UniqueFd socket(::socket(AF_PPPOX, SOCK_DGRAM | SOCK_CLOEXEC, PX_PROTO_OL2TP));
    if (!socket)
        return failure(errno);
    return socket;
}

Result<sockaddr_in> addressOf(int socket)
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        return tl::unexpected(socketError(errno, "getsockname"));
    return address;
}

Result<UniqueFd> openLoopback()
{
    UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket)
        return tl::unexpected(socketError(errno, "UDP on the loopback"));
    // Beyond the system's limit; the smaller buffer is no reason to fail.
    (void)::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUFFORCE, &BufferBytes, sizeof BufferBytes);
    (void)::setsockopt(socket.get(), SOL_SOCKET, SO_SNDBUFFORCE, &BufferBytes, sizeof BufferBytes);
    sockaddr_in loopback{};
    loopback.sin_family = AF_INET;
    loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&loopback), sizeof loopback) != 0)
        return tl::unexpected(socketError(errno, "UDP on the loopback"));
    return socket;
}

bool isTakenOver(int socket)
{
    int encapsulation = 0;
    socklen_t length = sizeof encapsulation;
    return ::getsockopt(socket, IPPROTO_UDP, UDP_ENCAP, &encapsulation, &length) == 0 &&
           encapsulation == UDP_ENCAP_L2TPINUDP;
}

} // namespace

Result<LoopbackChannel> LoopbackChannel::open(std::uint16_t id)
{
    LoopbackChannel channel(id);
    for (const auto step :
         {&LoopbackChannel::connectPair, &LoopbackChannel::makeTunnel, &LoopbackChannel::makeSession}) {
        if (const auto done = (channel.*step)(); !done)
            return tl::unexpected(done.error());
    }
    return channel;
}

/// Each end takes nothing but what comes from the other, whose port no other program can have meanwhile.
Result<void> LoopbackChannel::connectPair()
{
    for (UniqueFd* const end : {&m_worker, &m_kernel}) {
        auto socket = openLoopback();
        if (!socket)
            return tl::unexpected(socket.error());
        *end = std::move(*socket);
    }
    for (const auto& [from, to] :
         {std::pair(m_worker.get(), m_kernel.get()), std::pair(m_kernel.get(), m_worker.get())}) {
        const auto peer = addressOf(to);
        if (!peer)
            return tl::unexpected(peer.error());
        if (::connect(from, reinterpret_cast<const sockaddr*>(&*peer), sizeof *peer) != 0)
            return tl::unexpected(socketError(errno, "UDP on the loopback"));
    }
    return {};
}

/// To the tunnel itself with session 0, else to a session of it. The struct is packed: as itself it might lie
/// where no address may.
int LoopbackChannel::connectPppox(int socket, std::uint16_t session) const
{
    const auto peer = addressOf(m_worker.get());
    if (!peer)
        return EINVAL;
    sockaddr_pppol2tp address{};
    address.sa_family = AF_PPPOX;
    address.sa_protocol = PX_PROTO_OL2TP;
    address.pppol2tp.fd = m_kernel.get();
    address.pppol2tp.addr = *peer;
    address.pppol2tp.s_tunnel = address.pppol2tp.d_tunnel = m_id;
    address.pppol2tp.s_session = address.pppol2tp.d_session = session;
    sockaddr_storage storage{};
    std::memcpy(&storage, &address, sizeof address);
    // The length tells the kernel which of the versions of this address it is.
    return ::connect(socket, reinterpret_cast<const sockaddr*>(&storage), sizeof address) == 0 ? 0 : errno;
}

Result<void> LoopbackChannel::makeTunnel()
{
    auto socket = openPppox();
    if (!socket)
        return tl::unexpected(socket.error());
    m_tunnel = std::move(*socket);
    const int error = connectPppox(m_tunnel.get(), 0);
    // With a tunnel of this id that somebody else has made the kernel would be content, and leave our socket.
    if (error == EEXIST || (error == 0 && !isTakenOver(m_kernel.get())))
        return tl::unexpected(
            errnoError(ErrorCode::Busy, "L2TP tunnel " + std::to_string(m_id) + " of the kernel", EEXIST));
    return error == 0 ? Result<void>() : failure(error);
}

Result<void> LoopbackChannel::makeSession()
{
    auto socket = openPppox();
    if (!socket)
        return tl::unexpected(socket.error());
    m_session = std::move(*socket);
    const int error = connectPppox(m_session.get(), m_id);
    return error == 0 ? Result<void>() : failure(error);
}

} // namespace pptp
