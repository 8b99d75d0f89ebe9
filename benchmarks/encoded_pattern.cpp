// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "benchmarks/encoded_pattern.h"

#include <cstring>

namespace pptp::bench {

bool EncodedPattern::contains(std::span<const std::byte> encoded) const
{
    constexpr std::size_t MarkAt = 6; // FF, 03 and 00 escaped, 21
    if (encoded.size() <= MarkAt)
        return false;
    const auto& known = variant(std::to_integer<std::size_t>(encoded[MarkAt]));
    return encoded.size() + 1 == known.size() &&
           std::memcmp(encoded.data(), known.data(), encoded.size()) == 0;
}

} // namespace pptp::bench
