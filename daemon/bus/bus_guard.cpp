// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/bus_guard.h"

#include <exception>

namespace pptp {

Q_LOGGING_CATEGORY(busLog, "pptp.bus")

void logCurrentException(const char* where) noexcept
{
    try {
        throw;
    } catch (const std::exception& error) {
        qCWarning(busLog, "%s: %s", where, error.what());
    } catch (...) {
        qCWarning(busLog, "%s: an exception of an unknown type", where);
    }
}

} // namespace pptp
