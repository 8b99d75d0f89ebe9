// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Tells that the ways to servers may have changed: routes, rules, links or addresses did (rtnetlink(7)).
#pragma once

#include "common/error.h"
#include "common/unique_fd.h"

#include <functional>
#include <memory>

#include <QSocketNotifier>
#include <QTimer>

namespace pptp {

class UplinkWatch {
public:
    /// Calls changed from the event loop: a moment after the first of several changes, so that what belongs
    /// together is seen together, and again for later ones.
    [[nodiscard]] static Result<std::unique_ptr<UplinkWatch>> open(std::function<void()> changed);

private:
    UplinkWatch(UniqueFd socket, std::function<void()> changed);
    void read();

    UniqueFd m_socket;
    QSocketNotifier m_readable;
    QTimer m_settling;
};

} // namespace pptp
