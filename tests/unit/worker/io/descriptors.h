// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Descriptors as a daemon would hand them over, and bounded waits for what comes out of them.
#pragma once

#include "common/link_history.h"
#include "common/statistics_page.h"
#include "common/unique_fd.h"

#include <array>
#include <cstddef>
#include <cstdlib>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pty.h>
#include <span>
#include <string>
#include <sys/mman.h>
#include <sys/socket.h>
#include <termios.h>
#include <vector>

namespace pptp {

using Bytes = std::vector<std::byte>;

struct FdPair {
    UniqueFd ours;   ///< The test's.
    UniqueFd theirs; ///< For the object under test.
};

inline FdPair socketPair(int type)
{
    std::array<int, 2> fds{-1, -1};
    if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fds.data()) != 0)
        std::abort();
    ::fcntl(fds[1], F_SETFL, O_NONBLOCK);
    return {UniqueFd(fds[0]), UniqueFd(fds[1])};
}

/// Two sockets of UDP in the place of raw ones, which need a privilege: a closed one answers with ICMP.
inline FdPair udpPair()
{
    std::array<sockaddr_in, 2> addresses{};
    FdPair pair{UniqueFd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)),
                UniqueFd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0))};
    const std::array fds{pair.ours.get(), pair.theirs.get()};
    const auto generic = [&](std::size_t i) { return reinterpret_cast<sockaddr*>(&addresses[i]); };
    for (std::size_t i = 0; i < 2; ++i) {
        addresses[i].sin_family = AF_INET;
        addresses[i].sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof addresses[i];
        if (::bind(fds[i], generic(i), length) != 0 || ::getsockname(fds[i], generic(i), &length) != 0)
            std::abort();
    }
    const int on = 1;
    if (::connect(fds[0], generic(1), sizeof addresses[1]) != 0 ||
        ::connect(fds[1], generic(0), sizeof addresses[0]) != 0 ||
        ::setsockopt(fds[1], IPPROTO_IP, IP_RECVERR, &on, sizeof on) != 0)
        std::abort();
    return pair;
}

/// The test has pppd's side, the object under test the non-blocking master.
inline FdPair rawPty()
{
    int master = -1;
    int slave = -1;
    termios settings{};
    ::cfmakeraw(&settings);
    if (::openpty(&master, &slave, nullptr, &settings, nullptr) != 0)
        std::abort();
    ::fcntl(master, F_SETFD, FD_CLOEXEC);
    ::fcntl(slave, F_SETFD, FD_CLOEXEC);
    ::fcntl(master, F_SETFL, ::fcntl(master, F_GETFL) | O_NONBLOCK);
    return {UniqueFd(slave), UniqueFd(master)};
}

inline UniqueFd memoryPage(off_t size = StatisticsPageBytes)
{
    UniqueFd page(::memfd_create("page", MFD_CLOEXEC));
    if (::ftruncate(page.get(), size) != 0)
        std::abort();
    return page;
}

inline bool waitReadable(int fd, int milliseconds = 5000)
{
    pollfd wait{fd, POLLIN, 0};
    return ::poll(&wait, 1, milliseconds) == 1;
}

/// What one read gives, after a bounded wait; empty at the end of file or when nothing came.
inline Bytes readSome(int fd)
{
    Bytes bytes(65536);
    const ssize_t count = waitReadable(fd) ? ::read(fd, bytes.data(), bytes.size()) : 0;
    bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return bytes;
}

/// Exactly so many bytes, or fewer if they stop coming.
inline Bytes readExactly(int fd, std::size_t size)
{
    Bytes bytes(size);
    std::size_t have = 0;
    while (have < size && waitReadable(fd)) {
        const ssize_t count = ::read(fd, bytes.data() + have, size - have);
        if (count <= 0)
            break;
        have += static_cast<std::size_t>(count);
    }
    bytes.resize(have);
    return bytes;
}

inline bool writeAll(int fd, std::span<const std::byte> bytes)
{
    return ::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
}

inline Bytes bytesOf(const std::string& text)
{
    const auto raw = std::as_bytes(std::span(text));
    return {raw.begin(), raw.end()};
}

inline bool sendWithDescriptors(int socket, const std::string& record, const std::vector<int>& fds)
{
    std::vector<char> control(CMSG_SPACE(fds.size() * sizeof(int)));
    iovec data{const_cast<char*>(record.data()), record.size()};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    if (!fds.empty()) {
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        cmsghdr* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(fds.size() * sizeof(int));
        std::copy(fds.begin(), fds.end(), reinterpret_cast<int*>(CMSG_DATA(header)));
    }
    return ::sendmsg(socket, &message, MSG_NOSIGNAL) == static_cast<ssize_t>(record.size());
}

} // namespace pptp
