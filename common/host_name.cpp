// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/host_name.h"

#include <algorithm>
#include <cstddef>

namespace pptp {
namespace {

constexpr std::size_t MaxNameBytes = 253; // RFC 1035, 2.3.4: 255 bytes on the wire
constexpr std::size_t MaxLabelBytes = 63;

// Not std::isalnum: the answer must not depend on the locale.
constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

constexpr bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isLabel(std::string_view label)
{
    return !label.empty() && label.size() <= MaxLabelBytes && label.front() != '-' && label.back() != '-' &&
           std::ranges::all_of(label, [](char c) { return isLetter(c) || isDigit(c) || c == '-'; });
}

/// What inet_aton(3) takes for a part of an address: decimal, octal, or hexadecimal with 0x.
bool isNumber(std::string_view label)
{
    if (label.starts_with("0x") || label.starts_with("0X"))
        return std::ranges::all_of(label.substr(2), isHexDigit);
    return std::ranges::all_of(label, isDigit);
}

} // namespace

bool isHostName(std::string_view text)
{
    if (text.size() > MaxNameBytes)
        return false;
    for (;;) {
        const std::size_t dot = text.find('.');
        const std::string_view label = text.substr(0, dot);
        if (!isLabel(label))
            return false;
        if (dot == text.npos)
            return !isNumber(label);
        text.remove_prefix(dot + 1);
    }
}

} // namespace pptp
