// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The daemon's log, for what is also used where there is no Qt.
#pragma once

#include <string>

#include <QtDebug>

namespace pptp {

inline void logWarning(const std::string& text)
{
    qWarning("%s", text.c_str());
}

} // namespace pptp
