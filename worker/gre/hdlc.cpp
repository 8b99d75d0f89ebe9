// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/hdlc.h"

#include <cassert>

namespace pptp {
namespace {

constexpr std::byte Flag{0x7e};
constexpr std::byte Escape{0x7d};
constexpr std::byte EscapeBit{0x20};

// RFC 1662, C.2: x^16 + x^12 + x^5 + 1, bits reversed. The FCS of a frame together with its own FCS is
// GoodFcs.
constexpr std::uint16_t Polynomial = 0x8408;
constexpr std::uint16_t InitialFcs = 0xffff;
constexpr std::uint16_t GoodFcs = 0xf0b8;

constexpr std::array<std::uint16_t, 256> fcsTable = [] {
    std::array<std::uint16_t, 256> table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1U) ? (value >> 1) ^ Polynomial : value >> 1;
        table[byte] = static_cast<std::uint16_t>(value);
    }
    return table;
}();

std::uint16_t updateFcs(std::uint16_t fcs, std::byte byte)
{
    const auto index = (fcs ^ std::to_integer<std::uint32_t>(byte)) & 0xffU;
    return static_cast<std::uint16_t>((fcs >> 8) ^ fcsTable[index]);
}

std::uint16_t runningFcs(std::span<const std::byte> bytes)
{
    std::uint16_t fcs = InitialFcs;
    for (const auto byte : bytes)
        fcs = updateFcs(fcs, byte);
    return fcs;
}

std::byte* putEscaped(std::byte* out, std::byte byte)
{
    if (byte < EscapeBit || byte == Flag || byte == Escape) {
        *out++ = Escape;
        byte ^= EscapeBit;
    }
    *out++ = byte;
    return out;
}

} // namespace

std::uint16_t frameCheckSequence(std::span<const std::byte> bytes)
{
    return static_cast<std::uint16_t>(~runningFcs(bytes));
}

std::size_t encodeHdlc(std::span<const std::byte> frame, std::span<std::byte> out)
{
    assert(out.size() >= maxHdlcBytes(frame.size()));
    const std::uint16_t fcs = frameCheckSequence(frame);
    std::byte* end = out.data();
    *end++ = Flag;
    for (const auto byte : frame)
        end = putEscaped(end, byte);
    end = putEscaped(end, static_cast<std::byte>(fcs & 0xffU));
    end = putEscaped(end, static_cast<std::byte>(fcs >> 8));
    *end++ = Flag;
    return static_cast<std::size_t>(end - out.data());
}

std::optional<std::span<const std::byte>> HdlcDecoder::next(std::span<const std::byte>& input)
{
    while (!input.empty()) {
        const std::byte byte = input.front();
        input = input.subspan(1);
        if (byte == Flag) {
            if (const auto frame = endFrame())
                return frame;
        } else if (byte == Escape) {
            m_escaped = true;
        } else {
            append(m_escaped ? byte ^ EscapeBit : byte);
            m_escaped = false;
        }
    }
    return std::nullopt;
}

void HdlcDecoder::append(std::byte byte)
{
    if (m_length == m_frame.size())
        m_overflowed = true;
    else
        m_frame[m_length++] = byte;
}

/// Two flags in a row, one frame's end and the next one's start, enclose nothing and mean nothing.
std::optional<std::span<const std::byte>> HdlcDecoder::endFrame()
{
    const std::span<const std::byte> frame(m_frame.data(), m_length);
    const bool aborted = m_escaped;
    const bool overflowed = m_overflowed;
    m_length = 0;
    m_escaped = false;
    m_overflowed = false;

    if (aborted)
        ++m_dropped.aborted;
    else if (overflowed)
        ++m_dropped.tooLong;
    else if (frame.empty())
        return std::nullopt;
    else if (frame.size() < MinFrameWithFcs) {
        ++m_dropped.tooShort;
        m_lastShortFrame = frame.size();
    } else if (runningFcs(frame) != GoodFcs)
        ++m_dropped.badFcs;
    else
        return frame.first(frame.size() - 2);
    return std::nullopt;
}

} // namespace pptp
