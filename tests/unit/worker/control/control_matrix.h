// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// What must happen in each state with each event, written down from RFC 2637, section 3, and not from the
/// code: next state, what is sent, what is told.
#pragma once

#include "worker/control/control_table.h"

#include <array>

namespace pptp {

/// The fifteen messages by the names that the RFC abbreviates them with, then what else can happen.
enum class Event {
    SCCRQ,
    SCCRP,
    StopCCRQ,
    StopCCRP,
    EchoRequest,
    EchoReply,
    OCRQ,
    OCRP,
    ICRQ,
    ICRP,
    ICCN,
    CCRQ,
    CDN,
    WEN,
    SLI,
    Unknown,      ///< A message of a type that the RFC does not have.
    EndOfFile,    ///< Of TCP.
    Reset,        ///< Of TCP.
    Timer,        ///< The deadline passes; an hour where there is none.
    CloseRequest, ///< By the daemon.
};
inline constexpr std::size_t Events = 20;

struct MatrixCell {
    Event event{};
    ControlState state{};
    ControlState next{};
    const char* sent = nullptr;
    const char* told = nullptr;
};

namespace matrix {

using enum ControlState;

// clang-format off
inline constexpr std::array<MatrixCell, Events * ControlStates> cells{{
    // RFC 2637, 3.1.3: a connection exists already, so a second one is not granted.
    {Event::SCCRQ,        Idle,          Idle,          "", ""},
    {Event::SCCRQ,        AwaitingStart, AwaitingStart, "StartReply 3", ""},
    {Event::SCCRQ,        AwaitingCall,  AwaitingCall,  "StartReply 3", ""},
    {Event::SCCRQ,        Established,   Established,   "StartReply 3", ""},
    {Event::SCCRQ,        Clearing,      Clearing,      "", ""},
    {Event::SCCRQ,        Stopping,      Stopping,      "", ""},
    {Event::SCCRQ,        Closing,       Closing,       "", ""},
    {Event::SCCRQ,        Closed,        Closed,        "", ""},
    // 3.1.1: wait_ctl_reply becomes established; the call is asked for at once (3.2.4.2).
    {Event::SCCRP,        Idle,          Idle,          "", ""},
    {Event::SCCRP,        AwaitingStart, AwaitingCall,  "OutgoingCallRequest", "ControlUp"},
    {Event::SCCRP,        AwaitingCall,  AwaitingCall,  "", ""},
    {Event::SCCRP,        Established,   Established,   "", ""},
    {Event::SCCRP,        Clearing,      Clearing,      "", ""},
    {Event::SCCRP,        Stopping,      Stopping,      "", ""},
    {Event::SCCRP,        Closing,       Closing,       "", ""},
    {Event::SCCRP,        Closed,        Closed,        "", ""},
    // 3.1.1: reply, then close, in whatever state the connection is.
    {Event::StopCCRQ,     Idle,          Idle,          "", ""},
    {Event::StopCCRQ,     AwaitingStart, Closing,       "StopReply 1", ""},
    {Event::StopCCRQ,     AwaitingCall,  Closing,       "StopReply 1", ""},
    {Event::StopCCRQ,     Established,   Closing,       "StopReply 1", ""},
    {Event::StopCCRQ,     Clearing,      Closing,       "StopReply 1", ""},
    {Event::StopCCRQ,     Stopping,      Closing,       "StopReply 1", ""},
    {Event::StopCCRQ,     Closing,       Closing,       "", ""},
    {Event::StopCCRQ,     Closed,        Closed,        "", ""},
    // 3.1.1: wait_stop_reply becomes idle. Nobody else waits for one, except after requests that crossed.
    {Event::StopCCRP,     Idle,          Idle,          "", ""},
    {Event::StopCCRP,     AwaitingStart, AwaitingStart, "", ""},
    {Event::StopCCRP,     AwaitingCall,  AwaitingCall,  "", ""},
    {Event::StopCCRP,     Established,   Established,   "", ""},
    {Event::StopCCRP,     Clearing,      Clearing,      "", ""},
    {Event::StopCCRP,     Stopping,      Closed,        "", "Closed Requested"},
    {Event::StopCCRP,     Closing,       Closed,        "", "Closed ControlStopped"},
    {Event::StopCCRP,     Closed,        Closed,        "", ""},
    // 2.5 and 3.1.4: answered as long as the connection is one.
    {Event::EchoRequest,  Idle,          Idle,          "", ""},
    {Event::EchoRequest,  AwaitingStart, AwaitingStart, "EchoReply 7", "EchoReplied"},
    {Event::EchoRequest,  AwaitingCall,  AwaitingCall,  "EchoReply 7", "EchoReplied"},
    {Event::EchoRequest,  Established,   Established,   "EchoReply 7", "EchoReplied"},
    {Event::EchoRequest,  Clearing,      Clearing,      "EchoReply 7", "EchoReplied"},
    {Event::EchoRequest,  Stopping,      Stopping,      "EchoReply 7", "EchoReplied"},
    {Event::EchoRequest,  Closing,       Closing,       "", ""},
    {Event::EchoRequest,  Closed,        Closed,        "", ""},
    // 2.6: no more than a sign of life.
    {Event::EchoReply,    Idle,          Idle,          "", ""},
    {Event::EchoReply,    AwaitingStart, AwaitingStart, "", ""},
    {Event::EchoReply,    AwaitingCall,  AwaitingCall,  "", ""},
    {Event::EchoReply,    Established,   Established,   "", ""},
    {Event::EchoReply,    Clearing,      Clearing,      "", ""},
    {Event::EchoReply,    Stopping,      Stopping,      "", ""},
    {Event::EchoReply,    Closing,       Closing,       "", ""},
    {Event::EchoReply,    Closed,        Closed,        "", ""},
    // 2.7: only a PNS asks, and we are no PAC.
    {Event::OCRQ,         Idle,          Idle,          "", ""},
    {Event::OCRQ,         AwaitingStart, AwaitingStart, "OutgoingCallReply 7", ""},
    {Event::OCRQ,         AwaitingCall,  AwaitingCall,  "OutgoingCallReply 7", ""},
    {Event::OCRQ,         Established,   Established,   "OutgoingCallReply 7", ""},
    {Event::OCRQ,         Clearing,      Clearing,      "", ""},
    {Event::OCRQ,         Stopping,      Stopping,      "", ""},
    {Event::OCRQ,         Closing,       Closing,       "", ""},
    {Event::OCRQ,         Closed,        Closed,        "", ""},
    // 3.2.4.2: wait_reply becomes established.
    {Event::OCRP,         Idle,          Idle,          "", ""},
    {Event::OCRP,         AwaitingStart, AwaitingStart, "", ""},
    {Event::OCRP,         AwaitingCall,  Established,   "", "CallUp"},
    {Event::OCRP,         Established,   Established,   "", ""},
    {Event::OCRP,         Clearing,      Clearing,      "", ""},
    {Event::OCRP,         Stopping,      Stopping,      "", ""},
    {Event::OCRP,         Closing,       Closing,       "", ""},
    {Event::OCRP,         Closed,        Closed,        "", ""},
    // 3.2.3.2: a PNS may refuse.
    {Event::ICRQ,         Idle,          Idle,          "", ""},
    {Event::ICRQ,         AwaitingStart, AwaitingStart, "IncomingCallReply 3", ""},
    {Event::ICRQ,         AwaitingCall,  AwaitingCall,  "IncomingCallReply 3", ""},
    {Event::ICRQ,         Established,   Established,   "IncomingCallReply 3", ""},
    {Event::ICRQ,         Clearing,      Clearing,      "", ""},
    {Event::ICRQ,         Stopping,      Stopping,      "", ""},
    {Event::ICRQ,         Closing,       Closing,       "", ""},
    {Event::ICRQ,         Closed,        Closed,        "", ""},
    // 2.10: for a PAC.
    {Event::ICRP,         Idle,          Idle,          "", ""},
    {Event::ICRP,         AwaitingStart, AwaitingStart, "", ""},
    {Event::ICRP,         AwaitingCall,  AwaitingCall,  "", ""},
    {Event::ICRP,         Established,   Established,   "", ""},
    {Event::ICRP,         Clearing,      Clearing,      "", ""},
    {Event::ICRP,         Stopping,      Stopping,      "", ""},
    {Event::ICRP,         Closing,       Closing,       "", ""},
    {Event::ICRP,         Closed,        Closed,        "", ""},
    // 3.2.3.2: no call that we would have taken can be connected.
    {Event::ICCN,         Idle,          Idle,          "", ""},
    {Event::ICCN,         AwaitingStart, AwaitingStart, "", ""},
    {Event::ICCN,         AwaitingCall,  AwaitingCall,  "", ""},
    {Event::ICCN,         Established,   Established,   "", ""},
    {Event::ICCN,         Clearing,      Clearing,      "", ""},
    {Event::ICCN,         Stopping,      Stopping,      "", ""},
    {Event::ICCN,         Closing,       Closing,       "", ""},
    {Event::ICCN,         Closed,        Closed,        "", ""},
    // 2.12: for a PAC.
    {Event::CCRQ,         Idle,          Idle,          "", ""},
    {Event::CCRQ,         AwaitingStart, AwaitingStart, "", ""},
    {Event::CCRQ,         AwaitingCall,  AwaitingCall,  "", ""},
    {Event::CCRQ,         Established,   Established,   "", ""},
    {Event::CCRQ,         Clearing,      Clearing,      "", ""},
    {Event::CCRQ,         Stopping,      Stopping,      "", ""},
    {Event::CCRQ,         Closing,       Closing,       "", ""},
    {Event::CCRQ,         Closed,        Closed,        "", ""},
    // 3.2.4.2: established and wait_disconnect become idle; the connection has no other call.
    {Event::CDN,          Idle,          Idle,          "", ""},
    {Event::CDN,          AwaitingStart, AwaitingStart, "", ""},
    {Event::CDN,          AwaitingCall,  Stopping,      "StopRequest 3", ""},
    {Event::CDN,          Established,   Stopping,      "StopRequest 3", ""},
    {Event::CDN,          Clearing,      Stopping,      "StopRequest 3", ""},
    {Event::CDN,          Stopping,      Stopping,      "", ""},
    {Event::CDN,          Closing,       Closing,       "", ""},
    {Event::CDN,          Closed,        Closed,        "", ""},
    // 2.14: counted, never the end of anything.
    {Event::WEN,          Idle,          Idle,          "", ""},
    {Event::WEN,          AwaitingStart, AwaitingStart, "", "WanErrors"},
    {Event::WEN,          AwaitingCall,  AwaitingCall,  "", "WanErrors"},
    {Event::WEN,          Established,   Established,   "", "WanErrors"},
    {Event::WEN,          Clearing,      Clearing,      "", "WanErrors"},
    {Event::WEN,          Stopping,      Stopping,      "", "WanErrors"},
    {Event::WEN,          Closing,       Closing,       "", ""},
    {Event::WEN,          Closed,        Closed,        "", ""},
    // 2.15: published while the link may still use it.
    {Event::SLI,          Idle,          Idle,          "", ""},
    {Event::SLI,          AwaitingStart, AwaitingStart, "", "LinkInfo"},
    {Event::SLI,          AwaitingCall,  AwaitingCall,  "", "LinkInfo"},
    {Event::SLI,          Established,   Established,   "", "LinkInfo"},
    {Event::SLI,          Clearing,      Clearing,      "", ""},
    {Event::SLI,          Stopping,      Stopping,      "", ""},
    {Event::SLI,          Closing,       Closing,       "", ""},
    {Event::SLI,          Closed,        Closed,        "", ""},
    // 2: the type is none of the fifteen: it is skipped.
    {Event::Unknown,      Idle,          Idle,          "", "UnknownControl"},
    {Event::Unknown,      AwaitingStart, AwaitingStart, "", "UnknownControl"},
    {Event::Unknown,      AwaitingCall,  AwaitingCall,  "", "UnknownControl"},
    {Event::Unknown,      Established,   Established,   "", "UnknownControl"},
    {Event::Unknown,      Clearing,      Clearing,      "", "UnknownControl"},
    {Event::Unknown,      Stopping,      Stopping,      "", "UnknownControl"},
    {Event::Unknown,      Closing,       Closing,       "", "UnknownControl"},
    {Event::Unknown,      Closed,        Closed,        "", ""},
    // 3.1: without TCP there is no connection. A peer that only closes its side still gets the last word.
    {Event::EndOfFile,    Idle,          Closed,        "", "Closed ConnectionLost"},
    {Event::EndOfFile,    AwaitingStart, Closed,        "", "Closed ConnectionLost"},
    {Event::EndOfFile,    AwaitingCall,  Closed,        "", "Closed ConnectionLost"},
    {Event::EndOfFile,    Established,   Closed,        "", "Closed ConnectionLost"},
    {Event::EndOfFile,    Clearing,      Closed,        "StopRequest 3", "Closed Requested"},
    {Event::EndOfFile,    Stopping,      Closed,        "", "Closed Requested"},
    {Event::EndOfFile,    Closing,       Closed,        "", "Closed ControlStopped"},
    {Event::EndOfFile,    Closed,        Closed,        "", ""},
    // The same, but nothing can be said any more.
    {Event::Reset,        Idle,          Closed,        "", "Closed ConnectionLost"},
    {Event::Reset,        AwaitingStart, Closed,        "", "Closed ConnectionLost"},
    {Event::Reset,        AwaitingCall,  Closed,        "", "Closed ConnectionLost"},
    {Event::Reset,        Established,   Closed,        "", "Closed ConnectionLost"},
    {Event::Reset,        Clearing,      Closed,        "", "Closed Requested"},
    {Event::Reset,        Stopping,      Closed,        "", "Closed Requested"},
    {Event::Reset,        Closing,       Closed,        "", "Closed ControlStopped"},
    {Event::Reset,        Closed,        Closed,        "", ""},
    // 3.1.4: no wait is endless.
    {Event::Timer,        Idle,          Idle,          "", ""},
    {Event::Timer,        AwaitingStart, Closed,        "", "Closed ControlTimeout"},
    {Event::Timer,        AwaitingCall,  Closed,        "StopRequest 1", "Closed ControlTimeout"},
    {Event::Timer,        Established,   Established,   "EchoRequest 1", "EchoRequested"},
    {Event::Timer,        Clearing,      Stopping,      "StopRequest 3", ""},
    {Event::Timer,        Stopping,      Closed,        "", "Closed Requested"},
    {Event::Timer,        Closing,       Closed,        "", "Closed ControlStopped"},
    {Event::Timer,        Closed,        Closed,        "", ""},
    // 3.2.4.2: a call that was asked for is cleared first; before that there is nothing to end.
    {Event::CloseRequest, Idle,          Closed,        "", "Closed Requested"},
    {Event::CloseRequest, AwaitingStart, Closed,        "", "Closed Requested"},
    {Event::CloseRequest, AwaitingCall,  Clearing,      "CallClearRequest", ""},
    {Event::CloseRequest, Established,   Clearing,      "CallClearRequest", ""},
    {Event::CloseRequest, Clearing,      Clearing,      "", ""},
    {Event::CloseRequest, Stopping,      Stopping,      "", ""},
    {Event::CloseRequest, Closing,       Closing,       "", ""},
    {Event::CloseRequest, Closed,        Closed,        "", ""},
}};
// clang-format on

} // namespace matrix
} // namespace pptp
