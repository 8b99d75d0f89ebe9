// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What the bus may ask of tunnels. The real ones are Tunnel and TunnelManager; tests bring their own.
#pragma once

#include "common/error.h"
#include "common/gre_stats.h"
#include "common/link_history.h"
#include "common/profile.h"
#include "common/secret.h"
#include "daemon/tunnel/tunnel_status.h"

#include <functional>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace pptp {

using Completion = std::function<void(Result<void>)>;

/// Who wants a tunnel up, and what came with it.
struct ConnectRequest {
    std::optional<uid_t> caller{}; ///< None if the daemon connects by itself: then nobody can be asked.
    Secret secret{};               ///< Empty: the tunnel has to find it.
};

class TunnelControl {
public:
    virtual ~TunnelControl() = default;

    [[nodiscard]] virtual const std::string& name() const = 0;
    [[nodiscard]] virtual std::string server() const = 0; ///< As in the profile, for prompts and lists.
    [[nodiscard]] virtual std::string user() const = 0;
    [[nodiscard]] virtual Autoconnect autoconnectWish() const = 0;
    [[nodiscard]] virtual const TunnelStatus& status() const = 0;
    /// The counters of the running call, or of the last one; nothing before the first.
    [[nodiscard]] virtual std::optional<GreStats> statistics() const = 0;
    /// Whether the path of that call can count this at all; what it cannot stays 0 in statistics().
    [[nodiscard]] virtual bool isCounted(const GreStatsField& field) const = 0;
    /// The link's quality in the seconds from first to last of CLOCK_MONOTONIC, over all calls of the last
    /// day, oldest first. A second in which nothing happened has no sample.
    [[nodiscard]] virtual std::vector<LinkSample> history(std::uint32_t first, std::uint32_t last) const = 0;

    [[nodiscard]] virtual SecretStorage secretStorage() const = 0; ///< As in the profile.
    /// Whether a password is stored for it now, in the secret's folder or as a credential.
    [[nodiscard]] virtual bool hasSecret() const = 0;
    /// For all Connects to come; there is no way to read it back.
    [[nodiscard]] virtual Result<void> storeSecret(const Secret& secret) = 0;
    /// NoSecrets if there is none, or none that can be removed (a credential).
    [[nodiscard]] virtual Result<void> clearSecret() = 0;

    /// Calls back once: when the tunnel is up, or has failed. A second caller joins the same attempt, and
    /// what the first one brought is used.
    virtual void connectTunnel(Completion done, ConnectRequest request) = 0;
    /// Calls back once, when everything is undone; at once with NotConnected if there is nothing to end.
    virtual void disconnectTunnel(Completion done) = 0;

    /// Takes a connected tunnel down and up again, or begins the next try at once; calls back as Connect
    /// does.
    virtual void reconnectTunnel(Completion done) = 0;

    /// Called after every change of status(), already batched: one call for one step of the state machine.
    virtual void setStatusObserver(std::function<void()> observer) = 0;
};

/// The set of tunnels. The pointers stay valid until the observer said that the tunnel is going.
class TunnelRegistry {
public:
    virtual ~TunnelRegistry() = default;

    [[nodiscard]] virtual std::vector<TunnelControl*> tunnels() = 0;
    [[nodiscard]] virtual TunnelControl* find(const std::string& name) = 0;
    /// The same, or by the network interface of one that is connected.
    [[nodiscard]] TunnelControl* findByNameOrInterface(const std::string& name)
    {
        if (TunnelControl* tunnel = find(name))
            return tunnel;
        for (TunnelControl* tunnel : tunnels()) {
            if (!name.empty() && tunnel->status().interface == name)
                return tunnel;
        }
        return nullptr;
    }

    /// Reads the profiles again: new ones appear, vanished ones go unless in use. Fails with the problems
    /// of the files that were left out; the rest is loaded all the same.
    virtual Result<void> reload() = 0;

    virtual void setAddedObserver(std::function<void(TunnelControl&)> observer) = 0;
    virtual void setRemovingObserver(std::function<void(TunnelControl&)> observer) = 0;
};

} // namespace pptp
