// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/tunnel_name.h"

#include "common/names.h"

#include <algorithm>

namespace pptp {
namespace {

constexpr std::size_t MaxNameLength = 64;

// Not std::isalnum: the answer must not depend on the locale.
constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr bool isAlphanumeric(char c)
{
    return isDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

} // namespace

bool isValidTunnelName(std::string_view name)
{
    if (name.empty() || name.size() > MaxNameLength || !isAlphanumeric(name.front()))
        return false;
    return std::ranges::all_of(name,
                               [](char c) { return isAlphanumeric(c) || c == '_' || c == '.' || c == '-'; });
}

std::string encodePathElement(std::string_view name)
{
    constexpr std::string_view hex = "0123456789abcdef";
    if (name.empty())
        return "_";
    std::string encoded;
    for (const char c : name) {
        if (isAlphanumeric(c) && !(encoded.empty() && isDigit(c))) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '_';
        encoded += hex[byte >> 4];
        encoded += hex[byte & 0xf];
    }
    return encoded;
}

std::string tunnelObjectPath(std::string_view name)
{
    return std::string(names::TunnelPathPrefix) + encodePathElement(name);
}

} // namespace pptp
