// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The octet-stuffed framing of RFC 1662 between a PPP frame and the byte stream of pppd's terminal.
#pragma once

#include "worker/gre/hdlc_routines.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace pptp {

/// The FCS-16 of RFC 1662, appendix C.2, as it stands in the frame (least significant byte first).
[[nodiscard]] std::uint16_t frameCheckSequence(std::span<const std::byte> bytes);

/// The most bytes that a frame can become: each byte and the FCS escaped, a flag at both ends.
[[nodiscard]] constexpr std::size_t maxHdlcBytes(std::size_t frameBytes)
{
    return 2 * (frameBytes + 2) + 2;
}

enum class OpeningFlag {
    Written,
    /// The last byte before the frame is another frame's closing flag, and the stream loses nothing between
    /// them: one flag is enough (RFC 1662, 3.1), and the kernel's receiver takes each flag as an end and a
    /// start.
    Shared,
};

/// Writes flag, frame, FCS and flag to out, which must have room for maxHdlcBytes(frame.size()), and returns
/// the number of bytes written; in the rest of that room it leaves anything. Escapes 0x7d, 0x7e and all below
/// 0x20, which any async map of the peer accepts.
[[nodiscard]] std::size_t encodeHdlc(std::span<const std::byte> frame, std::span<std::byte> out,
                                     OpeningFlag opening = OpeningFlag::Written,
                                     const HdlcRoutines& routines = fastestHdlcRoutines());

/// Finds the frames in a byte stream that may be cut anywhere.
class HdlcDecoder {
public:
    /// Longest frame without its FCS. More than the engine sends, so that the engine sees and counts what is
    /// merely too long for it; beyond this limit it is no PPP frame.
    static constexpr std::size_t MaxFrame = 4096;
    static constexpr std::size_t MinFrameWithFcs = 4;

    /// What was dropped, and why.
    struct Dropped {
        std::uint64_t badFcs = 0;
        std::uint64_t tooShort = 0;
        std::uint64_t tooLong = 0;
        std::uint64_t aborted = 0; ///< An escape right before the flag (RFC 1662, 4.3).

        bool operator==(const Dropped&) const = default;
    };

    explicit HdlcDecoder(const HdlcRoutines& routines = fastestHdlcRoutines()) : m_routines(&routines) {}

    /// Consumes input up to the end of the next good frame and returns that frame without its FCS; nothing
    /// when the input is used up. The frame is valid until the next call.
    [[nodiscard]] std::optional<std::span<const std::byte>> next(std::span<const std::byte>& input);

    [[nodiscard]] const Dropped& dropped() const { return m_dropped; }
    /// Bytes, with its FCS, of the last frame that was too short.
    [[nodiscard]] std::size_t lastShortFrame() const { return m_lastShortFrame; }

private:
    static constexpr std::size_t MaxFrameWithFcs = MaxFrame + 2;
    /// Of a frame that is too long already, this much is taken at a time.
    static constexpr std::size_t Surplus = 64;

    void append(std::span<const std::byte>& input);
    [[nodiscard]] std::optional<std::span<const std::byte>> endFrame();

    const HdlcRoutines* m_routines;
    std::array<std::byte, MaxFrameWithFcs + Surplus + HdlcRoutines::UnescapeSlack> m_frame{};
    std::size_t m_length = 0;
    bool m_escaped = false;
    bool m_overflowed = false;
    Dropped m_dropped;
    std::size_t m_lastShortFrame = 0;
};

} // namespace pptp
