// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What pppd's plugin says, as values; and what a pppd that ended means.
#pragma once

#include "common/error.h"
#include "common/ipv4_address.h"
#include "common/tunnel_state.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace pptp {

enum class PppPhase { Dead, Starting, Establish, Authenticate, Network, Running, Terminate, Disconnect };

/// What made the link useless, where pppd's status alone does not say it.
enum class PppFailure { None, NotAuthenticated, MppeRefused, MppeWeak, MppeUnavailable, MppeInsisted };

struct PppHello {
    std::string pppdVersion;
    bool operator==(const PppHello&) const = default;
};
struct PppPhaseChange {
    PppPhase phase{};
    int status = 0;
    bool operator==(const PppPhaseChange&) const = default;
};
struct PppSecretRequest {
    std::string authentication; ///< The method it is for; named as in PppUp.
    bool operator==(const PppSecretRequest&) const = default;
};
/// IPCP is up.
struct PppUp {
    std::string interface;
    int interfaceIndex = 0;
    Ipv4Address localAddress;
    std::optional<Ipv4Address> peerAddress;
    std::vector<Ipv4Address> dnsServers; ///< Without duplicates.
    std::uint32_t mtu = 0;
    std::string authentication; ///< "mschapv2", "mschap", "chap-md5", "pap", "eap", "none".
    std::string encryption;     ///< "mppe-128-stateless", "mppe-40-stateful", ..., "none".
    std::string protection;     ///< "none", "mppe40" or "mppe128".
    std::uint32_t mppeBits = 0; ///< 0, 40, 56 or 128: what the two words above are made of.
    bool mppeStateless = false;
    bool operator==(const PppUp&) const = default;
};
struct PppDown {
    bool operator==(const PppDown&) const = default;
};
/// pppd got the first packet of its peer, or the first answer to one of its own.
struct PppHeard {
    bool answers = false;
    bool operator==(const PppHeard&) const = default;
};
struct PppExit {
    int status = 0;
    PppPhase lastPhase{}; ///< The furthest one before the end began.
    PppFailure failure = PppFailure::None;
    std::uint32_t peerError = 0; ///< The number that the peer gave (RFC 2759, 6); 0: none.
    std::uint32_t wanted = 0; ///< The method that it demanded and was refused, as in the plugin's protocol.
    std::string peerText{};   ///< What it said, fit to be shown.
    bool operator==(const PppExit&) const = default;
};

using PppReport = std::variant<PppHello, PppPhaseChange, PppSecretRequest, PppUp, PppDown, PppHeard, PppExit>;

/// Fails on an unknown type, a wrong size, a number outside its enumeration, text without its NUL.
[[nodiscard]] Result<PppReport> decodePppReport(std::span<const std::byte> datagram);

/// How the process ended, as its parent saw it.
struct PppdEnd {
    std::optional<int> exitCode; ///< None: killed by a signal, or never started.
    int signal = 0;
    std::optional<PppExit> report; ///< What the plugin said last; it wins over the exit code.
    std::string lastError;         ///< The last error line of pppd's standard error, for the detail.
    std::optional<Error> cause;    ///< Why we made it end: no password, or a plugin that makes no sense.
    bool terminated = false;       ///< terminate() was called before the end.
};

/// The reason why a connection attempt or a running tunnel ended with this pppd. Numbers: "status", "signal",
/// "mschap-error" or "ras-error" for the number that the peer gave, and "wanted-authentication" for the
/// method that it demanded: 1 PAP, 2 CHAP with MD5, 3 MS-CHAP version 1, 4 MS-CHAP version 2, 5 EAP.
/// Cancelled only when we ended it; a pppd that somebody else ended has failed.
[[nodiscard]] Error pppdEndError(const PppdEnd& end);

/// pppd's phase as a phase of the tunnel; nothing for those that belong to the end.
[[nodiscard]] std::optional<Phase> tunnelPhase(PppPhase phase);

} // namespace pptp
