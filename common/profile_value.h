// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads the text of one profile key by the rule of that key; what fits no rule is refused in plain words.
#pragma once

#include "common/dns_wish.h"
#include "common/error.h"
#include "common/ipv4_address.h"
#include "common/ipv4_network.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pptp {

/// The format of the entries that this program understands, and what "version" may say.
inline constexpr std::uint8_t ProfileVersion = 1;

enum class ValueType {
    Server,
    Address,
    Boolean,
    Integer,
    Mark,         ///< An integer, also in hexadecimal.
    Milliseconds, ///< Seconds with up to three decimals.
    PacketSize,   ///< An integer, or "auto", which is 0.
    Text,
    Word,     ///< One of a few; its place among them.
    Quirks,   ///< Names of common/quirks.h.
    Networks, ///< "10.0.0.0/8,192.0.2.0/24".
    Domains,  ///< "example.com,~example.net".
    Dns,      ///< "no", "peer", or addresses.
    Namespace,
    Version,
};

struct ValueRule {
    ValueType type{};
    std::int64_t smallest = 0; ///< Of numbers and Milliseconds; of Text in bytes.
    std::int64_t largest = 0;  ///< The same; of lists the number of items.
    std::span<const std::string_view> words{};
};

using ProfileValue = std::variant<bool, std::int64_t, std::string, Ipv4Address, std::vector<Ipv4Address>,
                                  std::vector<Ipv4Network>, std::vector<std::string>, DnsWish>;

[[nodiscard]] Result<ProfileValue> parseProfileValue(const ValueRule& rule, std::string_view text);

/// A value or a key as an error may show it.
[[nodiscard]] std::string quotedText(std::string_view text);

} // namespace pptp
