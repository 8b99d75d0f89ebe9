// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/ipv4_address.h"

#include <arpa/inet.h>

namespace pptp {

std::string Ipv4Address::toString() const
{
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) {
        text += std::to_string((value >> shift) & 0xff);
        if (shift > 0)
            text += '.';
    }
    return text;
}

bool Ipv4Address::canBeHost() const
{
    return (value >> 24) != 0 && (value >> 24) < 224;
}

std::optional<Ipv4Address> Ipv4Address::parse(std::string_view text)
{
    in_addr address{};
    if (inet_pton(AF_INET, std::string(text).c_str(), &address) != 1 || text.find('\0') != text.npos)
        return std::nullopt;
    return Ipv4Address{ntohl(address.s_addr)};
}

} // namespace pptp
