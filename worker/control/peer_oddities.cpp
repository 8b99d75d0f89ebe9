// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/control/peer_oddities.h"

#include <algorithm>

namespace pptp {

bool PeerOddities::isNewUnknownType(std::uint16_t type)
{
    const auto told = std::span(m_unknownTypes).first(m_unknownCount);
    if (told.size() == MaxUnknownTypes || std::ranges::find(told, type) != told.end())
        return false;
    m_unknownTypes[m_unknownCount++] = type;
    return true;
}

bool PeerOddities::isNewReservedField(ControlType type)
{
    const std::size_t at = static_cast<std::size_t>(type) - 1;
    if (m_reservedTypes.test(at))
        return false;
    m_reservedTypes.set(at);
    return true;
}

} // namespace pptp
