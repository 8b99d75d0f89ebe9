// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The host routes that were set up, written to the runtime folder before they are, so that the next start
/// after a crash can undo it: one small file a tunnel, gone when the tunnel is.
#pragma once

#include "common/error.h"
#include "daemon/net/note_folder.h"
#include "daemon/net/route_plan.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pptp {

/// What a file of the ledger says: one line, "host-route destination=203.0.113.9 interface=2
/// gateway=192.0.2.1 source=192.0.2.7", the last two only if the route has them.
[[nodiscard]] std::string ledgerText(const HostRoute& route);
[[nodiscard]] std::optional<HostRoute> parseLedgerText(std::string_view text);

class Ledger {
public:
    struct Entry {
        std::string tunnel;
        HostRoute route;
        bool operator==(const Entry&) const = default;
    };

    explicit Ledger(std::filesystem::path directory);

    /// The file in the folder that belongs to this tunnel.
    [[nodiscard]] static std::string fileName(const std::string& tunnel);

    /// Durable before it returns. A tunnel has one route: a second note replaces the first.
    [[nodiscard]] Result<void> noteHostRoute(const std::string& tunnel, const HostRoute& route);
    void forget(const std::string& tunnel) { m_folder.remove(tunnel); }
    /// Entries of an earlier process. A file that makes no sense is left out, logged, and deleted.
    [[nodiscard]] std::vector<Entry> entries() const;

private:
    NoteFolder m_folder;
};

} // namespace pptp
