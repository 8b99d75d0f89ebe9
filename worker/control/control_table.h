// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Which message of the peer does what in which state of the control connection: data, so that it can be
/// read.
#pragma once

#include "worker/control/control_message.h"

#include <chrono>

namespace pptp {

enum class ControlState {
    Idle,          ///< Nothing sent yet.
    AwaitingStart, ///< Start-Control-Connection-Request sent.
    AwaitingCall,  ///< Outgoing-Call-Request sent.
    Established,   ///< The call is up.
    Clearing,      ///< Call-Clear-Request sent.
    Stopping,      ///< Stop-Control-Connection-Request sent.
    Closing,       ///< Stop-Control-Connection-Reply sent: it has to arrive before the connection goes.
    Closed,
};
inline constexpr std::size_t ControlStates = 8;

enum class ControlAction {
    Ignore, ///< Legal or not, it changes nothing here; it is still a sign of life.
    AcceptStart,
    AcceptCall,
    AnswerEcho,
    Publish,        ///< Link information for the daemon.
    CountErrors,    ///< The line errors that the peer has seen, for the statistics.
    RefuseStart,    ///< A control connection exists already.
    RefuseOutgoing, ///< We are no access concentrator: nobody calls out through us.
    RefuseIncoming, ///< We take no calls.
    EndCall,        ///< The peer ended the call.
    CallCleared,    ///< The peer confirms that the call has ended.
    PeerStops,
    Stopped, ///< The peer confirms the end of the control connection.
};

[[nodiscard]] ControlAction controlAction(ControlState state, ControlType type);

/// How long the reply that a state waits for may take at most, whatever shorter time is configured; nothing
/// in the states that wait for none.
[[nodiscard]] std::optional<std::chrono::milliseconds> replyTimer(ControlState state);

/// Whether all that is left is to end: the outcome is known then, and nothing changes it any more.
[[nodiscard]] bool isEnding(ControlState state);

} // namespace pptp
