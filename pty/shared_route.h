// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The host route to the server of one pptp-pty, shared with others to the same server and left by the last.
///
/// Every pptp-pty has one entry in a folder of entries, locked for as long as it lives; the kernel gives the
/// lock up for a process that was killed, and the next one then removes what that left. All decisions are
/// made under a lock of the folder.
#pragma once

#include "common/error.h"
#include "common/ipv4_address.h"
#include "common/unique_fd.h"
#include "daemon/net/ledger.h"
#include "daemon/net/route_plan.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pptp {

/// What is asked of the kernel, so that tests can answer.
struct RouteKernel {
    std::function<Result<RouteLookup>(Ipv4Address, std::optional<Ipv4Address>)> lookUp;
    std::function<Result<bool>(const HostRoute&)> add;
    std::function<Result<bool>(const HostRoute&)> remove;

    [[nodiscard]] static RouteKernel real();
};

class SharedRoute {
public:
    /// The folder is made if need be. The name, of the form of a tunnel's, is that of no living process.
    SharedRoute(std::filesystem::path folder, std::string name, RouteKernel kernel);
    ~SharedRoute();
    SharedRoute(const SharedRoute&) = delete;
    SharedRoute& operator=(const SharedRoute&) = delete;

    /// Pins the way to the server as the kernel knows it now, unless that is pinned already; somebody
    /// else's route is left as it is. NoRoute if there is no way.
    [[nodiscard]] Result<void> acquire(Ipv4Address server, std::optional<Ipv4Address> source);
    /// Takes the route back if it is ours and nobody else of us needs it.
    void release();

private:
    class FolderLock {
    public:
        FolderLock(const std::filesystem::path& path, UniqueFd folder)
            : m_path(path), m_folder(std::move(folder))
        {
        }
        FolderLock(FolderLock&&) = default;
        FolderLock& operator=(FolderLock&&) = delete;
        ~FolderLock();

    private:
        std::filesystem::path m_path;
        UniqueFd m_folder;
    };

    [[nodiscard]] Result<UniqueFd> openFolder() const;
    [[nodiscard]] Result<FolderLock> lockFolder() const;
    /// The routes of other processes that live; those of dead ones are removed.
    [[nodiscard]] std::vector<HostRoute> livingRoutes();
    [[nodiscard]] bool isAlive(const std::string& name) const;
    [[nodiscard]] Result<void> note(const HostRoute& route);
    void drop(const std::string& name, const HostRoute& route, const std::vector<HostRoute>& others);

    std::filesystem::path m_folder;
    std::string m_name;
    RouteKernel m_kernel;
    Ledger m_ledger;
    std::optional<HostRoute> m_route;
    UniqueFd m_entry; ///< Of ours, locked.
};

} // namespace pptp
