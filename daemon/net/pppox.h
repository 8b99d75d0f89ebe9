// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the sockets of the kernel's PPP channels (PPPoX) have in common, whichever protocol they speak.
#pragma once

#include <cerrno>

namespace pptp {

/// Whether socket(2) said by this number that there are none, or none for us.
[[nodiscard]] inline bool isPppoxMissing(int number)
{
    switch (number) {
    case EAFNOSUPPORT:    // no pppox module, or a filter of address families
    case EPROTONOSUPPORT: // no module of the protocol
    case ESOCKTNOSUPPORT:
    case ENOPROTOOPT:
    case EPERM: // a policy of the system
    case EACCES:
        return true;
    default:
        return false;
    }
}

} // namespace pptp
