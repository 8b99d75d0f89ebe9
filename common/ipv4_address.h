// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// An IPv4 address as a value, so that host byte order never leaks into a string or a socket address.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pptp {

struct Ipv4Address {
    std::uint32_t value{}; ///< In host byte order.

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison's own zero for a pointer
    auto operator<=>(const Ipv4Address&) const = default;

    [[nodiscard]] std::string toString() const;
    /// False for 0.0.0.0/8, "this host", and from 224.0.0.0 on, where groups are and no hosts.
    [[nodiscard]] bool canBeHost() const;
    /// Four decimal numbers and three dots, nothing else ("127.1", "0x7f.0.0.1" and blanks are refused).
    [[nodiscard]] static std::optional<Ipv4Address> parse(std::string_view text);
};

} // namespace pptp
