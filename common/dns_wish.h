// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Which name servers a profile wants to be asked while its tunnel is up.
#pragma once

#include "common/ipv4_address.h"

#include <vector>

namespace pptp {

/// Neither: the tunnel has nothing to do with the resolution of names.
struct DnsWish {
    bool usePeers = false; ///< Those that the server offers (IPCP, RFC 1877).
    std::vector<Ipv4Address> servers{};

    bool operator==(const DnsWish&) const = default;
};

} // namespace pptp
