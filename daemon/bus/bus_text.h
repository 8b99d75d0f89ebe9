// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Makes somebody's text fit for the bus, which refuses whole messages for one broken string.
#pragma once

#include <string>
#include <string_view>

namespace pptp {

/// No text of ours is longer; what a server or a file says is cut here.
inline constexpr std::size_t MaxBusTextCharacters = 1024;

/// Valid UTF-8 without control characters: broken bytes become U+FFFD, control characters spaces.
[[nodiscard]] std::string busText(std::string_view text);

} // namespace pptp
