// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/control/control_session.h"

#include "worker/control/opening_messages.h"

#include <algorithm>
#include <cerrno>

namespace pptp {
namespace {

constexpr std::uint8_t StartOk = 1;
constexpr std::uint8_t StartOkOfOldServers = 0; ///< Seen from Alcatel devices.
constexpr std::uint8_t StartChannelExists = 3;
constexpr std::uint8_t StartVersionUnsupported = 5;
constexpr std::uint8_t CallConnected = 1;
constexpr std::uint8_t OutgoingNotAccepted = 7;
constexpr std::uint8_t IncomingNotAccepted = 3;
constexpr std::uint8_t StopOk = 1;
constexpr std::uint8_t EchoOk = 1;

/// A peer that keeps changing its mind about the link must not flood the daemon.
constexpr int MaxLinkInfoReports = 8;

} // namespace

ControlSession::ControlSession(const WorkerConfig& config, ControlSink& sink)
    : m_config(config), m_sink(sink), m_keepAlive(std::chrono::milliseconds(config.idleWaitMs),
                                                  std::chrono::milliseconds(config.maxEchoWaitMs))
{
}

void ControlSession::start(TimePoint now)
{
    if (m_state != ControlState::Idle)
        return;
    enter(ControlState::AwaitingStart, now);
    send(openingStart(m_config));
}

void ControlSession::onBytes(std::span<const std::byte> bytes, TimePoint now)
{
    while (m_state != ControlState::Closed) {
        const auto message = m_framer.next(bytes);
        if (!message)
            return finish({.reason = CloseReason::NotPptp});
        if (!*message)
            return;
        onMessage(**message, now);
    }
}

void ControlSession::onMessage(std::span<const std::byte> message, TimePoint now)
{
    m_keepAlive.heard(now);
    noteOddities(message);
    if (!isKnownControl(message)) {
        ++m_skipped;
        return;
    }
    const auto decoded = decodeControl(message);
    if (!decoded)
        return finish({.reason = CloseReason::NotPptp});
    act(controlAction(m_state, static_cast<ControlType>(decoded->index() + 1)), *decoded, now);
}

void ControlSession::noteOddities(std::span<const std::byte> message)
{
    const ControlHeader header = decodeControlHeader(message.first<ControlHeaderBytes>());
    if (!isKnownControl(message)) {
        if (m_oddities.isNewUnknownType(header.type))
            m_sink.note(LogNoteKind::UnknownControl, header.type, header.kind);
    } else if (usesReservedFields(message) &&
               m_oddities.isNewReservedField(static_cast<ControlType>(header.type))) {
        m_sink.note(LogNoteKind::ReservedField, header.type, 0);
    }
}

void ControlSession::act(ControlAction action, const ControlMessage& message, TimePoint now)
{
    switch (action) {
    case ControlAction::Ignore:
        return;
    case ControlAction::AcceptStart:
        return onStartReply(std::get<StartReply>(message), now);
    case ControlAction::AcceptCall:
        return onCallReply(std::get<OutgoingCallReply>(message), now);
    case ControlAction::AnswerEcho:
        return answerEcho(std::get<EchoRequest>(message));
    case ControlAction::Publish:
        return onLinkInfo(std::get<SetLinkInfo>(message));
    case ControlAction::CountErrors:
        return m_sink.wanErrors(std::get<WanErrorNotify>(message).counters);
    case ControlAction::RefuseStart:
    case ControlAction::RefuseOutgoing:
    case ControlAction::RefuseIncoming:
        return refuse(action, message);
    case ControlAction::EndCall:
    case ControlAction::CallCleared:
        return onDisconnect(std::get<CallDisconnectNotify>(message), now);
    case ControlAction::PeerStops:
        return onPeerStop(std::get<StopRequest>(message), now);
    case ControlAction::Stopped:
        return finish();
    }
}

void ControlSession::onStartReply(const StartReply& reply, TimePoint now)
{
    if (reply.result != StartOk && reply.result != StartOkOfOldServers)
        return finish({CloseReason::ControlRejected, reply.result, reply.error, 0, 0});
    if (reply.version != ProtocolVersion) {
        m_outcome = {CloseReason::ControlRejected, StartVersionUnsupported, 0, 0, 0};
        return stop(StopReason::BadVersion, now);
    }
    m_sink.report(ControlUp{reply.firmware, 0, reply.hostName, reply.vendor});
    enter(ControlState::AwaitingCall, now);
    send(openingCall(m_config));
}

void ControlSession::onCallReply(const OutgoingCallReply& reply, TimePoint now)
{
    if (reply.peerCallId != m_config.callId)
        return; // An answer to a call that is not ours; if none comes to ours, the deadline says so.
    if (reply.result != CallConnected) {
        m_outcome = {CloseReason::CallRejected, reply.result, reply.error, reply.cause, 0};
        return stop(StopReason::LocalShutdown, now);
    }
    m_peerCallId = reply.callId;
    enter(ControlState::Established, now);
    m_sink.report(CallUp{reply.callId, reply.window, reply.connectSpeed});
    if (const auto linkInfo = openingLinkInfo(m_config, reply.callId))
        send(*linkInfo);
}

/// The id decides nothing: servers put in theirs, ours, or one of them with its bytes swapped.
void ControlSession::onDisconnect(const CallDisconnectNotify& notify, TimePoint now)
{
    const std::uint16_t id = notify.callId;
    if (id != m_config.callId && id != m_peerCallId)
        ++m_strangeNotifies;
    if (m_state != ControlState::Clearing)
        m_outcome = {CloseReason::CallDisconnected, notify.result, notify.error, notify.cause, 0};
    stop(StopReason::LocalShutdown, now);
}

void ControlSession::onLinkInfo(const SetLinkInfo& info)
{
    const LinkInfo link{info.sendAccm, info.receiveAccm};
    if (m_linkInfo == link || m_linkInfoReports == MaxLinkInfoReports)
        return;
    m_linkInfo = link;
    ++m_linkInfoReports;
    m_sink.report(link);
}

void ControlSession::answerEcho(const EchoRequest& request)
{
    if (send(EchoReply{request.identifier, EchoOk, 0}))
        m_sink.note(LogNoteKind::EchoReplied, request.identifier, 0);
}

void ControlSession::refuse(ControlAction action, const ControlMessage& message)
{
    if (action == ControlAction::RefuseStart)
        send(StartReply{.result = StartChannelExists});
    else if (action == ControlAction::RefuseOutgoing)
        send(OutgoingCallReply{.peerCallId = std::get<OutgoingCallRequest>(message).callId,
                               .result = OutgoingNotAccepted});
    else
        send(IncomingCallReply{.peerCallId = std::get<IncomingCallRequest>(message).callId,
                               .result = IncomingNotAccepted});
}

/// RFC 2637, 3.1.1: the reply has to be out before the connection is closed. It is the peer's turn to close;
/// whatever else it still says, further requests to stop included, is not answered.
void ControlSession::onPeerStop(const StopRequest& request, TimePoint now)
{
    if (!isEnding(m_state))
        m_outcome = {.reason = CloseReason::ControlStopped, .resultCode = request.reason};
    enter(ControlState::Closing, now);
    send(StopReply{StopOk, 0});
}

void ControlSession::onConnectionEnd(int systemError, TimePoint now)
{
    switch (m_state) {
    case ControlState::Clearing:
        // Poptop answers a Call-Clear-Request by closing the connection, without a Call-Disconnect-Notify.
        // The peer has then closed only its own direction, so the Stop-Control-Connection-Request is still
        // sent, in its own segment as always: whoever reads the connection sees both requests in the order
        // of RFC 2637. It is not sent earlier, as it would cancel the notify of the servers that send one.
        if (systemError == 0)
            stop(StopReason::LocalShutdown, now);
        return finish();
    case ControlState::Stopping:
    case ControlState::Closing:
        return finish();
    case ControlState::Idle:
    case ControlState::AwaitingStart:
    case ControlState::AwaitingCall:
    case ControlState::Established:
        return finish({.reason = CloseReason::ConnectionLost, .systemError = systemError});
    case ControlState::Closed:
        return;
    }
}

void ControlSession::requestClose(CloseReason reason, TimePoint now)
{
    switch (m_state) {
    case ControlState::Idle:
    case ControlState::AwaitingStart:
        return finish({.reason = reason}); // There is nothing yet that could be cleared or stopped.
    case ControlState::AwaitingCall:
    case ControlState::Established:
        return clear({.reason = reason}, now);
    case ControlState::Clearing:
    case ControlState::Stopping:
    case ControlState::Closing:
        if (reason == CloseReason::Requested && m_outcome.reason == CloseReason::PtyClosed)
            m_outcome.reason = reason;
        return;
    case ControlState::Closed:
        return;
    }
}

void ControlSession::onTimer(TimePoint now)
{
    const auto due = deadline();
    if (!due || now < *due)
        return;
    switch (m_state) {
    case ControlState::AwaitingStart:
        return finish({.reason = CloseReason::ControlTimeout});
    case ControlState::AwaitingCall:
        return giveUp({.reason = CloseReason::ControlTimeout}, now);
    case ControlState::Established:
        return onIdleTimer(now);
    case ControlState::Clearing:
        return stop(StopReason::LocalShutdown, now);
    case ControlState::Stopping:
    case ControlState::Closing:
        return finish();
    case ControlState::Idle:
    case ControlState::Closed:
        return;
    }
}

void ControlSession::onIdleTimer(TimePoint now)
{
    const auto identifier = m_keepAlive.ask(now);
    if (!identifier)
        return giveUp({.reason = CloseReason::EchoLost}, now);
    if (send(EchoRequest{*identifier}))
        m_sink.note(LogNoteKind::EchoRequested, *identifier, 0);
}

std::optional<TimePoint> ControlSession::deadline() const
{
    if (m_state == ControlState::Established)
        return m_keepAlive.deadline();
    return replyTimer(m_state) ? std::optional(m_phaseEnd) : std::nullopt;
}

bool ControlSession::send(const ControlMessage& message)
{
    if (m_state == ControlState::Closed)
        return false;
    if (m_sink.sendControl(encodeControl(message).view()))
        return true;
    // The peer asks much and reads nothing.
    finish({.reason = CloseReason::ConnectionLost, .systemError = ENOBUFS});
    return false;
}

void ControlSession::clear(const Closed& outcome, TimePoint now)
{
    m_outcome = outcome;
    enter(ControlState::Clearing, now);
    send(CallClearRequest{m_config.callId});
}

/// Enters Stopping; the outcome is already known.
void ControlSession::stop(StopReason reason, TimePoint now)
{
    enter(ControlState::Stopping, now);
    send(StopRequest{static_cast<std::uint8_t>(reason)});
}

/// A peer that has been silent for too long is told of the end, but gets no further wait for its reply.
void ControlSession::giveUp(const Closed& outcome, TimePoint now)
{
    m_outcome = outcome;
    stop(StopReason::General, now);
    finish();
}

/// The end without another word. What was to be reported already stays.
void ControlSession::finish(const Closed& outcome)
{
    if (!isEnding(m_state))
        m_outcome = outcome;
    finish();
}

void ControlSession::finish()
{
    if (m_state == ControlState::Closed)
        return;
    m_state = ControlState::Closed;
    m_sink.report(m_outcome);
}

void ControlSession::enter(ControlState state, TimePoint now)
{
    const bool opening = state == ControlState::AwaitingStart || state == ControlState::AwaitingCall;
    const std::chrono::milliseconds configured(opening ? m_config.controlTimeoutMs : m_config.clearTimeoutMs);
    const TimePoint end = now + std::min(configured, replyTimer(state).value_or(configured));
    // A peer that asks for the end while we are ending already does not make it later.
    const bool alreadyBounded = state == ControlState::Closing && isEnding(m_state);
    m_phaseEnd = alreadyBounded ? std::min(m_phaseEnd, end) : end;
    m_state = state;
}

} // namespace pptp
