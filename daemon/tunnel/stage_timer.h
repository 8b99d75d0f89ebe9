// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The deadline of a tunnel's stage; that of the first one begins when it is the tunnel's turn to connect.
#pragma once

#include "daemon/tunnel/turns.h"

#include <chrono>
#include <functional>
#include <optional>

#include <QTimer>

namespace pptp {

class StageTimer {
public:
    explicit StageTimer(std::function<void()> passed);

    void start(std::chrono::milliseconds after);
    void stop() { m_timer.stop(); }
    [[nodiscard]] bool isRunning() const { return m_timer.isActive(); }

    /// Calls begin when it is this tunnel's turn, maybe before it returns; what is started before that starts
    /// then. False if it has to wait.
    bool takeTurn(Turns& turns, std::function<void()> begin);
    /// Ends the turn, or the wait for it.
    void leaveTurn();

private:
    QTimer m_timer;
    Turns::Turn m_turn;
    bool m_waits = false; ///< For the turn.
    std::optional<std::chrono::milliseconds> m_postponed;
};

} // namespace pptp
