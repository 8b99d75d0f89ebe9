// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The known oddities of servers that need another client, by the names that a profile uses.
#pragma once

#include "common/error.h"

#include <cstdint>
#include <string_view>

namespace pptp {

/// A set of bits.
enum Quirks : std::uint8_t {
    NoQuirks = 0,
    BezeqIsrael = 1,     ///< BEZEQ_ISRAEL: the messages that this provider's servers expect.
    SequenceFromOne = 2, ///< SEQUENCE_FROM_1: the first GRE packet is 1; RFC 2637 says 0.
};
inline constexpr std::uint8_t AllQuirks = BezeqIsrael | SequenceFromOne;

/// Names with commas between them. InvalidSettings with an unknown name, which lists the known ones.
[[nodiscard]] Result<std::uint8_t> parseQuirks(std::string_view names);

} // namespace pptp
