// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The reordering test of pptp(8): sends packets out of their order, so that one can see what a peer makes of
/// it.
#pragma once

#include "worker/gre/sequence.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pptp {

struct NumberedFrame {
    SequenceNumber sequence;
    std::vector<std::byte> frame;
};

/// In each cycle `rate` packets pass in order; then some are held back (type 1: one, types 2 and 3: ten), the
/// next one overtakes them, and they follow, in their order (1 and 2) or the reverse of it (3). With rate 4,
/// type 1 sends 1 2 3 4 6 5 7, type 2 sends 1 2 3 4 15 5 6 ... 14 16, type 3 sends 1 2 3 4 15 14 ... 5 16.
/// Nothing is lost.
class ReorderTest {
public:
    static constexpr std::size_t HeldByTypes2And3 = 10;

    /// Type 0 is no test.
    ReorderTest(std::uint8_t type, std::uint32_t rate) : m_type(type), m_rate(rate) {}

    [[nodiscard]] bool isOn() const { return m_type != 0; }
    /// Takes the next packet and returns those to be sent now, in this order.
    [[nodiscard]] std::vector<NumberedFrame> next(NumberedFrame packet);
    /// Whether the packet of this number waits here.
    [[nodiscard]] bool holds(SequenceNumber sequence) const;
    /// What is held back still, in the order of its numbers.
    [[nodiscard]] std::vector<NumberedFrame> flush();

private:
    [[nodiscard]] std::size_t heldAtMost() const { return m_type == 1 ? 1 : HeldByTypes2And3; }

    std::uint8_t m_type;
    std::uint32_t m_rate;
    std::uint32_t m_inOrder = 0;
    std::vector<NumberedFrame> m_held;
};

} // namespace pptp
