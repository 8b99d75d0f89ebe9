// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/uplink_watch.h"

#include "daemon/net/route_events.h"

#include <array>
#include <cerrno>
#include <linux/rtnetlink.h>
#include <span>
#include <sys/socket.h>

namespace pptp {
namespace {

/// A link that comes up brings its addresses and routes within this time, or they count as the next change.
constexpr std::chrono::milliseconds Settling{200};
/// After so many messages the rest of the daemon gets its turn.
constexpr int ReadsPerTurn = 64;

constexpr unsigned group(rtnetlink_groups number)
{
    return 1U << (number - 1U);
}

constexpr unsigned Groups =
    group(RTNLGRP_LINK) | group(RTNLGRP_IPV4_IFADDR) | group(RTNLGRP_IPV4_ROUTE) | group(RTNLGRP_IPV4_RULE);

} // namespace

Result<std::unique_ptr<UplinkWatch>> UplinkWatch::open(std::function<void()> changed)
{
    UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_ROUTE));
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = Groups;
    if (!socket || ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return tl::unexpected(errnoError(ErrorCode::ConfigureFailed, "watching the routes", errno));
    return std::unique_ptr<UplinkWatch>(new UplinkWatch(std::move(socket), std::move(changed)));
}

UplinkWatch::UplinkWatch(UniqueFd socket, std::function<void()> changed)
    : m_socket(std::move(socket)), m_readable(m_socket.get(), QSocketNotifier::Read)
{
    m_settling.setSingleShot(true);
    m_settling.setInterval(Settling);
    QObject::connect(&m_settling, &QTimer::timeout, &m_settling, std::move(changed));
    QObject::connect(&m_readable, &QSocketNotifier::activated, &m_readable, [this] { read(); });
}

void UplinkWatch::read()
{
    std::array<std::byte, 32768> buffer; // the most that the kernel puts into one
    for (int i = 0; i < ReadsPerTurn; ++i) {
        sockaddr_nl sender{};
        socklen_t size = sizeof sender;
        const ssize_t length = ::recvfrom(m_socket.get(), buffer.data(), buffer.size(), 0,
                                          reinterpret_cast<sockaddr*>(&sender), &size);
        if (length < 0 && errno == EINTR)
            continue;
        // ENOBUFS: messages were lost, whatever they were.
        if (length < 0 && errno != ENOBUFS)
            return;
        const bool matters =
            length < 0 ||
            (sender.nl_pid == 0 && mayMoveUplinks(std::span(buffer).first(static_cast<std::size_t>(length))));
        if (matters && !m_settling.isActive())
            m_settling.start();
    }
}

} // namespace pptp
