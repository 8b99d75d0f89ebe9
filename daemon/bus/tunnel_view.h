// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the bus shows of a tunnel at one moment, and which properties differ between two moments.
#pragma once

#include "daemon/tunnel/tunnel_control.h"

#include <string>
#include <vector>

namespace pptp {

struct TunnelView {
    std::string server;
    std::string user;
    TunnelStatus status;
    std::string secretStorage; ///< "system", "agent" or "none".
    bool hasSecret = false;
};

/// The tunnel as it is now, with every text made fit for the bus.
[[nodiscard]] TunnelView viewOf(const TunnelControl& tunnel);

/// The names of the Tunnel interface's properties that differ.
[[nodiscard]] std::vector<std::string> changedProperties(const TunnelView& before, const TunnelView& after);

} // namespace pptp
