// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "benchmarks/pattern.h"

#include <algorithm>
#include <cstring>

namespace pptp::bench {
namespace {

// Address, control and the protocol number of IP, as pppd sends them before it has agreed on anything
// shorter.
constexpr std::array Header{std::byte{0xff}, std::byte{0x03}, std::byte{0x00}, std::byte{0x21}};
constexpr std::size_t MarkAt = Header.size();
constexpr std::size_t NumberAt = MarkAt + 1;
constexpr std::byte FirstVariant{0x40};
constexpr std::byte Question{0x3f};
constexpr std::byte Answer{0x3e};

Frame randomFrame(std::size_t bytes, std::byte mark)
{
    Frame frame(bytes);
    std::uint64_t state = 0x9e3779b97f4a7c15U + (std::to_integer<std::uint64_t>(mark) << 32U) + bytes;
    for (auto& byte : frame) { // xorshift64: the same bytes in every run
        state ^= state << 13U;
        state ^= state >> 7U;
        state ^= state << 17U;
        byte = static_cast<std::byte>(state >> 24U);
    }
    std::ranges::copy(Header, frame.begin());
    frame[MarkAt] = mark;
    return frame;
}

} // namespace

Pattern::Pattern(std::size_t bytes) : m_bytes(std::clamp(bytes, MinBytes, MaxBytes))
{
    for (std::size_t i = 0; i < Variants; ++i)
        m_frames[i] =
            randomFrame(m_bytes, static_cast<std::byte>(std::to_integer<std::size_t>(FirstVariant) + i));
}

bool Pattern::contains(std::span<const std::byte> frame) const
{
    if (frame.size() != m_bytes)
        return false;
    const auto number = std::to_integer<std::size_t>(frame[MarkAt] & std::byte{Variants - 1});
    return std::memcmp(frame.data(), m_frames[number].data(), m_bytes) == 0;
}

Frame encodePing(const Ping& ping, std::size_t bytes)
{
    auto frame = randomFrame(std::clamp(bytes, Pattern::MinBytes, Pattern::MaxBytes),
                             ping.isAnswer ? Answer : Question);
    std::memcpy(&frame[NumberAt], &ping.number, sizeof ping.number);
    return frame;
}

std::optional<Ping> decodePing(std::span<const std::byte> frame)
{
    if (frame.size() < Pattern::MinBytes || (frame[MarkAt] != Question && frame[MarkAt] != Answer))
        return std::nullopt;
    Ping ping{.isAnswer = frame[MarkAt] == Answer};
    std::memcpy(&ping.number, &frame[NumberAt], sizeof ping.number);
    return ping;
}

} // namespace pptp::bench
