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
    /// From now on the signals only call `interrupted`.
    explicit Interrupt(std::function<void()> interrupted);

private:
    UniqueFd m_signals;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace pptp
