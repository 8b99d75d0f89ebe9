// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Which text is a host name that may be looked up (RFC 1123, 2.1), and nothing that only looks like one.
#pragma once

#include <string_view>

namespace pptp {

/// Labels of 1 to 63 letters, digits and inner hyphens, 253 bytes in all; international names as A-labels
/// ("xn--..."). Refused too: a trailing dot, and a last label that is a number ("0", "0x7f.1", "1.2.3"),
/// because resolvers take such names for addresses.
[[nodiscard]] bool isHostName(std::string_view text);

} // namespace pptp
