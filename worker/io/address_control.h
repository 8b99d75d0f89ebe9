// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The two bytes before a PPP frame's protocol, which may be left out (RFC 1662, 3.1; RFC 1661, 6.6).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace pptp {

inline constexpr std::array AddressControl{std::byte{0xff}, std::byte{0x03}};

[[nodiscard]] inline bool hasAddressControl(std::span<const std::byte> frame)
{
    return frame.size() >= AddressControl.size() &&
           std::ranges::equal(frame.first(AddressControl.size()), AddressControl);
}

} // namespace pptp
