// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One question to the kernel over rtnetlink(7), and its answer.
///
/// Each is an exchange on a socket of its own, so that no late answer is ever taken for another's. The
/// kernel answers within the call; a receive timeout stands behind that.
#pragma once

#include "common/ipv4_address.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <netlink/msg.h>
#include <optional>
#include <span>

namespace pptp {

class NetlinkRequest {
public:
    /// header is the fixed part of the message's type: rtmsg, fib_rule_hdr, ...
    template <class Header>
    NetlinkRequest(int type, int flags, const Header& header)
        : NetlinkRequest(type, flags, &header, sizeof header)
    {
    }

    void put(int attribute, std::uint32_t value);
    void put(int attribute, std::uint8_t value);
    void put(int attribute, std::optional<Ipv4Address> address); ///< None: nothing is added.

    /// Sends it and waits for the end of the answer: 0 or the kernel's errno, ETIMEDOUT without one. A
    /// message of the answer is given from its header on, with the length that was received.
    [[nodiscard]] int send(const std::function<void(std::span<const std::byte>)>& onAnswer = {});

private:
    NetlinkRequest(int type, int flags, const void* header, std::size_t size);

    std::unique_ptr<nl_msg, decltype(&nlmsg_free)> m_message;
};

} // namespace pptp
