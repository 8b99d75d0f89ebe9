// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/server_socket.h"

#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>

namespace pptp {
namespace {

sockaddr_in socketAddress(Ipv4Address address, std::uint16_t port)
{
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_port = htons(port);
    result.sin_addr.s_addr = htonl(address.value);
    return result;
}

ErrorCode connectErrorCode(int number)
{
    switch (number) {
    case ECONNREFUSED:
        return ErrorCode::ConnectionRefused;
    case ETIMEDOUT:
    case EHOSTUNREACH:
    case EHOSTDOWN:
        return ErrorCode::ServerUnreachable;
    case ENETUNREACH:
    case EINVAL: // a "blackhole" route
    case EACCES: // a "prohibit" route
        return ErrorCode::NoRoute;
    case ENETDOWN:
        return ErrorCode::NetworkDown;
    default:
        return ErrorCode::ConfigureFailed;
    }
}

} // namespace

Result<UniqueFd> openServerSocket(int type, int protocol, const ServerEndpoint& endpoint)
{
    UniqueFd fd(::socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol));
    if (!fd)
        return tl::unexpected(socketError(errno, "socket"));
    const std::uint32_t mark = endpoint.routeMark;
    if (mark != 0 && ::setsockopt(fd.get(), SOL_SOCKET, SO_MARK, &mark, sizeof mark) != 0)
        return tl::unexpected(socketError(errno, "rtmark " + std::to_string(mark)));
    if (endpoint.localBind) {
        const sockaddr_in local = socketAddress(*endpoint.localBind, 0);
        if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&local), sizeof local) != 0)
            return tl::unexpected(socketError(errno, "localbind " + endpoint.localBind->toString()));
    }
    return fd;
}

int connectServerSocket(int socket, const ServerEndpoint& endpoint, std::uint16_t port)
{
    const sockaddr_in server = socketAddress(endpoint.address, port);
    return ::connect(socket, reinterpret_cast<const sockaddr*>(&server), sizeof server) == 0 ? 0 : errno;
}

Error connectError(int number, const std::string& where)
{
    return errnoError(connectErrorCode(number), where, number);
}

Error socketError(int number, const std::string& what)
{
    return errnoError(ErrorCode::ConfigureFailed, what, number);
}

} // namespace pptp
