// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Looks now and then at a call that the kernel carries, to know how many of its packets were lost.
#pragma once

#include "worker/gre/loss_observer.h"
#include "worker/io/gre_port.h"
#include "worker/time_point.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace pptp {

/// The socket has a filter that passes the numbered packets of this call and no others, and room for hardly
/// more than one of them; the kernel counts those that it has no room for. So each packet that is read tells
/// its number and how many came before it, and the others cost nothing but their counting. One is read when
/// it comes, unless another came within the last second: then the next look is a second later. A busy call
/// wakes the worker three times a second, and a silent one never.
class GreObserver {
public:
    static constexpr std::chrono::seconds Pause{1};

    GreObserver(GrePort& port, std::uint16_t callId) : m_port(port), m_callId(callId) {}

    void onReady(TimePoint now);
    void onTimer(TimePoint now);
    [[nodiscard]] std::optional<TimePoint> deadline() const { return m_pausedUntil; }
    [[nodiscard]] bool wantsRead() const { return !m_pausedUntil; }

    [[nodiscard]] std::uint64_t lost() const { return m_loss.lost(); }

private:
    void look(TimePoint now);

    GrePort& m_port;
    std::uint16_t m_callId;
    LossObserver m_loss;
    std::uint64_t m_arrived = 0;
    std::optional<TimePoint> m_lastReady;
    std::optional<TimePoint> m_pausedUntil;
};

} // namespace pptp
