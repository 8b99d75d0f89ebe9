// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One tunnel's settings as a checked value, and the one table of keys that a profile may have.
#pragma once

#include "common/dns_wish.h"
#include "common/error.h"
#include "common/ipv4_address.h"
#include "common/ipv4_network.h"

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

/// When a tunnel is connected without anybody asking.
enum class Autoconnect { No, Boot, Network };

/// Where a tunnel's password is.
enum class SecretStorage {
    System, ///< In a file of root's or a credential of the service; asked for if it is in neither.
    Agent,  ///< With the user's agent, which may keep it.
    None,   ///< Nowhere: asked for each time.
};

/// For mtu and mru: what the path to the server leaves room for.
inline constexpr std::uint16_t AutomaticPacketSize = 0;

struct Profile {
    std::string server;                   ///< server: host name (RFC 1123) or IPv4 address.
    std::uint16_t port = 1723;            ///< port: 1 to 65535.
    std::string user;                     ///< user: name for authentication, also DOMAIN\name.
    std::optional<Ipv4Address> localBind; ///< localbind: source address of TCP and GRE.
    std::uint32_t routeMark = 0;          ///< rtmark: SO_MARK of TCP and GRE; 0 is none.
    bool rule = false;                 ///< rule: a routing rule keeps packets without the mark in the tunnel.
    bool hostRoute = true;             ///< nohostroute=yes clears it.
    std::vector<Ipv4Network> routes{}; ///< routes: up to 64 networks that are reached through the tunnel.
    bool defaultRoute = false;         ///< default-route: everything is reached through the tunnel.
    std::uint32_t routeMetric = 0;     ///< route-metric: of those routes.
    std::string networkNamespace{};    ///< netns: where the interface is put; empty: it stays.
    DnsWish dns{};                     ///< dns: no, peer or up to 3 addresses.
    std::vector<std::string>
        searchDomains{};      ///< search-domains: up to 32; "~" before one: not for searching.
    std::uint16_t mtu = 1400; ///< mtu: 576 to 1500, or auto.
    std::uint16_t mru = 1400; ///< mru: 576 to 1500, or auto.
    Autoconnect autoconnect = Autoconnect::No; ///< autoconnect: no, boot or network.
    bool reconnect = true;                     ///< reconnect: whether a tunnel that broke is connected again.
    std::uint16_t reconnectLimit = 0;          ///< reconnect-limit: 0 to 1000 attempts in a row; 0: no limit.
    std::chrono::seconds lcpEchoInterval{2};   ///< lcp-echo-interval: 0 (none) to 3600 s.
    std::uint8_t lcpEchoFailure = 5; ///< lcp-echo-failure: 1 to 100 unanswered ones, then the peer is dead.
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
    SecretStorage secretStorage = SecretStorage::System; ///< secret-storage: system, agent or none.
    bool allowPap = false;                               ///< refuse-pap=no sets it.
    bool allowChap = false;                              ///< refuse-chap=no sets it: CHAP with MD5.
    bool allowMschap = false;                            ///< refuse-mschap=no sets it: version 1.
    bool allowMschapV2 = true;                           ///< refuse-mschapv2=yes clears it.
    bool allowEap = false;                               ///< refuse-eap=no sets it.
    bool requireMppe = true;                             ///< require-mppe: no link without encryption.
    bool requireMppe128 = true;     ///< require-mppe-128: none with shorter keys, if there is any.
    bool allowStatefulMppe = false; ///< mppe-stateful: keys that do not change with each packet.
    bool runPppScripts = false;     ///< run-ppp-scripts: whether /etc/ppp/ip-up and ip-down run.
    std::string logString{};        ///< logstring: 1 to 64 characters, the name in log lines.
    std::uint8_t logLevel = 1;      ///< loglevel: 0 to 2; with debug=yes it is 2 whatever it says.
    bool debug = false;             ///< debug: everything is logged.
    std::uint8_t testType = 0;      ///< test-type: 0 to 3, a reordering test as in pptp(8).
    std::uint32_t testRate = 100;   ///< test-rate: 1 to 1000000 packets between two tests.
    DataPathWish dataPath = DataPathWish::Userspace; ///< data-path: auto, kernel, userspace or loopback.

    bool operator==(const Profile&) const = default;
};

/// One "key=value" of the [tunnel] group, as text.
using ProfileEntry = std::pair<std::string, std::string>;

/// Checks every entry. The error's detail names the key and the reason ("mtu: 9000 is not between 576 and
/// 1500"); an unknown key and a missing server or user are errors too. The version is looked at first: what
/// else a newer file holds is not this program's to judge. No combination of good values is an error: as
/// with pptp(8), a key that another one makes useless is ignored.
[[nodiscard]] Result<Profile> parseProfile(std::span<const ProfileEntry> entries);

/// The same for a call whose user pppd knows and we do not: only the server is required.
[[nodiscard]] Result<Profile> parseCallSettings(std::span<const ProfileEntry> entries);

} // namespace pptp
