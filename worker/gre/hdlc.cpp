// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/hdlc.h"

#include "worker/gre/fcs.h"

#include <algorithm>
#include <cassert>

namespace pptp {

std::uint16_t frameCheckSequence(std::span<const std::byte> bytes)
{
    return static_cast<std::uint16_t>(~fastestHdlcRoutines().updateFcs(InitialFcs, bytes));
}

std::size_t encodeHdlc(std::span<const std::byte> frame, std::span<std::byte> out, OpeningFlag opening,
                       const HdlcRoutines& routines)
{
    assert(out.size() >= maxHdlcBytes(frame.size()));
    const unsigned fcs = ~unsigned{routines.updateFcs(InitialFcs, frame)};
    const std::array fcsBytes{static_cast<std::byte>(fcs & 0xffU), static_cast<std::byte>(fcs >> 8 & 0xffU)};
    std::byte* end = out.data();
    if (opening == OpeningFlag::Written)
        *end++ = HdlcFlag;
    end = routines.escape(frame, end);
    end = scalarHdlcRoutines().escape(fcsBytes, end);
    *end++ = HdlcFlag;
    return static_cast<std::size_t>(end - out.data());
}

std::optional<std::span<const std::byte>> HdlcDecoder::next(std::span<const std::byte>& input)
{
    while (!input.empty()) {
        append(input);
        if (input.empty() || input.front() != HdlcFlag)
            continue;
        input = input.subspan(1);
        if (const auto frame = endFrame())
            return frame;
    }
    return std::nullopt;
}

/// Takes what stands before the next flag, or the first part of it. The room there is need not be looked at
/// for each byte: a frame may grow beyond its limit for as long as one part lasts.
void HdlcDecoder::append(std::span<const std::byte>& input)
{
    const auto part = input.first(std::min(input.size(), MaxFrameWithFcs + Surplus - m_length));
    const auto result = m_routines->unescape(part, m_frame.data() + m_length, m_escaped);
    input = input.subspan(result.consumed);
    m_escaped = result.escaped;
    m_length += result.written;
    if (m_length > MaxFrameWithFcs) {
        m_overflowed = true;
        m_length = MaxFrameWithFcs;
    }
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
    } else if (m_routines->updateFcs(InitialFcs, frame) != GoodFcs)
        ++m_dropped.badFcs;
    else
        return frame.first(frame.size() - 2);
    return std::nullopt;
}

} // namespace pptp
