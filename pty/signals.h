// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The signals that pptp-pty understands, as events of its loop.
#pragma once

#include "common/unique_fd.h"

#include <functional>
#include <memory>

#include <QSocketNotifier>

namespace pptp {

class Signals {
public:
    struct Observer {
        std::function<void()> end;        ///< SIGINT, SIGTERM, SIGHUP.
        std::function<void()> statistics; ///< SIGUSR1.
    };

    /// Blocks the four for this process and its children.
    explicit Signals(Observer observer);

private:
    UniqueFd m_descriptor;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace pptp
