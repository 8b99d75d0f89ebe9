// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/control/control_framer.h"

#include <algorithm>
#include <string>

namespace pptp {
namespace {

ControlHeader headerOf(std::span<const std::byte> message)
{
    return decodeControlHeader(message.first<ControlHeaderBytes>());
}

std::optional<ControlType> knownType(const ControlHeader& header)
{
    return header.kind == ControlMessageKind ? controlType(header.type) : std::nullopt;
}

} // namespace

bool isKnownControl(std::span<const std::byte> message)
{
    return knownType(headerOf(message)).has_value();
}

/// Looks at as much of the magic as is there, so that seven bytes of a TLS alert are enough.
bool ControlFramer::magicPossible() const
{
    constexpr std::size_t Offset = 4;
    constexpr std::array Magic{std::byte{0x1A}, std::byte{0x2B}, std::byte{0x3C}, std::byte{0x4D}};
    const std::size_t present = m_filled > Offset ? std::min(m_filled - Offset, Magic.size()) : 0;
    return std::equal(Magic.begin(), Magic.begin() + static_cast<std::ptrdiff_t>(present),
                      m_buffer.begin() + Offset);
}

std::size_t ControlFramer::target() const
{
    return m_filled < ControlHeaderBytes ? ControlHeaderBytes : headerOf(m_buffer).length;
}

Result<void> ControlFramer::checkHeader() const
{
    if (!magicPossible())
        return fail(ErrorCode::ControlRejected, "what came is not PPTP: wrong magic");
    if (m_filled < ControlHeaderBytes)
        return {};
    const ControlHeader header = headerOf(m_buffer);
    if (header.length < ControlHeaderBytes || header.length > MaxUnknownBytes)
        return fail(ErrorCode::ControlRejected,
                    "control message with impossible length " + std::to_string(header.length));
    if (const auto type = knownType(header); type && header.length != controlSize(*type))
        return fail(ErrorCode::ControlRejected, "control message of type " + std::to_string(header.type) +
                                                    " with length " + std::to_string(header.length));
    return {};
}

Result<std::optional<std::span<const std::byte>>> ControlFramer::next(std::span<const std::byte>& input)
{
    if (m_returned) {
        m_returned = false;
        m_filled = 0;
    }
    while (!input.empty()) {
        const std::size_t count = std::min(target() - m_filled, input.size());
        std::copy_n(input.begin(), count, m_buffer.begin() + static_cast<std::ptrdiff_t>(m_filled));
        m_filled += count;
        input = input.subspan(count);
        if (m_filled <= ControlHeaderBytes) {
            if (const auto valid = checkHeader(); !valid)
                return tl::unexpected(valid.error());
        }
        if (m_filled >= ControlHeaderBytes && m_filled == target()) {
            m_returned = true;
            return std::optional(std::span<const std::byte>(m_buffer).first(m_filled));
        }
    }
    return std::optional<std::span<const std::byte>>{};
}

} // namespace pptp
