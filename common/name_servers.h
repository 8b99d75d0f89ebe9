// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The name servers that a tunnel brings, as a value, and as the note by which the daemon hands them to the
/// program that may write resolv.conf.
#pragma once

#include "common/ipv4_address.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pptp {

struct NameServers {
    std::string interface; ///< Of the tunnel: "ppp0".
    std::vector<Ipv4Address> servers{};
    std::vector<std::string> searchDomains{};  ///< Appended to short names, and looked up by these servers.
    std::vector<std::string> routingDomains{}; ///< Looked up by these servers, not appended.

    bool operator==(const NameServers&) const = default;
};

inline constexpr std::size_t MaxNameServers = 3;
inline constexpr std::size_t MaxDomains = 32;
inline constexpr std::string_view NameServersSuffix = ".names";

/// A line each: "interface ppp0", "nameserver 10.0.0.53", "search example.com", "route example.net", "end".
[[nodiscard]] std::string nameServersText(const NameServers& names);
/// Nothing if it is not exactly that, or not all of it.
[[nodiscard]] std::optional<NameServers> parseNameServersText(std::string_view text);

} // namespace pptp
