// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Answers of the kernel about routes, cut off and damaged; and sound ones made from the same bytes.

#include "daemon/net/route_reply.h"
#include "tests/fuzz/fuzz_input.h"

#include <arpa/inet.h>
#include <cstring>
#include <linux/rtnetlink.h>
#include <vector>

using namespace pptp;
using namespace pptp::fuzz;

namespace {

class ReplyWriter {
public:
    template <class Value>
    void put(const Value& value)
    {
        const auto bytes = std::as_bytes(std::span(&value, 1));
        m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
    }
    void attribute(unsigned short type, std::uint32_t value)
    {
        put(rtattr{sizeof(rtattr) + sizeof value, type});
        put(value);
    }
    [[nodiscard]] std::vector<std::byte> take()
    {
        const auto length = static_cast<std::uint32_t>(m_bytes.size());
        std::memcpy(m_bytes.data(), &length, sizeof length);
        return std::move(m_bytes);
    }

private:
    std::vector<std::byte> m_bytes;
};

std::optional<Ipv4Address> optionalAddress(FuzzInput& input)
{
    return input.take8() % 2 != 0 ? std::optional(Ipv4Address{input.take32()}) : std::nullopt;
}

RouteLookup anyLookup(FuzzInput& input)
{
    RouteLookup lookup;
    lookup.type = static_cast<RouteLookup::Type>(input.take8() % 3);
    lookup.interfaceIndex = static_cast<int>(input.take32() >> 1);
    lookup.gateway = optionalAddress(input);
    lookup.preferredSource = optionalAddress(input);
    lookup.matchedPrefixLength = input.take8();
    lookup.matchedProtocol = input.take8();
    return lookup;
}

unsigned char typeNumber(RouteLookup::Type type)
{
    return type == RouteLookup::Type::Unicast ? RTN_UNICAST
           : type == RouteLookup::Type::Local ? RTN_LOCAL
                                              : RTN_PROHIBIT;
}

std::vector<std::byte> encode(const RouteLookup& lookup)
{
    ReplyWriter reply;
    nlmsghdr header{};
    header.nlmsg_type = RTM_NEWROUTE;
    reply.put(header);
    rtmsg route{};
    route.rtm_family = AF_INET;
    route.rtm_dst_len = lookup.matchedPrefixLength;
    route.rtm_protocol = lookup.matchedProtocol;
    route.rtm_type = typeNumber(lookup.type);
    reply.put(route);
    reply.attribute(RTA_TABLE, RT_TABLE_MAIN);
    if (lookup.gateway)
        reply.attribute(RTA_GATEWAY, htonl(lookup.gateway->value));
    if (lookup.preferredSource)
        reply.attribute(RTA_PREFSRC, htonl(lookup.preferredSource->value));
    reply.attribute(RTA_OIF, static_cast<std::uint32_t>(lookup.interfaceIndex));
    return reply.take();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto decoded = decodeRouteReply(std::as_bytes(std::span(data, size)));
    require(!decoded || decoded->interfaceIndex >= 0, "an interface has no negative number");

    FuzzInput input(data, size);
    const RouteLookup lookup = anyLookup(input);
    auto message = encode(lookup);
    require(decodeRouteReply(message) == lookup, "a sound answer is read as it was meant");
    const std::size_t cut = input.take8() % message.size();
    require(!decodeRouteReply(std::span(message).first(cut)), "an answer that is cut off is none");
    return 0;
}
