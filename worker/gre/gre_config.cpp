// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/gre_config.h"

#include "worker/gre/gre_packet.h"

#include <algorithm>
#include <array>

namespace pptp {

std::size_t GreSink::sendGreBatch(std::span<OutgoingPacket> packets)
{
    std::array<std::byte, MaxGreHeaderBytes + MaxPppFrame> whole;
    std::size_t taken = 0;
    for (OutgoingPacket& packet : packets) {
        const auto payload = std::ranges::copy(packet.header, whole.begin()).out;
        std::ranges::copy(packet.payload, payload);
        const SendOutcome outcome =
            sendGre(std::span(whole).first(packet.header.size() + packet.payload.size()));
        if (outcome == SendOutcome::Failed)
            break;
        packet.isShort = outcome == SendOutcome::Short;
        ++taken;
    }
    return taken;
}

} // namespace pptp
