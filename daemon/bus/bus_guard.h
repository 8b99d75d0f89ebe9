// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The edge that no exception passes: sd-bus is C and the core knows no exceptions.
#pragma once

#include "daemon/bus/sdbus_edge.h"

#include <QLoggingCategory>
#include <utility>

namespace pptp {

Q_DECLARE_LOGGING_CATEGORY(busLog)

/// Logs the exception that is being handled; only inside a catch block.
void logCurrentException(const char* where) noexcept;

/// For what nobody waits for: an exception is logged and goes no further.
template <class Function>
void guardEvent(const char* where, Function&& function) noexcept
{
    try {
        std::forward<Function>(function)();
    } catch (...) {
        logCurrentException(where);
    }
}

} // namespace pptp
