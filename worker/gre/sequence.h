// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The place of a GRE packet in its call's order, and the only place where two such numbers are compared.
#pragma once

#include <cstdint>

namespace pptp {

/// 32 bits that wrap. There is no operator< on purpose: order exists only as a signed distance, so that
/// 0x00000000 comes right after 0xffffffff.
class SequenceNumber {
public:
    constexpr SequenceNumber() = default;
    constexpr explicit SequenceNumber(std::uint32_t value) : m_value(value) {}

    [[nodiscard]] constexpr std::uint32_t value() const { return m_value; }
    [[nodiscard]] constexpr SequenceNumber next() const { return SequenceNumber(m_value + 1); }
    [[nodiscard]] constexpr SequenceNumber previous() const { return SequenceNumber(m_value - 1); }

    /// Steps from this number to the other one: negative if the other one is older. A number exactly 2^31
    /// away, whose order is undefined, counts as older.
    [[nodiscard]] constexpr std::int32_t distanceTo(SequenceNumber other) const
    {
        return static_cast<std::int32_t>(other.m_value - m_value);
    }
    [[nodiscard]] constexpr bool isBefore(SequenceNumber other) const { return distanceTo(other) > 0; }

    constexpr bool operator==(const SequenceNumber&) const = default;

private:
    std::uint32_t m_value = 0;
};

} // namespace pptp
