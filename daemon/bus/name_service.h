// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Name servers of tunnels: with systemd-resolved, for the tunnel's interface; without it, by a unit of
/// systemd's that may write what the daemon may not.
#pragma once

#include "daemon/bus/bus_pump.h"
#include "daemon/bus/sdbus_edge.h"
#include "daemon/bus/unit_jobs.h"
#include "daemon/net/note_folder.h"
#include "daemon/tunnel/name_resolution.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace pptp {

class NameService : public NameResolution {
public:
    /// With a connection of its own to the bus (empty: the system bus); notes go to the runtime folder.
    [[nodiscard]] static Result<std::unique_ptr<NameService>> create(const std::string& busAddress,
                                                                     std::filesystem::path runtime);

    void apply(const std::string& tunnel, int interfaceIndex, const NameServers& names, Done done) override;
    void revert(const std::string& tunnel) override;

    /// Ends what a daemon that was killed has left. Called once, at the start.
    void removeLeftovers();

private:
    enum class Keeper { None, Resolved, Unit };
    struct Use {
        unsigned number = 0; ///< Tells a late answer from one that is waited for.
        int interfaceIndex = 0;
        NameServers names;
        Done done;
        Keeper keeper = Keeper::None;
    };

    NameService(std::unique_ptr<sdbus::IConnection> connection, std::filesystem::path runtime);

    [[nodiscard]] Use* find(const std::string& tunnel, unsigned number);
    void finish(const std::string& tunnel, unsigned number, Result<std::string> result);
    void tellResolved(const std::string& tunnel, Use& use);
    void setDomains(const std::string& tunnel, Use& use);
    void startUnit(const std::string& tunnel, Use& use);
    void stopUnit(const std::string& tunnel);

    std::unique_ptr<sdbus::IConnection> m_connection;
    BusPump m_pump;
    NoteFolder m_notes;
    std::unique_ptr<sdbus::IProxy> m_bus;
    std::unique_ptr<sdbus::IProxy> m_resolved;
    UnitJobs m_units;
    std::map<std::string, Use> m_uses; ///< By tunnel.
    unsigned m_number = 0;
};

} // namespace pptp
