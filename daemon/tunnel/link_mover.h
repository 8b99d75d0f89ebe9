// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Puts a tunnel's interface into a network namespace and sets it up there. The real one has systemd do what
/// the daemon may not; tests bring others.
#pragma once

#include "common/error.h"
#include "common/ipv4_network.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pptp {

/// The interface as it has to be in the namespace.
struct MovedLink {
    std::string interface;
    int interfaceIndex = 0;
    Ipv4Address localAddress;
    std::optional<Ipv4Address> peerAddress;
    std::vector<Ipv4Network> routes;
    std::uint32_t metric = 0;
};

class LinkMover {
public:
    virtual ~LinkMover() = default;

    /// Calls back once, within some seconds. There is nothing to undo: the interface goes with its pppd.
    virtual void move(const std::string& tunnel, const std::string& namespaceName, const MovedLink& link,
                      std::function<void(Result<void>)> done) = 0;
};

} // namespace pptp
