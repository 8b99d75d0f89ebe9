// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/control/control_table.h"

namespace pptp {
namespace {

using enum ControlAction;
constexpr auto Ignored = Ignore;

// Servers send Set-Link-Info and WAN-Error-Notify whenever they like, repeat replies, and some say things
// that only the other role may say. None of that is worth a tunnel: what has no meaning here is ignored.
// Idle and Closed read nothing, so all of theirs is ignored.
//
// clang-format off
constexpr std::array<std::array<ControlAction, ControlStates>, ControlTypes> table{{
    //            Idle     AwaitingStart  AwaitingCall    Established     Clearing       Stopping   Closed
    /* SCCRQ */ {Ignored, RefuseStart,   RefuseStart,    RefuseStart,    Ignored,       Ignored,   Ignored},
    /* SCCRP */ {Ignored, AcceptStart,   Ignored,        Ignored,        Ignored,       Ignored,   Ignored},
    /* StopQ */ {Ignored, PeerStops,     PeerStops,      PeerStops,      PeerStops,     PeerStops, Ignored},
    /* StopP */ {Ignored, Ignored,       Ignored,        Ignored,        Ignored,       Stopped,   Ignored},
    /* EchoQ */ {Ignored, AnswerEcho,    AnswerEcho,     AnswerEcho,     AnswerEcho,    Ignored,   Ignored},
    /* EchoP */ {Ignored, TakeEchoReply, TakeEchoReply,  TakeEchoReply,  TakeEchoReply, Ignored,   Ignored},
    /* OCRQ  */ {Ignored, RefuseOutgoing,RefuseOutgoing, RefuseOutgoing, Ignored,       Ignored,   Ignored},
    /* OCRP  */ {Ignored, Ignored,       AcceptCall,     Ignored,        Ignored,       Ignored,   Ignored},
    /* ICRQ  */ {Ignored, RefuseIncoming,RefuseIncoming, RefuseIncoming, Ignored,       Ignored,   Ignored},
    /* ICRP  */ {Ignored, Ignored,       Ignored,        Ignored,        Ignored,       Ignored,   Ignored},
    /* ICCN  */ {Ignored, Ignored,       Ignored,        Ignored,        Ignored,       Ignored,   Ignored},
    /* CCRQ  */ {Ignored, Ignored,       Ignored,        Ignored,        Ignored,       Ignored,   Ignored},
    /* CDN   */ {Ignored, Ignored,       EndCall,        EndCall,        CallCleared,   Ignored,   Ignored},
    /* WEN   */ {Ignored, Ignored,       Ignored,        Ignored,        Ignored,       Ignored,   Ignored},
    /* SLI   */ {Ignored, Ignored,       Ignored,        Publish,        Ignored,       Ignored,   Ignored},
}};
// clang-format on

} // namespace

ControlAction controlAction(ControlState state, ControlType type)
{
    return table[static_cast<std::size_t>(type) - 1][static_cast<std::size_t>(state)];
}

} // namespace pptp
