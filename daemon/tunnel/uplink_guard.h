// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Knows, for one tunnel, whether there is a way to its server and whether a connected one has lost its own.
#pragma once

#include "common/profile.h"
#include "daemon/net/server_socket.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <QTimer>

namespace pptp {

/// How long a call may be without its way before it counts as moved.
struct UplinkGrace {
    /// A link that is down for 3 s and comes back is no reason to dial again.
    std::chrono::milliseconds withAddress{4000};
    /// Nothing is sent from an address that this machine has no more; only whoever renews it may bring it
    /// back.
    std::chrono::milliseconds withoutAddress{1000};
};

class UplinkGuard {
public:
    /// Calls moved from the event loop, once for each hold(): what is sent to the server has another source
    /// than the call, and did not get it back within a while.
    explicit UplinkGuard(std::function<void()> moved, UplinkGrace grace = {});

    void setProfile(const Profile& profile);
    /// What the server's name was last resolved to.
    void setAddresses(std::vector<Ipv4Address> addresses) { m_addresses = std::move(addresses); }

    /// Whether the server can be reached as far as the routes tell. Of a name without a known address:
    /// whether anything can.
    [[nodiscard]] bool isReachable();
    /// Whether it can be reached, and could not or not this way when it was last looked at.
    [[nodiscard]] bool hasAppeared();

    /// A call to this address begins: its way is remembered.
    void hold(Ipv4Address server);
    void release();
    /// Looks whether the way of the call is still the same.
    void check();

private:
    [[nodiscard]] std::optional<Ipv4Address> find() const;
    [[nodiscard]] std::optional<Ipv4Address> sourceTo(Ipv4Address server) const;
    [[nodiscard]] std::optional<Ipv4Address> usableSourceTo(Ipv4Address server) const;
    [[nodiscard]] bool isElsewhere() const;

    ServerEndpoint m_endpoint; ///< Its address is not used.
    std::string m_name;        ///< Whose addresses m_addresses are.
    std::vector<Ipv4Address> m_addresses;
    std::optional<Ipv4Address> m_seen;   ///< The source that find() found last.
    std::optional<Ipv4Address> m_server; ///< Of the call that is held.
    std::optional<Ipv4Address> m_source; ///< That call's own.
    UplinkGrace m_grace;
    QTimer m_elsewhere; ///< Runs while the call is without its way.
};

} // namespace pptp
