// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The three loops over the bytes of a frame that RFC 1662 costs, in one form for each kind of CPU.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace pptp {

constexpr std::byte HdlcFlag{0x7e};
constexpr std::byte HdlcEscape{0x7d};
constexpr std::byte HdlcEscapeBit{0x20};

/// All forms give the same bytes; the scalar one, which every CPU can run, says which.
struct HdlcRoutines {
    /// What unescape may write, and leave undefined, behind the bytes that it has written.
    static constexpr std::size_t UnescapeSlack = 64;

    struct Unescaped {
        std::size_t consumed; ///< Of the input: all of it, or what stands before the first flag.
        std::size_t written;  ///< At most as much.
        bool escaped;         ///< An escape was last: the next byte is the one it means.

        bool operator==(const Unescaped&) const = default;
    };

    std::string_view name;

    /// The running FCS after these bytes.
    std::uint16_t (*updateFcs)(std::uint16_t fcs, std::span<const std::byte> bytes);

    /// Writes the bytes with 0x7d, 0x7e and all below 0x20 escaped, and returns where they end. Needs room
    /// for twice the bytes and writes nowhere else, but within that room also behind the end.
    std::byte* (*escape)(std::span<const std::byte> bytes, std::byte* out);

    /// Takes the escapes out of what stands before the first flag. Needs room for all of the input and
    /// UnescapeSlack more. `escaped`: the byte before the input was an escape.
    Unescaped (*unescape)(std::span<const std::byte> input, std::byte* out, bool escaped);
};

[[nodiscard]] const HdlcRoutines& scalarHdlcRoutines();
/// SSSE3, POPCNT and PCLMULQDQ: any 64-bit PC since 2011. Null if this machine has them not, as the next.
[[nodiscard]] const HdlcRoutines* sseHdlcRoutines();
/// AVX-512 with VBMI2, which expands and compresses bytes by a mask: Ice Lake, Zen 4 and later.
[[nodiscard]] const HdlcRoutines* avx512HdlcRoutines();

/// Those that this machine can run, the fastest last.
[[nodiscard]] std::vector<const HdlcRoutines*> availableHdlcRoutines();
[[nodiscard]] const HdlcRoutines& fastestHdlcRoutines();

} // namespace pptp
