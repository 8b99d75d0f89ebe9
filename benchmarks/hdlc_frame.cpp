// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "benchmarks/hdlc_frame.h"

namespace pptp::bench {
namespace {

constexpr std::byte Escape{0x7d};
constexpr std::byte Flip{0x20};
constexpr std::uint16_t GoodFcs = 0xf0b8; // RFC 1662, appendix C.2

std::uint16_t fcsOf(std::span<const std::byte> bytes)
{
    unsigned value = 0xffff;
    for (const auto byte : bytes) {
        value ^= std::to_integer<unsigned>(byte);
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1U) ^ ((value & 1U) != 0 ? 0x8408U : 0U);
    }
    return static_cast<std::uint16_t>(value);
}

} // namespace

Frame encodeHdlcFrame(std::span<const std::byte> frame)
{
    Frame checked(frame.begin(), frame.end());
    const auto fcs = static_cast<unsigned>(fcsOf(frame)) ^ 0xffffU;
    checked.push_back(static_cast<std::byte>(fcs & 0xffU));
    checked.push_back(static_cast<std::byte>(fcs >> 8U));
    Frame encoded;
    encoded.reserve(2 * checked.size() + 1);
    for (const auto byte : checked) {
        if (byte < std::byte{0x20} || byte == HdlcFlag || byte == Escape) {
            encoded.push_back(Escape);
            encoded.push_back(byte ^ Flip);
        } else {
            encoded.push_back(byte);
        }
    }
    encoded.push_back(HdlcFlag);
    return encoded;
}

std::optional<Frame> decodeHdlcFrame(std::span<const std::byte> encoded)
{
    Frame frame;
    frame.reserve(encoded.size());
    bool isEscaped = false;
    for (const auto byte : encoded) {
        if (byte == Escape) {
            isEscaped = true;
        } else {
            frame.push_back(isEscaped ? byte ^ Flip : byte);
            isEscaped = false;
        }
    }
    if (isEscaped || frame.size() < 3 || fcsOf(frame) != GoodFcs)
        return std::nullopt;
    frame.resize(frame.size() - 2);
    return frame;
}

} // namespace pptp::bench
