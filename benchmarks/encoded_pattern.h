// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The frames of a pattern in asynchronous HDLC, made beforehand, so that to recognise one is to compare it.
#pragma once

#include "benchmarks/hdlc_frame.h"

#include <array>
#include <cstddef>
#include <span>

namespace pptp::bench {

class EncodedPattern {
public:
    void prepare(const Pattern& pattern)
    {
        for (std::size_t i = 0; i < Pattern::Variants; ++i)
            m_frames[i] = encodeHdlcFrame(pattern.variant(i));
    }
    /// With a flag behind it.
    [[nodiscard]] const Frame& variant(std::size_t number) const
    {
        return m_frames[number % Pattern::Variants];
    }
    /// Whether it is a frame of the pattern, without its flag. This checks the FCS with all the rest.
    [[nodiscard]] bool contains(std::span<const std::byte> encoded) const;

private:
    std::array<Frame, Pattern::Variants> m_frames;
};

} // namespace pptp::bench
