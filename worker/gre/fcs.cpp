// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/fcs.h"

#include <array>

namespace pptp {
namespace {

constexpr std::size_t Slice = 8;

/// fcsTables[n][byte]: what the byte contributes when n more bytes follow it. The FCS is linear, so that the
/// contributions of eight bytes, looked up independently of each other, only have to be added up.
constexpr auto fcsTables = [] {
    std::array<std::array<std::uint16_t, 256>, Slice> tables{};
    for (std::size_t byte = 0; byte < 256; ++byte) {
        auto value = static_cast<std::uint16_t>(byte);
        for (auto& table : tables) {
            for (int bit = 0; bit < 8; ++bit)
                value = fcsTimesX(value);
            table[byte] = value;
        }
    }
    return tables;
}();

} // namespace

std::uint16_t updateFcs(std::uint16_t fcs, std::span<const std::byte> bytes)
{
    const std::byte* in = bytes.data();
    std::size_t left = bytes.size();
    const auto at = [&](std::size_t n) { return std::to_integer<std::uint32_t>(in[n]); };
    std::uint32_t value = fcs;
    for (; left >= Slice; in += Slice, left -= Slice) {
        // Only two of the look-ups wait for the eight bytes before.
        const std::uint32_t rest = fcsTables[5][at(2)] ^ fcsTables[4][at(3)] ^ fcsTables[3][at(4)] ^
                                   fcsTables[2][at(5)] ^ fcsTables[1][at(6)] ^ fcsTables[0][at(7)];
        value = fcsTables[7][(value ^ at(0)) & 0xffU] ^ fcsTables[6][(value >> 8) ^ at(1)] ^ rest;
    }
    for (; left > 0; ++in, --left)
        value = (value >> 8) ^ fcsTables[0][(value ^ at(0)) & 0xffU];
    return static_cast<std::uint16_t>(value);
}

} // namespace pptp
