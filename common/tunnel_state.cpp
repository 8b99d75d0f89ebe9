// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/tunnel_state.h"

#include <algorithm>
#include <array>

namespace pptp {
namespace {

constexpr std::array<std::string_view, 6> stateNames{"disconnected", "connecting",    "connected",
                                                     "reconnecting", "disconnecting", "failed"};
constexpr std::array<std::string_view, 13> phaseNames{
    "",     "password", "resolving", "tcp",         "control", "call",   "lcp",
    "auth", "ccp",      "ipcp",      "configuring", "running", "waiting"};
static_assert(stateNames.size() == static_cast<std::size_t>(TunnelState::Failed) + 1);
static_assert(phaseNames.size() == static_cast<std::size_t>(Phase::Waiting) + 1);

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view name)
{
    const auto it = std::ranges::find(names, name);
    return it == names.end() ? std::nullopt : std::optional(static_cast<Enum>(it - names.begin()));
}

} // namespace

std::string_view stateName(TunnelState state)
{
    return stateNames.at(static_cast<std::size_t>(state));
}

std::string_view phaseName(Phase phase)
{
    return phaseNames.at(static_cast<std::size_t>(phase));
}

std::optional<TunnelState> stateFromName(std::string_view name)
{
    return find<TunnelState>(stateNames, name);
}

std::optional<Phase> phaseFromName(std::string_view name)
{
    return find<Phase>(phaseNames, name);
}

} // namespace pptp
