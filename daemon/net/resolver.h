// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Turns a server's name into its IPv4 addresses without blocking.
#pragma once

#include "common/error.h"
#include "common/ipv4_address.h"

#include <functional>
#include <string>
#include <vector>

#include <QObject>

namespace pptp {

class Resolver : public QObject {
public:
    using Done = std::function<void(Result<std::vector<Ipv4Address>>)>;

    /// Calls back once, later, with at least one address or NameUnresolved. An IPv4 literal needs no
    /// lookup. Destroying the resolver, or a new call, cancels: then nothing is called.
    void resolve(const std::string& host, Done done);
    void cancel();

private:
    int m_lookupId = -1;
    unsigned m_generation = 0;
};

} // namespace pptp
