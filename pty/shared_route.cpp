// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/shared_route.h"

#include "common/trusted_file.h"
#include "daemon/net/route_netlink.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <QtDebug>

namespace pptp {
namespace {

/// The others hold the lock for a few system calls; one that was stopped in them must not stop us too.
constexpr int LockTries = 50;
constexpr int LockPauseMs = 20;

tl::unexpected<Error> folderError(const std::filesystem::path& path, const std::string& reason)
{
    return fail(ErrorCode::ConfigureFailed, path.string() + ": " + reason);
}

/// Whoever leaves last removes the folder, perhaps between somebody else's opening and locking it.
bool isInPlace(int folder)
{
    struct stat status {};
    return ::fstat(folder, &status) == 0 && status.st_nlink != 0;
}

} // namespace

RouteKernel RouteKernel::real()
{
    return {.lookUp = [](Ipv4Address server,
                         std::optional<Ipv4Address> source) { return lookUpRoute(server, source); },
            .add = [](const HostRoute& route) { return addRoute(route); },
            .remove = [](const HostRoute& route) { return deleteRoute(route); }};
}

SharedRoute::SharedRoute(std::filesystem::path folder, std::string name, RouteKernel kernel)
    : m_folder(std::move(folder)), m_name(std::move(name)), m_kernel(std::move(kernel)), m_ledger(m_folder)
{
}

SharedRoute::~SharedRoute()
{
    release();
}

Result<UniqueFd> SharedRoute::openFolder() const
{
    if (::mkdir(m_folder.c_str(), S_IRWXU) != 0 && errno != EEXIST)
        return folderError(m_folder, std::strerror(errno));
    // Nobody but us may have put anything there: what it says is done as root.
    auto folder = openTrustedDirectory(m_folder, OpenToOthers);
    if (!folder)
        return folderError(m_folder, folder.error().detail);
    return folder;
}

/// Removes the folder when it is empty, still under the lock.
SharedRoute::FolderLock::~FolderLock()
{
    if (m_folder)
        (void)::rmdir(m_path.c_str());
}

Result<SharedRoute::FolderLock> SharedRoute::lockFolder() const
{
    for (int i = 0; i < LockTries; ++i) {
        auto folder = openFolder();
        if (!folder)
            return tl::unexpected(folder.error());
        const bool locked = ::flock(folder->get(), LOCK_EX | LOCK_NB) == 0;
        if (locked && isInPlace(folder->get()))
            return FolderLock(m_folder, std::move(*folder));
        if (!locked && errno != EWOULDBLOCK && errno != EINTR)
            return folderError(m_folder, std::string("cannot be locked: ") + std::strerror(errno));
        if (!locked)
            (void)::poll(nullptr, 0, LockPauseMs);
    }
    return folderError(m_folder, "cannot be locked: others hold it");
}

bool SharedRoute::isAlive(const std::string& name) const
{
    const std::string path = (m_folder / Ledger::fileName(name)).string();
    const UniqueFd entry(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    return entry && ::flock(entry.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

std::vector<HostRoute> SharedRoute::livingRoutes()
{
    std::vector<HostRoute> living;
    std::vector<Ledger::Entry> dead;
    for (Ledger::Entry& entry : m_ledger.entries()) {
        if (entry.tunnel == m_name)
            continue;
        if (isAlive(entry.tunnel))
            living.push_back(entry.route);
        else
            dead.push_back(std::move(entry));
    }
    for (const Ledger::Entry& entry : dead)
        drop(entry.tunnel, entry.route, living);
    return living;
}

/// One that cannot be removed stays in the ledger, for the next start.
void SharedRoute::drop(const std::string& name, const HostRoute& route, const std::vector<HostRoute>& others)
{
    if (std::ranges::find(others, route) == others.end()) {
        if (const auto removed = m_kernel.remove(route); !removed) {
            qWarning("the route to %s stays: %s", route.destination.toString().c_str(),
                     removed.error().detail.c_str());
            return;
        }
    }
    m_ledger.forget(name);
}

Result<void> SharedRoute::note(const HostRoute& route)
{
    if (auto noted = m_ledger.noteHostRoute(m_name, route); !noted)
        return noted;
    const std::string path = (m_folder / Ledger::fileName(m_name)).string();
    m_entry.reset(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!m_entry || ::flock(m_entry.get(), LOCK_EX | LOCK_NB) != 0) {
        const int number = errno;
        m_ledger.forget(m_name);
        return folderError(path, std::strerror(number));
    }
    return {};
}

Result<void> SharedRoute::acquire(Ipv4Address server, std::optional<Ipv4Address> source)
{
    release();
    const auto locked = lockFolder();
    if (!locked)
        return tl::unexpected(locked.error());
    const auto living = livingRoutes();
    const auto lookup = m_kernel.lookUp(server, source);
    if (!lookup)
        return tl::unexpected(lookup.error());
    const auto shared = std::ranges::find_if(living, [&](const HostRoute& route) {
        return route.destination == server && isAnsweredBy(*lookup, route);
    });
    const auto route = shared != living.end() ? *shared : planHostRoute(server, *lookup);
    if (!route)
        return {};
    // Noted first: whatever happens from here on, the next start knows of it.
    if (auto noted = note(*route); !noted)
        return noted;
    if (shared == living.end()) {
        const auto added = m_kernel.add(*route);
        if (!added || !*added) {
            m_ledger.forget(m_name);
            m_entry.reset();
            return added ? Result<void>() : tl::unexpected(added.error());
        }
    }
    m_route = *route;
    return {};
}

void SharedRoute::release()
{
    if (!m_route)
        return;
    const auto locked = lockFolder();
    if (!locked)
        qWarning("%s", locked.error().detail.c_str()); // the next start does it
    else
        drop(m_name, *m_route, livingRoutes());
    m_route.reset();
    m_entry.reset();
}

} // namespace pptp
