// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The public states and phases of a tunnel, with the names that stand on the bus.
#pragma once

#include <optional>
#include <string_view>

namespace pptp {

enum class TunnelState { Disconnected, Connecting, Connected, Reconnecting, Disconnecting, Failed };

/// What a tunnel is busy with; None (an empty string on the bus) when it is disconnected or failed.
enum class Phase {
    None,
    Password,
    Resolving,
    Tcp,
    Control,
    Call,
    Lcp,
    Auth,
    Ccp,
    Ipcp,
    Configuring,
    Running,
    Waiting,
};

[[nodiscard]] std::string_view stateName(TunnelState state);
[[nodiscard]] std::string_view phaseName(Phase phase);
[[nodiscard]] std::optional<TunnelState> stateFromName(std::string_view name);
[[nodiscard]] std::optional<Phase> phaseFromName(std::string_view name);

} // namespace pptp
