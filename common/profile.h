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

/// Who is wanted to carry the packets of a tunnel.
enum class DataPathWish { Automatic, Kernel, Userspace, Loopback };

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
    std::uint16_t missingWindow = 300;    ///< missing-window: 1 to 32767 numbers ahead that are held back.
    bool buffering = true;                ///< nobuffer=yes clears it.
    bool synchronous = false;             ///< sync: synchronous framing towards pppd.
    bool sendWindow = false;              ///< send-window: honour the server's receive window.
    std::string phone{};                  ///< phone: 1 to 64 characters for the Outgoing-Call-Request.
    std::uint8_t quirks = 0;              ///< quirks: names of common/quirks.h with commas between them.
    std::string logString{};              ///< logstring: 1 to 64 characters, the name in log lines.
    std::uint8_t logLevel = 1;            ///< loglevel: 0 to 2; with debug=yes it is 2 whatever it says.
    bool debug = false;                   ///< debug: everything is logged.
    std::uint8_t testType = 0;            ///< test-type: 0 to 3, a reordering test as in pptp(8).
    std::uint32_t testRate = 100;         ///< test-rate: 1 to 1000000 packets between two tests.
    DataPathWish dataPath = DataPathWish::Userspace; ///< data-path: auto, kernel, userspace or loopback.

    bool operator==(const Profile&) const = default;
};

/// One "key=value" of the [tunnel] group, as text.
using ProfileEntry = std::pair<std::string, std::string>;

/// The format of the entries that this program understands, and what "version" may say.
inline constexpr std::uint8_t ProfileVersion = 1;

/// Checks every entry. The error's detail names the key and the reason ("mtu: 9000 is not between 576 and
/// 1500"); an unknown key and a missing server or user are errors too. The version is looked at first: what
/// else a newer file holds is not this program's to judge. No combination of good values is an error: as
/// with pptp(8), a key that another one makes useless is ignored.
[[nodiscard]] Result<Profile> parseProfile(std::span<const ProfileEntry> entries);

/// The same for a call whose user pppd knows and we do not: only the server is required.
[[nodiscard]] Result<Profile> parseCallSettings(std::span<const ProfileEntry> entries);

} // namespace pptp
