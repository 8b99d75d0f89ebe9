// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the kernel counted on a network interface.
#pragma once

#include "common/error.h"

#include <cstdint>

namespace pptp {

struct LinkCounters {
    std::uint64_t rxPackets = 0;
    std::uint64_t rxOctets = 0;
    std::uint64_t txPackets = 0;
    std::uint64_t txOctets = 0;
};

/// Asks the kernel, which answers at once. Fails with ConfigureFailed if there is no such interface.
[[nodiscard]] Result<LinkCounters> readLinkCounters(int interfaceIndex);

} // namespace pptp
