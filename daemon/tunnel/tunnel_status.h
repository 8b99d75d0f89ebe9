// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Everything that the bus shows of one tunnel, as one value: what changed is found by comparing two.
#pragma once

#include "common/error.h"
#include "common/tunnel_state.h"
#include "common/worker_records.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pptp {

struct TunnelStatus {
    TunnelState state = TunnelState::Disconnected;
    Phase phase = Phase::None;
    std::optional<Error> error;      ///< Why the tunnel is in state Failed; gone at the next Connect.
    std::optional<Error> lastError;  ///< The newest error, kept over later successes.
    std::uint64_t lastErrorTime = 0; ///< Microseconds since the epoch (CLOCK_REALTIME).
    std::uint32_t reconnects = 0;    ///< How often it came back by itself since it was asked for.
    std::uint32_t attempt = 0;       ///< While Reconnecting: which try is under way or comes next.
    std::uint64_t nextAttempt = 0;   ///< When that begins (CLOCK_REALTIME); 0: not known, or now.

    std::string serverAddress; ///< The address in use, empty before the name is resolved.
    std::string interface;     ///< "ppp0", empty while there is none.
    std::int32_t interfaceIndex = 0;
    std::string localAddress;
    std::string peerAddress;
    std::uint32_t mtu = 0;
    std::vector<std::string> routes; ///< Networks that are routed into the tunnel, "10.0.0.0/8".
    /// In use if dnsKeeper says by whom, else what the peer offered, without duplicates.
    std::vector<std::string> dnsServers;
    std::string dnsKeeper;               ///< "systemd-resolved" or "resolv.conf".
    std::vector<std::string> dnsDomains; ///< In use; "~" before one: not appended to short names.

    std::string authentication; ///< "mschapv2", "mschap", "chap-md5", "pap", "eap", or empty.
    std::string encryption;     ///< "mppe-128-stateless", "mppe-128-stateful", "none", or empty before CCP.
    std::string protection = "none"; ///< "none", "mppe40" or "mppe128".
    std::vector<std::string>
        weaknesses; ///< The profile's settings that allow less than the default, "key=value".

    std::string peerVendor;   ///< Valid UTF-8 without control characters.
    std::string peerHostName; ///< Valid UTF-8 without control characters.
    std::uint32_t peerFirmware = 0;
    std::string dataPath; ///< "userspace" or "kernel", or empty while there is none.
    std::string dataPathReason;
    /// The ICMP messages about packets of this call or the last one, the first of each kind.
    std::vector<IcmpSeen> icmpSeen;

    std::uint64_t connectedSince = 0;          ///< Microseconds since the epoch, 0 if not connected.
    std::uint64_t connectedSinceMonotonic = 0; ///< The same on CLOCK_MONOTONIC.

    bool operator==(const TunnelStatus&) const = default;
};

} // namespace pptp
