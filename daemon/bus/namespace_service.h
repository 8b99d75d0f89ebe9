// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Sets interfaces up in other network namespaces: the daemon may move them there, but only systemd can let
/// somebody in.
#pragma once

#include "daemon/bus/bus_pump.h"
#include "daemon/bus/sdbus_edge.h"
#include "daemon/bus/unit_jobs.h"
#include "daemon/tunnel/link_mover.h"

#include <memory>
#include <string>

namespace pptp {

class NamespaceService : public LinkMover {
public:
    /// With a connection of its own to the bus (empty: the system bus).
    [[nodiscard]] static Result<std::unique_ptr<NamespaceService>> create(const std::string& busAddress);

    void move(const std::string& tunnel, const std::string& namespaceName, const MovedLink& link,
              std::function<void(Result<void>)> done) override;

private:
    explicit NamespaceService(std::unique_ptr<sdbus::IConnection> connection);

    std::unique_ptr<sdbus::IConnection> m_connection;
    BusPump m_pump;
    UnitJobs m_units;
    unsigned m_number = 0; ///< Part of a unit's name: the last one may still be going.
};

/// What has to be run in the namespace, ip(8) with words that hold nothing but addresses and numbers.
[[nodiscard]] std::vector<UnitJobs::Command> namespaceCommands(const MovedLink& link);

} // namespace pptp
