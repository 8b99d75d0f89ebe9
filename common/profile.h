// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One tunnel's settings as a checked value, and the one table of keys that a profile may have.
#pragma once

#include "common/error.h"
#include "common/ipv4_address.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace pptp {

struct Profile {
    std::string server;                   ///< server: host name (RFC 1123) or IPv4 address.
    std::uint16_t port = 1723;            ///< port: 1 to 65535.
    std::string user;                     ///< user: name for authentication, also DOMAIN\name.
    std::optional<Ipv4Address> localBind; ///< localbind: source address of TCP and GRE.
    std::uint32_t routeMark = 0;          ///< rtmark: SO_MARK of TCP and GRE; 0 is none.
    bool hostRoute = true;                ///< nohostroute=yes clears it.
    std::uint16_t mtu = 1400;             ///< mtu: 576 to 1500.
    std::uint16_t mru = 1400;             ///< mru: 576 to 1500.
    std::chrono::milliseconds reorderTimeout{
        300};                             ///< timeout: 0.01 to 10 s, how long a gap may hold packets.
    std::chrono::seconds idleWait{60};    ///< idle-wait: 0 to 3600 s of silence before an Echo-Request.
    std::chrono::seconds maxEchoWait{60}; ///< max-echo-wait: 1 to 3600 s for its answer.

    bool operator==(const Profile&) const = default;
};

/// One "key=value" of the [tunnel] group, as text.
using ProfileEntry = std::pair<std::string, std::string>;

/// Checks every entry. The error's detail names the key and the reason ("mtu: 9000 is not between 576 and
/// 1500"); an unknown key and a missing server or user are errors too.
[[nodiscard]] Result<Profile> parseProfile(std::span<const ProfileEntry> entries);

} // namespace pptp
