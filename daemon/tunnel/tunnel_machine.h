// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The life of a tunnel as one pure function: (state, event) -> (state, actions).
///
/// It knows no socket, no bus and no clock. Tunnel performs the actions and feeds back what became of them.
#pragma once

#include "common/error.h"
#include "common/ipv4_address.h"
#include "common/tunnel_state.h"
#include "daemon/tunnel/link_evidence.h"

#include <chrono>
#include <optional>
#include <variant>
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
    Disconnecting, ///< Undoing everything; what comes next is in MachineState::failure.
    Failed,
};

struct MachineState {
    Stage stage = Stage::Idle;
    Phase linkPhase = Phase::Lcp;         ///< While Linking.
    bool greSeen = false;                 ///< While Linking: at least one GRE packet of this call arrived.
    bool asking = false;                  ///< While Resolving: a person is being asked for the password.
    std::vector<Ipv4Address> remaining{}; ///< Addresses of the server that were not tried yet.
    std::optional<Error> failure{};       ///< While Disconnecting: fail with it when done; none: go idle.

    bool operator==(const MachineState&) const = default;
};

namespace event {
struct ConnectRequested {};
struct DisconnectRequested {};
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
struct DeadlinePassed {
    LinkEvidence evidence{};
};
struct TornDown {
    bool again = false; ///< The same Connect goes on with another attempt.
};
struct PersonAsked {};    ///< The attempt waits for somebody to type the password.
struct PersonAnswered {}; ///< And goes on.
} // namespace event

using Event = std::variant<event::ConnectRequested, event::DisconnectRequested, event::Resolved,
                           event::ServerConnected, event::ServerFailed, event::ControlUp, event::CallUp,
                           event::GreSeen, event::LinkPhase, event::LinkUp, event::Broken,
                           event::DeadlinePassed, event::TornDown, event::PersonAsked, event::PersonAnswered>;

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
    bool operator==(const TearDown&) const = default;
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
                            action::AnswerConnect, action::AnswerDisconnect>;

struct Transition {
    MachineState state;
    std::vector<Action> actions{};
};

/// An event that does not belong to the state (a late report, say) changes nothing.
[[nodiscard]] Transition transition(const MachineState& state, const Event& event);

[[nodiscard]] TunnelState publicState(const MachineState& state);
[[nodiscard]] Phase publicPhase(const MachineState& state);

/// How long each stage may last before it becomes an error of its own.
namespace deadline {
inline constexpr std::chrono::seconds Resolving{15};
inline constexpr std::chrono::seconds Person{150};    ///< Whoever asks has a shorter one.
inline constexpr std::chrono::seconds Connecting{10}; ///< For each address; kept by the connector.
inline constexpr std::chrono::seconds Control{12};    ///< The worker's own limit is 10 s.
inline constexpr std::chrono::seconds Calling{12};
inline constexpr std::chrono::seconds FirstGre{10};  ///< With what comes before and after it, 15 s.
inline constexpr std::chrono::seconds LinkPhase{30}; ///< For each of LCP, authentication, CCP and IPCP.
} // namespace deadline

} // namespace pptp
