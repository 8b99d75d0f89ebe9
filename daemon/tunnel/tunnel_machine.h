// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The life of a tunnel as one pure function: (state, event) -> (state, actions).
///
/// It knows no socket, no bus and no clock. Tunnel performs the actions and feeds back what became of them.
#pragma once

#include "daemon/tunnel/link_evidence.h"
#include "daemon/tunnel/machine_state.h"

#include <chrono>
#include <variant>
#include <vector>

namespace pptp {

namespace event {
struct ConnectRequested {
    ReconnectPolicy policy{};
};
struct DisconnectRequested {};
/// Nobody asked: the service has started, or the tunnel is new.
struct AutoconnectRequested {
    ReconnectPolicy policy{};
    bool whenReachable = false; ///< Not before there is a way to the server.
};
/// Down and up again.
struct ReconnectRequested {};
struct Resolved {
    std::vector<Ipv4Address> addresses; ///< At least one.
};
struct ServerConnected {}; ///< TCP is up, and everything that goes with this address.
struct ServerFailed {
    Error error;
}; ///< This address did not work; the next one may.
struct ControlUp {};
struct CallUp {};
struct GreSeen {};
struct LinkPhase {
    Phase phase;
};
struct LinkUp {};
struct Broken {
    Error error;
}; ///< Something that the attempt needs ended or failed.
/// The time of the stage is over. Waiting ends with it; Connected has proved to last.
struct DeadlinePassed {
    LinkEvidence evidence{};
};
struct TornDown {
    bool again = false; ///< The same Connect goes on with another attempt.
};
struct PersonAsked {};    ///< The attempt waits for somebody to type the password.
struct PersonAnswered {}; ///< And goes on.
/// There is a way to the server, which there was not before, or which is another one now.
struct UplinkAppeared {};
/// What a connected tunnel sends to the server goes another way now, where nobody knows of its call.
struct UplinkMoved {};
struct SleepStarted {};
struct SleepEnded {};
} // namespace event

using Event = std::variant<event::ConnectRequested, event::DisconnectRequested, event::Resolved,
                           event::ServerConnected, event::ServerFailed, event::ControlUp, event::CallUp,
                           event::GreSeen, event::LinkPhase, event::LinkUp, event::Broken,
                           event::DeadlinePassed, event::TornDown, event::AutoconnectRequested,
                           event::ReconnectRequested, event::UplinkAppeared, event::UplinkMoved,
                           event::SleepStarted, event::SleepEnded, event::PersonAsked, event::PersonAnswered>;

namespace action {
struct Resolve {
    bool operator==(const Resolve&) const = default;
};
struct ConnectServer {
    Ipv4Address address;
    bool operator==(const ConnectServer&) const = default;
};
struct StartCall {
    bool operator==(const StartCall&) const = default;
}; ///< Hand the sockets to the worker.
struct StartPppd {
    bool operator==(const StartPppd&) const = default;
};
struct TearDown {
    bool briefly = false; ///< There may be no way to the server any more, or no time.
    bool operator==(const TearDown&) const = default;
};
/// DeadlinePassed is wanted after the time to wait before this try, but not without a way to the server.
struct Wait {
    unsigned attempt = 0; ///< 0: as soon as there is a way.
    bool operator==(const Wait&) const = default;
};
struct SetDeadline {
    std::chrono::seconds after;
    bool operator==(const SetDeadline&) const = default;
};
struct ClearDeadline {
    bool operator==(const ClearDeadline&) const = default;
};
/// The callers of Connect get their answer: none is success.
struct AnswerConnect {
    std::optional<Error> error;
    bool operator==(const AnswerConnect&) const = default;
};
struct AnswerDisconnect {
    bool operator==(const AnswerDisconnect&) const = default;
};
} // namespace action

using Action = std::variant<action::Resolve, action::ConnectServer, action::StartCall, action::StartPppd,
                            action::TearDown, action::SetDeadline, action::ClearDeadline,
                            action::AnswerConnect, action::AnswerDisconnect, action::Wait>;

struct Transition {
    MachineState state;
    std::vector<Action> actions{};
};

/// An event that does not belong to the state (a late report, say) changes nothing.
[[nodiscard]] Transition transition(const MachineState& state, const Event& event);

/// How long each stage may last before it becomes an error of its own.
namespace deadline {
inline constexpr std::chrono::seconds Resolving{15};
inline constexpr std::chrono::seconds Person{150};    ///< Whoever asks has a shorter one.
inline constexpr std::chrono::seconds Connecting{10}; ///< For each address; kept by the connector.
inline constexpr std::chrono::seconds Control{12};    ///< The worker's own limit is 10 s.
inline constexpr std::chrono::seconds Calling{12};
inline constexpr std::chrono::seconds FirstGre{10};  ///< With what comes before and after it, 15 s.
inline constexpr std::chrono::seconds LinkPhase{30}; ///< For each of LCP, authentication, CCP and IPCP.
inline constexpr std::chrono::seconds Settled{60};   ///< A tunnel that was up so long starts counting anew.
} // namespace deadline

} // namespace pptp
