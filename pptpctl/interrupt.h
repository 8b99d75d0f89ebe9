// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Ctrl-C and SIGTERM as an ordinary event of the event loop.
#pragma once

#include "common/unique_fd.h"

#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace pptp {

class Interrupt {
public:
    /// From now on the signals only call the handler. Must come before the first thread, such as QtDBus's:
    /// a thread that does not block them too would let them end the program.
    Interrupt();

    void setHandler(std::function<void()> handler) { m_handler = std::move(handler); }

private:
    UniqueFd m_signals;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::function<void()> m_handler;
};

} // namespace pptp
