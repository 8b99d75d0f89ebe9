// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What somebody wants diagnosed: a tunnel by its name, or a server that no tunnel need exist for.
#pragma once

#include "common/error.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace pptp {

struct BareServer {
    std::string host; ///< A host name or an IPv4 address.
    std::uint16_t port = 1723;

    bool operator==(const BareServer&) const = default;
};

/// "vpn.example.com", "203.0.113.9" or one of them with ":PORT". NotFound for a single word, which is taken
/// for the name of a tunnel that does not exist; InvalidArguments for anything else.
[[nodiscard]] Result<BareServer> parseBareServer(std::string_view text);

} // namespace pptp
