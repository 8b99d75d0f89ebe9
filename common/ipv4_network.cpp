// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/ipv4_network.h"

#include <algorithm>
#include <charconv>

namespace pptp {
namespace {

constexpr unsigned AddressBits = 32;

std::uint32_t netmask(std::uint8_t prefixLength)
{
    return prefixLength == 0 ? 0 : ~std::uint32_t{0} << (AddressBits - prefixLength);
}

} // namespace

std::string Ipv4Network::toString() const
{
    return address.toString() + '/' + std::to_string(prefixLength);
}

bool Ipv4Network::contains(Ipv4Address other) const
{
    return (other.value & netmask(prefixLength)) == address.value;
}

bool Ipv4Network::overlaps(const Ipv4Network& other) const
{
    return contains(other.address) || other.contains(address);
}

std::optional<Ipv4Network> Ipv4Network::parse(std::string_view text)
{
    const std::size_t slash = std::min(text.find('/'), text.size());
    const auto address = Ipv4Address::parse(text.substr(0, slash));
    if (!address)
        return std::nullopt;
    Ipv4Network network{*address, AddressBits};
    if (slash < text.size()) {
        const std::string_view length = text.substr(slash + 1);
        const auto [end, error] =
            std::from_chars(length.data(), length.data() + length.size(), network.prefixLength);
        if (error != std::errc() || end != length.data() + length.size() ||
            network.prefixLength > AddressBits)
            return std::nullopt;
    }
    if ((address->value & ~netmask(network.prefixLength)) != 0)
        return std::nullopt;
    return network;
}

} // namespace pptp
