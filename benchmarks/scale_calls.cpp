// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "benchmarks/scale_calls.h"

#include <array>
#include <sys/socket.h>
#include <sys/uio.h>

namespace pptp::bench {
namespace {

constexpr int PacketsAtOnce = 256;
constexpr std::size_t FixedBytes = 8; // RFC 2637, 4.1: up to the call id
constexpr std::size_t NumberBytes = 4;

std::uint32_t number(std::span<const std::byte> bytes)
{
    std::uint32_t value = 0;
    for (const std::byte byte : bytes)
        value = value << 8U | std::to_integer<std::uint32_t>(byte);
    return value;
}

void put(std::span<std::byte> bytes, std::uint64_t value)
{
    for (std::size_t i = bytes.size(); i-- > 0; value >>= 8U)
        bytes[i] = static_cast<std::byte>(value);
}

} // namespace

std::optional<std::uint16_t> ScaleCalls::open(in_addr peer, std::uint16_t peerCallId)
{
    if (m_calls.size() >= UINT16_MAX)
        return std::nullopt;
    do
        ++m_lastId;
    while (m_lastId == 0 || m_calls.contains(m_lastId));
    m_calls.emplace(m_lastId, Call{peer, peerCallId});
    return m_lastId;
}

void ScaleCalls::onReadable()
{
    std::array<std::byte, 4096> buffer{};
    for (int i = 0; i < PacketsAtOnce; ++i) {
        const ssize_t received = ::recv(m_socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (received <= 0)
            return;
        const auto datagram = std::span<const std::byte>(buffer).first(static_cast<std::size_t>(received));
        const std::size_t ipBytes = (std::to_integer<std::size_t>(datagram[0]) & 0x0fU) * 4;
        if (datagram.size() >= ipBytes + FixedBytes + NumberBytes)
            take(datagram.subspan(ipBytes));
    }
}

/// With S set, which it is on data only, the sequence number follows the call id; A says the same of an
/// acknowledgement behind it.
void ScaleCalls::take(std::span<const std::byte> gre)
{
    const auto found = m_calls.find(static_cast<std::uint16_t>(number(gre.subspan(6, 2))));
    const bool hasData = (gre[0] & std::byte{0x10}) != std::byte{0};
    const bool acknowledges = (gre[1] & std::byte{0x80}) != std::byte{0};
    const std::size_t headerBytes = FixedBytes + NumberBytes + (acknowledges ? NumberBytes : 0);
    if (found == m_calls.end() || !hasData || gre.size() < headerBytes)
        return;
    Call& call = found->second;
    const std::uint32_t sequence = number(gre.subspan(FixedBytes, NumberBytes));
    send(call, sequence, call.answered ? std::span<const std::byte>() : gre.subspan(headerBytes));
    call.answered = true;
}

/// An acknowledgement, with the only packet of data that the call ever gets, or without.
void ScaleCalls::send(const Call& call, std::uint32_t acknowledged, std::span<const std::byte> payload)
{
    const bool hasData = !payload.empty();
    std::array<std::byte, FixedBytes + 2 * NumberBytes> header{};
    put(std::span(header).first(2), hasData ? 0x3081 : 0x2081);
    put(std::span(header).subspan(2, 2), 0x880b);
    put(std::span(header).subspan(4, 2), payload.size());
    put(std::span(header).subspan(6, 2), call.peerCallId);
    // The data's own number is 0, and stands before the acknowledgement.
    const std::size_t at = FixedBytes + (hasData ? NumberBytes : 0);
    put(std::span(header).subspan(at, NumberBytes), acknowledged);
    std::array<iovec, 2> parts{
        {{header.data(), at + NumberBytes}, {const_cast<std::byte*>(payload.data()), payload.size()}}};
    sockaddr_in peer{};
    peer.sin_family = AF_INET;
    peer.sin_addr = call.peer;
    msghdr message{};
    message.msg_name = &peer;
    message.msg_namelen = sizeof peer;
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    (void)::sendmsg(m_socket.get(), &message, MSG_DONTWAIT);
}

} // namespace pptp::bench
