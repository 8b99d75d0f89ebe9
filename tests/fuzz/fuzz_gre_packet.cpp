// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Any datagram of protocol 47, as a raw socket returns it. The first two bytes are our call id.

#include "tests/fuzz/fuzz_input.h"
#include "worker/gre/gre_packet.h"

#include <array>
#include <cstring>

using namespace pptp;
using namespace pptp::fuzz;

namespace {

bool isTruncated(Bytes datagram, std::uint16_t callId)
{
    const auto packet = decodeGreDatagram(datagram, callId);
    return !packet && packet.error() == GreDefect::Truncated;
}

/// The header that was accepted is exactly the one that we would have written.
void checkHeader(Bytes datagram, std::uint16_t callId, const GrePacket& packet)
{
    const std::size_t ipBytes = (std::to_integer<std::size_t>(datagram[0]) & 0x0fU) * 4U;
    const Bytes gre = datagram.subspan(ipBytes);
    const auto claimed = static_cast<std::uint16_t>(std::to_integer<unsigned>(gre[4]) << 8 |
                                                    std::to_integer<unsigned>(gre[5]));
    std::array<std::byte, MaxGreHeaderBytes> header{};
    const std::size_t length =
        encodeGreHeader({callId, claimed, packet.sequence, packet.acknowledgement}, header);
    require(gre.size() >= length + claimed, "what is claimed is there");
    require(std::memcmp(gre.data(), header.data(), length) == 0, "an accepted header is a header of ours");

    const std::size_t end = ipBytes + length + claimed;
    require(decodeGreDatagram(datagram.first(end), callId).has_value(),
            "what follows the packet is no matter");
    require(isTruncated(datagram.first(end - 1), callId), "a byte less is too few");
    require(!decodeGreDatagram(datagram, callId ^ 1U), "a packet is for one call");
    if (!packet.sequence)
        return;
    require(packet.payload.size() == claimed, "the payload is as long as claimed");
    require(packet.payload.data() == gre.data() + length, "the payload follows the header");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    FuzzInput input(data, size);
    const std::uint16_t callId = input.take16();
    const Bytes datagram = input.rest();
    const auto packet = decodeGreDatagram(datagram, callId);
    if (!packet)
        return 0;
    require(packet->sequence || packet->acknowledgement, "a packet says something");
    require(packet->sequence || packet->payload.empty(), "data has its place in the order");
    checkHeader(datagram, callId, *packet);
    return 0;
}
