// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/tunnel_machine.h"

namespace pptp {
namespace {

using namespace action;

Transition stay(const MachineState& state)
{
    return {state};
}

Transition begin()
{
    return {{.stage = Stage::Resolving}, {Resolve{}, SetDeadline{deadline::Resolving}}};
}

/// Every way down is this one; what was set up is undone by TearDown whatever the stage was.
Transition takeDown(const MachineState& state, std::optional<Error> failure)
{
    Transition next{{.stage = Stage::Disconnecting, .failure = std::move(failure)}};
    next.actions = {ClearDeadline{}, TearDown{}};
    if (state.stage != Stage::Connected && !next.state.failure)
        next.actions.insert(next.actions.begin(),
                            AnswerConnect{Error{ErrorCode::Cancelled, "disconnect was asked for"}});
    return next;
}

Transition tryNextAddress(const MachineState& state)
{
    Transition next{state};
    next.state.stage = Stage::Connecting;
    next.actions = {ClearDeadline{}, ConnectServer{state.remaining.front()}};
    next.state.remaining.erase(next.state.remaining.begin());
    return next;
}

Error deadlineError(const MachineState& state)
{
    switch (state.stage) {
    case Stage::Resolving:
        if (state.asking)
            return {ErrorCode::NoSecrets, "nobody answered the question for the password"};
        return {ErrorCode::NameUnresolved, "no name server answered in time"};
    case Stage::Connecting:
        return {ErrorCode::ServerUnreachable, "no answer in time"};
    case Stage::Control:
        return {ErrorCode::ControlTimeout, "no Start-Control-Connection-Reply in time"};
    case Stage::Calling:
        return {ErrorCode::ControlTimeout, "no Outgoing-Call-Reply in time"};
    default:
        break;
    }
    if (!state.greSeen)
        return {ErrorCode::GreBlocked, "not one GRE packet of this call arrived"};
    if (state.linkPhase == Phase::Lcp)
        return {ErrorCode::LinkFailed, "LCP was not agreed in time"};
    return {ErrorCode::TimedOut, "phase " + std::string(phaseName(state.linkPhase)) + " took too long"};
}

bool isBusy(Stage stage)
{
    return stage != Stage::Idle && stage != Stage::Failed && stage != Stage::Disconnecting;
}

bool isAttempting(Stage stage)
{
    return isBusy(stage) && stage != Stage::Connected;
}

/// Before the link is up, GRE must be seen soon; afterwards each phase has its own time.
SetDeadline linkDeadline(const MachineState& state)
{
    return {state.greSeen ? deadline::LinkPhase : deadline::FirstGre};
}

/// When a link breaks, both pppd and the worker tell of it, in any order. The higher rank is the reason:
/// "wrong password" says more than "the server closed the connection", which it did because of that.
int evidenceRank(const Error& error)
{
    switch (error.code) {
    case ErrorCode::AuthRefused:
    case ErrorCode::AuthMethod:
    case ErrorCode::PasswordExpired:
    case ErrorCode::AccountDisabled:
    case ErrorCode::NoDialin:
    case ErrorCode::NoSecrets:
    case ErrorCode::EncryptionRequired:
    case ErrorCode::EncryptionTooWeak:
    case ErrorCode::EncryptionRefused:
    case ErrorCode::EncryptionUnavailable:
    case ErrorCode::AddressFailed:
        return 3;
    case ErrorCode::Cancelled: // pppd was ended by us: no reason at all
        return -1;
    case ErrorCode::ClosedByServer:
    case ErrorCode::LinkFailed:
        return error.numbers.contains("result-code") || error.numbers.contains("stop-reason") ? 1 : 0;
    default:
        return 2;
    }
}

struct Visitor {
    const MachineState& state;

    Transition operator()(const event::ConnectRequested&) const
    {
        const bool resting = state.stage == Stage::Idle || state.stage == Stage::Failed;
        return resting ? begin() : stay(state);
    }

    Transition operator()(const event::DisconnectRequested&) const
    {
        return isBusy(state.stage) ? takeDown(state, std::nullopt) : stay(state);
    }

    Transition operator()(const event::Resolved& event) const
    {
        if (state.stage != Stage::Resolving)
            return stay(state);
        MachineState resolved = state;
        resolved.remaining = event.addresses;
        return tryNextAddress(resolved);
    }

    Transition operator()(const event::ServerConnected&) const
    {
        if (state.stage != Stage::Connecting)
            return stay(state);
        Transition next{state, {StartCall{}, SetDeadline{deadline::Control}}};
        next.state.stage = Stage::Control;
        next.state.remaining.clear();
        return next;
    }

    Transition operator()(const event::ServerFailed& event) const
    {
        if (state.stage != Stage::Connecting)
            return stay(state);
        return state.remaining.empty() ? takeDown(state, event.error) : tryNextAddress(state);
    }

    Transition operator()(const event::ControlUp&) const
    {
        if (state.stage != Stage::Control)
            return stay(state);
        Transition next{state, {SetDeadline{deadline::Calling}}};
        next.state.stage = Stage::Calling;
        return next;
    }

    Transition operator()(const event::CallUp&) const
    {
        if (state.stage != Stage::Calling)
            return stay(state);
        Transition next{state, {StartPppd{}, SetDeadline{deadline::FirstGre}}};
        next.state.stage = Stage::Linking;
        next.state.linkPhase = Phase::Lcp;
        return next;
    }

    Transition operator()(const event::GreSeen&) const
    {
        if (state.stage != Stage::Linking || state.greSeen)
            return stay(state);
        Transition next{state};
        next.state.greSeen = true;
        next.actions = {linkDeadline(next.state)};
        return next;
    }

    Transition operator()(const event::LinkPhase& event) const
    {
        if (state.stage != Stage::Linking || event.phase == state.linkPhase)
            return stay(state);
        Transition next{state};
        next.state.linkPhase = event.phase;
        next.actions = {linkDeadline(next.state)};
        return next;
    }

    Transition operator()(const event::LinkUp&) const
    {
        if (state.stage != Stage::Linking)
            return stay(state);
        return {{.stage = Stage::Connected}, {ClearDeadline{}, AnswerConnect{}}};
    }

    Transition operator()(const event::Broken& event) const
    {
        if (isBusy(state.stage))
            return takeDown(state, event.error);
        Transition next{state};
        if (state.failure && evidenceRank(event.error) > evidenceRank(*state.failure))
            next.state.failure = event.error;
        return next;
    }

    Transition operator()(const event::DeadlinePassed& event) const
    {
        if (!isAttempting(state.stage))
            return stay(state);
        return takeDown(state, explained(deadlineError(state), event.evidence));
    }

    Transition operator()(const event::TornDown& event) const
    {
        if (state.stage != Stage::Disconnecting)
            return stay(state);
        if (!state.failure)
            return {{.stage = Stage::Idle}, {AnswerDisconnect{}}};
        if (event.again)
            return begin();
        return {{.stage = Stage::Failed}, {AnswerConnect{state.failure}, AnswerDisconnect{}}};
    }

    Transition operator()(const event::PersonAsked&) const
    {
        return state.stage == Stage::Resolving ? asking(true, deadline::Person) : stay(state);
    }

    Transition operator()(const event::PersonAnswered&) const
    {
        return state.asking ? asking(false, deadline::Resolving) : stay(state);
    }

    [[nodiscard]] Transition asking(bool begins, std::chrono::seconds time) const
    {
        Transition next{state, {SetDeadline{time}}};
        next.state.asking = begins;
        return next;
    }
};

} // namespace

Transition transition(const MachineState& state, const Event& event)
{
    return std::visit(Visitor{state}, event);
}

TunnelState publicState(const MachineState& state)
{
    switch (state.stage) {
    case Stage::Idle:
        return TunnelState::Disconnected;
    case Stage::Connected:
        return TunnelState::Connected;
    case Stage::Disconnecting:
        return TunnelState::Disconnecting;
    case Stage::Failed:
        return TunnelState::Failed;
    default:
        return TunnelState::Connecting;
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
    default:
        return Phase::None;
    }
}

} // namespace pptp
