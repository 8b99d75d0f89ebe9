// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What of a peer's oddities was not told yet: each is worth one line in a log, not one for each message.
#pragma once

#include "worker/control/control_message.h"

#include <bitset>

namespace pptp {

class PeerOddities {
public:
    /// A peer that makes up types must not fill the log with them.
    static constexpr std::size_t MaxUnknownTypes = 8;

    /// Whether this type of a message was not told yet.
    [[nodiscard]] bool isNewUnknownType(std::uint16_t type);
    [[nodiscard]] bool isNewReservedField(ControlType type);

private:
    std::array<std::uint16_t, MaxUnknownTypes> m_unknownTypes{};
    std::size_t m_unknownCount = 0;
    std::bitset<ControlTypes> m_reservedTypes;
};

} // namespace pptp
