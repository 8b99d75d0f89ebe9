// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/tunnel_machine.h"

#include "daemon/tunnel/back_off.h"

namespace pptp {
namespace {

using namespace action;

Transition stay(const MachineState& state)
{
    return {state};
}

Transition begin(const Persistence& persistence)
{
    return {{.stage = Stage::Resolving, .persistence = persistence},
            {Resolve{}, SetDeadline{deadline::Resolving}}};
}

/// One try more than those before.
Transition beginAgain(const MachineState& state)
{
    Persistence persistence = state.persistence;
    ++persistence.attempt;
    persistence.asleep = false;
    return begin(persistence);
}

Transition wait(const Persistence& persistence, unsigned attempt)
{
    Transition next{{.stage = Stage::Waiting, .persistence = persistence}};
    if (!persistence.asleep)
        next.actions = {Wait{attempt}};
    return next;
}

/// A first Connect that fails is its caller's business; what was up, or nobody waits for, is tried again.
Next nextAfter(const MachineState& state, const Error& error)
{
    const Persistence& keep = state.persistence;
    const bool wanted = keep.automatic || (keep.wasUp && keep.policy.reconnect);
    const bool exhausted = keep.policy.limit != 0 && keep.attempt >= keep.policy.limit;
    return wanted && !exhausted && isRetryable(error.code) ? Next::BackOff : Next::Fail;
}

/// Every way down is this one; what was set up is undone by TearDown whatever the stage was.
Transition takeDown(const MachineState& state, Next next, std::optional<Error> failure)
{
    Transition down{{.stage = Stage::Disconnecting,
                     .next = next,
                     .failure = std::move(failure),
                     .persistence = state.persistence}};
    down.actions = {ClearDeadline{}, TearDown{.briefly = next == Next::Resume}};
    return down;
}

AnswerConnect cancelled()
{
    return {Error{ErrorCode::Cancelled, "disconnect was asked for"}};
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
    return stage != Stage::Idle && stage != Stage::Failed && stage != Stage::Disconnecting &&
           stage != Stage::Waiting;
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

    Transition operator()(const event::ConnectRequested& event) const
    {
        if (state.stage == Stage::Idle || state.stage == Stage::Failed)
            return begin({.policy = event.policy});
        return state.stage == Stage::Waiting ? beginAgain(state) : hurry();
    }

    Transition operator()(const event::ReconnectRequested&) const
    {
        if (state.stage == Stage::Connected)
            return takeDown(state, Next::Again, std::nullopt);
        return state.stage == Stage::Waiting ? beginAgain(state) : hurry();
    }

    Transition operator()(const event::AutoconnectRequested& event) const
    {
        if (state.stage != Stage::Idle)
            return stay(state);
        const Persistence persistence{.policy = event.policy, .automatic = true};
        return event.whenReachable ? wait(persistence, 0) : begin(persistence);
    }

    Transition operator()(const event::DisconnectRequested&) const
    {
        if (state.stage == Stage::Waiting)
            return {{}, {ClearDeadline{}, AnswerDisconnect{}}};
        const bool goesOn = willReconnect(state);
        if (!isBusy(state.stage) && !goesOn)
            return stay(state);
        Transition next = takeDown(state, Next::Rest, std::nullopt);
        if (goesOn)
            next.actions.clear(); // it is being taken down
        if (state.stage != Stage::Connected)
            next.actions.insert(next.actions.begin(), cancelled());
        return next;
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
        return state.remaining.empty() ? takeDown(state, nextAfter(state, event.error), event.error)
                                       : tryNextAddress(state);
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
        Transition next{{.stage = Stage::Connected, .persistence = state.persistence}};
        next.state.persistence.automatic = false;
        next.state.persistence.wasUp = true;
        next.actions = {ClearDeadline{}, AnswerConnect{}};
        if (state.persistence.attempt != 0)
            next.actions.front() = SetDeadline{deadline::Settled};
        return next;
    }

    Transition operator()(const event::Broken& event) const
    {
        if (isBusy(state.stage))
            return takeDown(state, nextAfter(state, event.error), event.error);
        Transition next{state};
        if (state.failure && evidenceRank(event.error) > evidenceRank(*state.failure)) {
            next.state.failure = event.error;
            if (!isRetryable(event.error.code))
                next.state.next = Next::Fail;
        }
        return next;
    }

    Transition operator()(const event::DeadlinePassed& event) const
    {
        if (isAttempting(state.stage)) {
            const Error error = explained(deadlineError(state), event.evidence);
            return takeDown(state, nextAfter(state, error), error);
        }
        if (state.stage == Stage::Waiting)
            return operator()(event::UplinkAppeared{});
        Transition next{state};
        if (state.stage == Stage::Connected)
            next.state.persistence.attempt = 0;
        return next;
    }

    Transition operator()(const event::TornDown& event) const
    {
        if (state.stage != Stage::Disconnecting)
            return stay(state);
        if (state.next == Next::Rest)
            return {{.stage = Stage::Idle}, {AnswerDisconnect{}}};
        if (event.again)
            return begin(state.persistence);
        if (state.next == Next::Fail)
            return {{.stage = Stage::Failed}, {AnswerConnect{state.failure}, AnswerDisconnect{}}};
        const unsigned attempt = state.next == Next::BackOff ? state.persistence.attempt + 1 : 0;
        Transition next = state.next == Next::Again ? beginAgain(state) : wait(state.persistence, attempt);
        // Who waited for the try that is over; who has come since waits for the one that begins.
        if (state.failure)
            next.actions.insert(next.actions.begin(), AnswerConnect{state.failure});
        return next;
    }

    Transition operator()(const event::UplinkAppeared&) const
    {
        const bool begins = state.stage == Stage::Waiting && !state.persistence.asleep;
        return begins ? beginAgain(state) : stay(state);
    }

    Transition operator()(const event::UplinkMoved&) const
    {
        if (state.stage != Stage::Connected || !state.persistence.policy.reconnect)
            return stay(state);
        return takeDown(state, Next::Resume, Error{ErrorCode::NetworkDown, "the way to the server changed"});
    }

    Transition operator()(const event::SleepStarted&) const
    {
        if (isAttempting(state.stage) && state.persistence.attempt == 0 && !state.persistence.automatic)
            return takeDown(state, Next::Fail, Error{ErrorCode::Cancelled, "the system is going to sleep"});
        if (!isBusy(state.stage) && state.stage != Stage::Waiting && !willReconnect(state))
            return stay(state);
        Transition next{state};
        if (isBusy(state.stage))
            next = takeDown(state, Next::Resume, Error{ErrorCode::NetworkDown, "the system went to sleep"});
        else if (state.stage == Stage::Waiting)
            next.actions = {ClearDeadline{}};
        else if (state.next == Next::Again)
            next.state.next = Next::Resume;
        next.state.persistence.asleep = true;
        return next;
    }

    Transition operator()(const event::SleepEnded&) const
    {
        if (!state.persistence.asleep)
            return stay(state);
        Transition next{state};
        next.state.persistence.asleep = false;
        if (state.stage == Stage::Waiting)
            next.actions = {Wait{}};
        return next;
    }

    Transition operator()(const event::PersonAsked&) const
    {
        return state.stage == Stage::Resolving ? asking(true, deadline::Person) : stay(state);
    }

    Transition operator()(const event::PersonAnswered&) const
    {
        return state.asking ? asking(false, deadline::Resolving) : stay(state);
    }

private:
    [[nodiscard]] Transition asking(bool begins, std::chrono::seconds time) const
    {
        Transition next{state, {SetDeadline{time}}};
        next.state.asking = begins;
        return next;
    }

    /// Somebody waits for what is tried again anyway once everything is undone.
    [[nodiscard]] Transition hurry() const
    {
        Transition next{state};
        if (willReconnect(state))
            next.state.next = Next::Again;
        return next;
    }
};

} // namespace

Transition transition(const MachineState& state, const Event& event)
{
    return std::visit(Visitor{state}, event);
}

} // namespace pptp
