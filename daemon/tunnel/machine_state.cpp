// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/machine_state.h"

namespace pptp {

bool willReconnect(const MachineState& state)
{
    return state.stage == Stage::Disconnecting && state.next != Next::Rest && state.next != Next::Fail;
}

TunnelState publicState(const MachineState& state)
{
    switch (state.stage) {
    case Stage::Idle:
        return TunnelState::Disconnected;
    case Stage::Connected:
        return TunnelState::Connected;
    case Stage::Disconnecting:
        return willReconnect(state) ? TunnelState::Reconnecting : TunnelState::Disconnecting;
    case Stage::Failed:
        return TunnelState::Failed;
    case Stage::Waiting:
        return TunnelState::Reconnecting;
    default:
        return state.persistence.attempt == 0 ? TunnelState::Connecting : TunnelState::Reconnecting;
    }
}

Phase publicPhase(const MachineState& state)
{
    switch (state.stage) {
    case Stage::Resolving:
        return state.asking ? Phase::Password : Phase::Resolving;
    case Stage::Connecting:
        return Phase::Tcp;
    case Stage::Control:
        return Phase::Control;
    case Stage::Calling:
        return Phase::Call;
    case Stage::Linking:
        return state.linkPhase;
    case Stage::Connected:
        return Phase::Running;
    case Stage::Waiting:
        return Phase::Waiting;
    default:
        return willReconnect(state) ? Phase::Waiting : Phase::None;
    }
}

} // namespace pptp
