// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What every exported object shares with the others.
#pragma once

#include "daemon/bus/agent_pool.h"
#include "daemon/bus/authorizer.h"
#include "daemon/bus/callers.h"
#include "daemon/bus/reply.h"

#include <map>
#include <string>

namespace pptp {

class Diagnostics;

struct BusContext {
    Callers& callers;
    Authorizer& authorizer;
    AgentPool& agents;
    ReplyLedger& replies;
    /// Subscriptions to statistics of each connection, over all tunnels.
    std::map<std::string, std::size_t>& subscriptions;
    Diagnostics* diagnostics = nullptr; ///< None where nothing can be diagnosed.
};

} // namespace pptp
