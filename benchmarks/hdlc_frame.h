// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The asynchronous HDLC framing of RFC 1662 in its plainest form: what prepares and checks the frames must
/// not be the code whose speed is measured.
#pragma once

#include "benchmarks/pattern.h"

#include <optional>

namespace pptp::bench {

inline constexpr std::byte HdlcFlag{0x7e};

/// The escaped frame with its FCS and a flag behind it; one before it only separates it from what is not
/// ours.
[[nodiscard]] Frame encodeHdlcFrame(std::span<const std::byte> frame);
/// The frame in what stood between two flags; nothing if its FCS is wrong.
[[nodiscard]] std::optional<Frame> decodeHdlcFrame(std::span<const std::byte> encoded);

} // namespace pptp::bench
