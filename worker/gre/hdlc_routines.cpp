// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/hdlc_routines.h"

#include "worker/gre/fcs.h"

namespace pptp {
namespace {

// Encrypted payload is random: a branch on whether a byte is escaped would be guessed wrong once in eight
// bytes, which costs more than all else. Neither loop has one.

std::byte* escape(std::span<const std::byte> bytes, std::byte* out)
{
    for (const auto byte : bytes) {
        const auto value = std::to_integer<std::uint32_t>(byte);
        const auto special = static_cast<std::uint32_t>(value < 0x20) |
                             static_cast<std::uint32_t>(value - 0x7d < 2); // 0x7d and 0x7e.
        *out = HdlcEscape;
        out += special;
        *out++ = static_cast<std::byte>(value ^ special << 5);
    }
    return out;
}

HdlcRoutines::Unescaped unescape(std::span<const std::byte> input, std::byte* out, bool escaped)
{
    const std::byte* const start = out;
    std::uint32_t afterEscape = escaped ? 1 : 0;
    std::size_t consumed = 0;
    for (; consumed < input.size() && input[consumed] != HdlcFlag; ++consumed) {
        const std::byte byte = input[consumed];
        *out = static_cast<std::byte>(std::to_integer<std::uint32_t>(byte) ^ afterEscape << 5);
        afterEscape = byte == HdlcEscape ? 1 : 0;
        out += 1 - afterEscape;
    }
    return {consumed, static_cast<std::size_t>(out - start), afterEscape != 0};
}

constexpr HdlcRoutines scalarRoutines{"scalar", updateFcs, escape, unescape};

} // namespace

const HdlcRoutines& scalarHdlcRoutines()
{
    return scalarRoutines;
}

std::vector<const HdlcRoutines*> availableHdlcRoutines()
{
    std::vector<const HdlcRoutines*> available{&scalarRoutines};
    for (const auto* routines : {sseHdlcRoutines(), avx512HdlcRoutines()}) {
        if (routines != nullptr)
            available.push_back(routines);
    }
    return available;
}

const HdlcRoutines& fastestHdlcRoutines()
{
    static const HdlcRoutines& fastest = *availableHdlcRoutines().back();
    return fastest;
}

} // namespace pptp
