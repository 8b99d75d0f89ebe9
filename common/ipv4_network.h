// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A range of IPv4 addresses as routes have it: an address and how many of its bits count.
#pragma once

#include "common/ipv4_address.h"

namespace pptp {

struct Ipv4Network {
    Ipv4Address address{};
    std::uint8_t prefixLength = 0; ///< 0 to 32.

    // NOLINTNEXTLINE(modernize-use-nullptr): as in Ipv4Address
    auto operator<=>(const Ipv4Network&) const = default;

    [[nodiscard]] std::string toString() const; ///< "10.0.0.0/8", also "192.0.2.1/32".
    [[nodiscard]] bool contains(Ipv4Address other) const;
    [[nodiscard]] bool overlaps(const Ipv4Network& other) const;
    /// "10.0.0.0/8"; an address alone is a network of one. Bits behind the prefix are refused, since
    /// somebody who wrote 10.1.2.3/8 meant something else than 10.0.0.0/8.
    [[nodiscard]] static std::optional<Ipv4Network> parse(std::string_view text);
};

} // namespace pptp
