// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Where a tunnel stands, whether it will be tried again, and how much of that is public.
#pragma once

#include "common/error.h"
#include "common/ipv4_address.h"
#include "common/tunnel_state.h"

#include <optional>
#include <vector>

namespace pptp {

/// Finer than the public states: where an attempt stands.
enum class Stage {
    Idle,
    Resolving,  ///< Looking the server's name up.
    Connecting, ///< TCP to one of the addresses.
    Control,    ///< Waiting for SCCRP.
    Calling,    ///< Waiting for OCRP.
    Linking,    ///< pppd negotiates LCP, authentication, CCP, IPCP.
    Connected,
    Disconnecting, ///< Undoing everything; what comes next is in MachineState::next.
    Failed,
    Waiting, ///< Nothing is set up; the tunnel will be tried again.
};

/// What follows when everything is undone.
enum class Next {
    Rest,    ///< Nothing: it was asked for.
    Fail,    ///< The tunnel has failed.
    BackOff, ///< Another try after a while.
    Resume,  ///< Another try as soon as there is a way to the server.
    Again,   ///< Another try at once: somebody waits for it.
};

/// What the profile says about trying again.
struct ReconnectPolicy {
    bool reconnect = false; ///< Whether a tunnel that was up is connected again after it broke.
    unsigned limit = 0;     ///< Tries in a row; 0: no limit.

    bool operator==(const ReconnectPolicy&) const = default;
};

/// Whether and how often a tunnel is tried again.
struct Persistence {
    ReconnectPolicy policy{};
    bool automatic = false; ///< Connected without anybody asking, and not up yet.
    bool wasUp = false;     ///< It has been connected since it was asked for.
    unsigned attempt = 0;   ///< Tries since it broke; 0: not a try to reconnect.
    bool asleep = false;    ///< The machine sleeps, or is about to: no try begins.

    bool operator==(const Persistence&) const = default;
};

struct MachineState {
    Stage stage = Stage::Idle;
    Phase linkPhase = Phase::Lcp;         ///< While Linking.
    bool greSeen = false;                 ///< While Linking: at least one GRE packet of this call arrived.
    bool asking = false;                  ///< While Resolving: a person is being asked for the password.
    std::vector<Ipv4Address> remaining{}; ///< Addresses of the server that were not tried yet.
    Next next = Next::Rest;               ///< While Disconnecting.
    std::optional<Error> failure{};       ///< While Disconnecting: why, if it was not asked for.
    Persistence persistence{};

    bool operator==(const MachineState&) const = default;
};

[[nodiscard]] TunnelState publicState(const MachineState& state);
[[nodiscard]] Phase publicPhase(const MachineState& state);
/// Whether what is being undone is to be set up again.
[[nodiscard]] bool willReconnect(const MachineState& state);

} // namespace pptp
