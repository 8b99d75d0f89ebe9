// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/reorder_test.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace pptp {

std::vector<NumberedFrame> ReorderTest::next(NumberedFrame packet)
{
    std::vector<NumberedFrame> ready;
    if (!isOn() || m_inOrder < m_rate) {
        ++m_inOrder;
        ready.push_back(std::move(packet));
        return ready;
    }
    if (m_held.size() < heldAtMost()) {
        m_held.push_back(std::move(packet));
        return ready;
    }
    ready.push_back(std::move(packet));
    auto late = flush();
    if (m_type == 3)
        std::reverse(late.begin(), late.end());
    std::move(late.begin(), late.end(), std::back_inserter(ready));
    m_inOrder = 0;
    return ready;
}

bool ReorderTest::holds(SequenceNumber sequence) const
{
    return std::any_of(m_held.begin(), m_held.end(),
                       [sequence](const NumberedFrame& packet) { return packet.sequence == sequence; });
}

std::vector<NumberedFrame> ReorderTest::flush()
{
    return std::exchange(m_held, {});
}

} // namespace pptp
