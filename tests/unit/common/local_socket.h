// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A SOCK_SEQPACKET socket that listens in a folder of the test's, and one end of a pair.
#pragma once

#include "common/unique_fd.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <utility>

namespace pptp {

inline sockaddr_un localAddress(const std::string& path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy_n(path.data(), std::min(path.size(), sizeof address.sun_path - 1), address.sun_path);
    return address;
}

inline UniqueFd listenAt(const std::string& path)
{
    const sockaddr_un address = localAddress(path);
    UniqueFd socket(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(socket.get(), 16) != 0)
        std::abort();
    return socket;
}

inline UniqueFd connectTo(const std::string& path)
{
    const sockaddr_un address = localAddress(path);
    UniqueFd socket(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        std::abort();
    return socket;
}

inline std::pair<UniqueFd, UniqueFd> messagePair()
{
    std::array<int, 2> fds{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds.data()) != 0)
        std::abort();
    return {UniqueFd(fds[0]), UniqueFd(fds[1])};
}

/// Within five seconds.
inline bool becomesReadable(const UniqueFd& socket)
{
    pollfd waited{socket.get(), POLLIN, 0};
    return ::poll(&waited, 1, 5'000) == 1;
}

/// The next message, as text; empty for the end of file, and when none comes.
inline std::string nextMessage(const UniqueFd& socket)
{
    std::array<char, 4096> buffer{};
    if (!becomesReadable(socket))
        return {};
    const ssize_t size = ::recv(socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    return {buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

/// Nothing but the end of file comes.
inline bool isHungUp(const UniqueFd& socket)
{
    char byte = 0;
    return becomesReadable(socket) && ::recv(socket.get(), &byte, 1, MSG_DONTWAIT) == 0;
}

} // namespace pptp
