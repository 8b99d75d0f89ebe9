// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/control/control_table.h"

namespace pptp {
namespace {

using enum ControlAction;
constexpr auto Ignored = Ignore;

// Servers send Set-Link-Info and WAN-Error-Notify whenever they like, repeat replies, and some say things
// that only the other role may say. None of that is worth a tunnel: what has no meaning here is ignored. An
// Echo-Reply is no more than a sign of life, as every message is, so nothing is left to do for it.
// Idle and Closed read nothing, so all of theirs is ignored. In Closing all is said.
//
// clang-format off
constexpr std::array<std::array<ControlAction, ControlStates>, ControlTypes> table{{
    //            Idle     AwaitingStart   AwaitingCall    Established     Clearing     Stopping     Closing  Closed
    /* SCCRQ */ {Ignored, RefuseStart,    RefuseStart,    RefuseStart,    Ignored,     Ignored,     Ignored, Ignored},
    /* SCCRP */ {Ignored, AcceptStart,    Ignored,        Ignored,        Ignored,     Ignored,     Ignored, Ignored},
    /* StopQ */ {Ignored, PeerStops,      PeerStops,      PeerStops,      PeerStops,   PeerStops,   Ignored, Ignored},
    /* StopP */ {Ignored, Ignored,        Ignored,        Ignored,        Ignored,     Stopped,     Stopped, Ignored},
    /* EchoQ */ {Ignored, AnswerEcho,     AnswerEcho,     AnswerEcho,     AnswerEcho,  AnswerEcho,  Ignored, Ignored},
    /* EchoP */ {Ignored, Ignored,        Ignored,        Ignored,        Ignored,     Ignored,     Ignored, Ignored},
    /* OCRQ  */ {Ignored, RefuseOutgoing, RefuseOutgoing, RefuseOutgoing, Ignored,     Ignored,     Ignored, Ignored},
    /* OCRP  */ {Ignored, Ignored,        AcceptCall,     Ignored,        Ignored,     Ignored,     Ignored, Ignored},
    /* ICRQ  */ {Ignored, RefuseIncoming, RefuseIncoming, RefuseIncoming, Ignored,     Ignored,     Ignored, Ignored},
    /* ICRP  */ {Ignored, Ignored,        Ignored,        Ignored,        Ignored,     Ignored,     Ignored, Ignored},
    /* ICCN  */ {Ignored, Ignored,        Ignored,        Ignored,        Ignored,     Ignored,     Ignored, Ignored},
    /* CCRQ  */ {Ignored, Ignored,        Ignored,        Ignored,        Ignored,     Ignored,     Ignored, Ignored},
    /* CDN   */ {Ignored, Ignored,        EndCall,        EndCall,        CallCleared, Ignored,     Ignored, Ignored},
    /* WEN   */ {Ignored, CountErrors,    CountErrors,    CountErrors,    CountErrors, CountErrors, Ignored, Ignored},
    /* SLI   */ {Ignored, Publish,        Publish,        Publish,        Ignored,     Ignored,     Ignored, Ignored},
}};
// clang-format on

} // namespace

ControlAction controlAction(ControlState state, ControlType type)
{
    return table[static_cast<std::size_t>(type) - 1][static_cast<std::size_t>(state)];
}

std::optional<std::chrono::milliseconds> replyTimer(ControlState state)
{
    switch (state) {
    case ControlState::AwaitingStart: // RFC 2637, 3.1.4, which has the same limit for calls.
    case ControlState::AwaitingCall:
        return std::chrono::seconds(60);
    case ControlState::Clearing:
    case ControlState::Stopping:
        return std::chrono::seconds(3);
    case ControlState::Closing:
        return std::chrono::seconds(1); // The peer has asked for the end: it is not worth a longer wait.
    case ControlState::Idle:
    case ControlState::Established:
    case ControlState::Closed:
        return std::nullopt;
    }
    return std::nullopt;
}

bool isEnding(ControlState state)
{
    return state == ControlState::Clearing || state == ControlState::Stopping ||
           state == ControlState::Closing;
}

} // namespace pptp
