// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The FCS-16 of RFC 1662, appendix C, where no instruction of the CPU helps: a table, eight bytes at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace pptp {

constexpr std::uint16_t InitialFcs = 0xffff;
/// What a frame together with its own FCS comes to.
constexpr std::uint16_t GoodFcs = 0xf0b8;

/// Multiplies by x, modulo RFC 1662's x^16 + x^12 + x^5 + 1. Bit 0 is the coefficient of x^15, as everywhere
/// in this FCS: bytes go over the line with their least significant bit first.
[[nodiscard]] constexpr std::uint16_t fcsTimesX(std::uint16_t value)
{
    return static_cast<std::uint16_t>((value >> 1) ^ ((value & 1) != 0 ? 0x8408 : 0));
}

/// The running FCS after these bytes. What stands in the frame is its complement.
[[nodiscard]] std::uint16_t updateFcs(std::uint16_t fcs, std::span<const std::byte> bytes);

} // namespace pptp
