// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Puts a tunnel's name servers into use while it is up. The real one speaks to systemd; tests bring others.
#pragma once

#include "common/error.h"
#include "common/name_servers.h"

#include <functional>
#include <string>

namespace pptp {

class NameResolution {
public:
    /// Who asks the servers now: "systemd-resolved" or "resolv.conf".
    using Done = std::function<void(Result<std::string>)>;

    virtual ~NameResolution() = default;

    /// Calls back once, within some seconds, unless revert() comes before that.
    virtual void apply(const std::string& tunnel, int interfaceIndex, const NameServers& names,
                       Done done) = 0;
    /// Nothing happens for a tunnel that has none.
    virtual void revert(const std::string& tunnel) = 0;
};

} // namespace pptp
