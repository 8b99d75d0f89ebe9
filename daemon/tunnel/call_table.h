// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The call ids in use on this host, and the filters that keep the tunnels to one server apart.
#pragma once

#include "common/error.h"
#include "common/ipv4_address.h"

#include <cstdint>
#include <map>
#include <vector>

namespace pptp {

class CallTable {
public:
    static constexpr int NoSocket = -1; ///< For a call that the kernel carries.
    /// Other calls to the same server whose packets a socket's filter names one by one.
    static constexpr std::size_t MaxNamedCalls = 8;

    /// Chooses a random id that is not 0 and not in use, and has the kernel drop the GRE packets of our
    /// other calls to the same server on every socket concerned. The socket must stay open until remove().
    [[nodiscard]] Result<std::uint16_t> add(Ipv4Address server, int greSocket);
    void remove(std::uint16_t callId);

private:
    struct Call {
        Ipv4Address server;
        int greSocket;
        bool keepsToItself = false; ///< Its filter drops every other call, whichever there are.
    };
    void updateFilters(Ipv4Address server);
    [[nodiscard]] static Result<void> dropOthers(std::uint16_t id, const Call& call,
                                                 std::vector<std::uint16_t> ids);

    std::map<std::uint16_t, Call> m_calls;
};

} // namespace pptp
