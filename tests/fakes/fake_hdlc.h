// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// HDLC framing (RFC 1662) and a few PPP packets for the fakes; slow, plain, and on purpose not the
/// product's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace fake {

/// Address, control, protocol and what follows; without FCS and flags.
using Frame = std::vector<unsigned char>;

constexpr unsigned char Flag = 0x7E;
constexpr unsigned char Escape = 0x7D;
constexpr std::uint16_t GoodFcs = 0xF0B8; // RFC 1662, C.2

inline std::uint16_t fcs(const Frame& bytes)
{
    std::uint16_t value = 0xFFFF;
    for (const unsigned char byte : bytes) {
        value = static_cast<std::uint16_t>(value ^ byte);
        for (int bit = 0; bit < 8; ++bit)
            value = static_cast<std::uint16_t>(value & 1 ? value >> 1 ^ 0x8408 : value >> 1);
    }
    return value;
}

inline Frame hdlc(Frame frame)
{
    const auto check = static_cast<std::uint16_t>(~fcs(frame));
    frame.push_back(static_cast<unsigned char>(check & 0xFF));
    frame.push_back(static_cast<unsigned char>(check >> 8));
    Frame line{Flag};
    for (const unsigned char byte : frame) {
        const bool special = byte < 0x20 || byte == Flag || byte == Escape;
        if (special)
            line.push_back(Escape);
        line.push_back(special ? byte ^ 0x20 : byte);
    }
    line.push_back(Flag);
    return line;
}

/// Gives each good frame at its closing flag.
class HdlcReader {
public:
    std::optional<Frame> next(unsigned char byte)
    {
        if (byte == Flag) {
            Frame frame;
            frame.swap(m_frame);
            m_escaped = false;
            if (frame.size() < 6 || fcs(frame) != GoodFcs)
                return std::nullopt;
            frame.resize(frame.size() - 2);
            return frame;
        }
        if (byte == Escape) {
            m_escaped = true;
        } else if (m_frame.size() < MaxBytes) {
            m_frame.push_back(m_escaped ? byte ^ 0x20 : byte);
            m_escaped = false;
        }
        return std::nullopt;
    }

private:
    static constexpr std::size_t MaxBytes = 4096;
    Frame m_frame;
    bool m_escaped = false;
};

/// Magic number 0x01020304, MRU 1400.
inline Frame lcpConfigureRequest()
{
    return {0xFF, 0x03, 0xC0, 0x21, 1, 1, 0, 14, 1, 4, 0x05, 0x78, 5, 6, 1, 2, 3, 4};
}

inline std::optional<Frame> lcpEchoReply(const Frame& frame)
{
    constexpr unsigned char EchoRequest = 9;
    constexpr unsigned char EchoReply = 10;
    if (frame.size() < 12 || frame[2] != 0xC0 || frame[3] != 0x21 || frame[4] != EchoRequest)
        return std::nullopt;
    Frame reply = frame;
    reply[4] = EchoReply;
    return reply;
}

inline bool isIp(const Frame& frame)
{
    return frame.size() > 4 && frame[2] == 0x00 && frame[3] == 0x21;
}

/// From 10.99.0.2 to 10.99.0.1, protocol 253 (for experiments, RFC 3692), filled with its own length.
inline Frame ipPacket(std::size_t size)
{
    Frame frame{0xFF, 0x03, 0x00, 0x21, 0x45, 0, 0, 0, 0, 0, 0, 0, 64, 253, 0, 0, 10, 99, 0, 2, 10, 99, 0, 1};
    frame[6] = static_cast<unsigned char>(size >> 8);
    frame[7] = static_cast<unsigned char>(size & 0xFF);
    frame.resize(4 + size, static_cast<unsigned char>(size & 0xFF));
    std::uint32_t sum = 0;
    for (std::size_t i = 4; i < 24; i += 2)
        sum += static_cast<std::uint32_t>(frame[i] << 8 | frame[i + 1]);
    sum = (sum & 0xFFFF) + (sum >> 16);
    frame[14] = static_cast<unsigned char>(~sum >> 8 & 0xFF);
    frame[15] = static_cast<unsigned char>(~sum & 0xFF);
    return frame;
}

} // namespace fake
