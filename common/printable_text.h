// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Somebody else's bytes made fit for a log, a terminal and the bus.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace pptp {

/// Valid UTF-8 stays, up to the first NUL; every other byte and every control character (C0, DEL, C1)
/// becomes U+FFFD.
[[nodiscard]] std::string printableText(std::string_view bytes);

/// "one, two"
[[nodiscard]] std::string joinedText(std::span<const std::string> words);

} // namespace pptp
