// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Asks polkit, without ever waiting for it.
#pragma once

#include "daemon/bus/authority.h"
#include "daemon/bus/sdbus_edge.h"

#include <map>
#include <memory>

namespace pptp {

class PolkitAuthority final : public Authority {
public:
    explicit PolkitAuthority(sdbus::IConnection& connection);

    void ask(std::uint64_t id, const Question& question, Answer answer) override;
    void cancel(std::uint64_t id) override;

private:
    std::unique_ptr<sdbus::IProxy> m_polkit;
    std::map<std::uint64_t, sdbus::PendingAsyncCall> m_open;
};

} // namespace pptp
