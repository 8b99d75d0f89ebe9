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
constexpr std::uint8_t StopGeneral = 1;
constexpr std::uint8_t StopBadVersion = 2;
constexpr std::uint8_t StopLocalShutdown = 3;

/// A peer that keeps changing its mind about the link must not flood the daemon.
constexpr int MaxLinkInfoReports = 8;

} // namespace

ControlSession::ControlSession(const WorkerConfig& config, ControlSink& sink) : m_config(config), m_sink(sink)
{
}

void ControlSession::start(TimePoint now)
{
    enter(ControlState::AwaitingStart, m_config.controlTimeoutMs, now);
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
    if (!isKnownControl(message)) {
        ++m_skipped;
        m_lastInbound = now;
        m_echoEnd.reset();
        return;
    }
    const auto decoded = decodeControl(message);
    if (!decoded)
        return finish({.reason = CloseReason::NotPptp});
    // Anything the peer says is a sign of life, except an answer to a question that is not open: that one
    // is left to onEchoReply().
    if (!std::holds_alternative<EchoReply>(*decoded)) {
        m_lastInbound = now;
        m_echoEnd.reset();
    }
    act(controlAction(m_state, static_cast<ControlType>(decoded->index() + 1)), *decoded, now);
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
        return send(EchoReply{std::get<EchoRequest>(message).identifier, EchoOk, 0});
    case ControlAction::TakeEchoReply:
        return onEchoReply(std::get<EchoReply>(message), now);
    case ControlAction::Publish:
        return onLinkInfo(std::get<SetLinkInfo>(message));
    case ControlAction::RefuseStart:
    case ControlAction::RefuseOutgoing:
    case ControlAction::RefuseIncoming:
        return refuse(action, message);
    case ControlAction::EndCall: {
        // The id is not compared: servers put in theirs, ours, or ours with its bytes swapped, and this
        // connection has only one call.
        const auto& notify = std::get<CallDisconnectNotify>(message);
        m_outcome = {CloseReason::CallDisconnected, notify.result, notify.error, notify.cause, 0};
        return stop(now);
    }
    case ControlAction::CallCleared:
        return stop(now);
    case ControlAction::PeerStops:
        return onPeerStop(std::get<StopRequest>(message));
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
        m_stopReason = StopBadVersion;
        return stop(now);
    }
    m_sink.report(ControlUp{reply.firmware, 0, reply.hostName, reply.vendor});
    enter(ControlState::AwaitingCall, m_config.controlTimeoutMs, now);
    send(openingCall(m_config));
}

void ControlSession::onCallReply(const OutgoingCallReply& reply, TimePoint now)
{
    if (reply.peerCallId != m_config.callId)
        return; // An answer to a call that is not ours; if none comes to ours, the deadline says so.
    if (reply.result != CallConnected) {
        m_outcome = {CloseReason::CallRejected, reply.result, reply.error, reply.cause, 0};
        return stop(now);
    }
    m_state = ControlState::Established;
    m_lastInbound = now;
    m_sink.report(CallUp{reply.callId, reply.window, reply.connectSpeed});
    if (const auto linkInfo = openingLinkInfo(m_config, reply.callId))
        send(*linkInfo);
}

void ControlSession::onEchoReply(const EchoReply& reply, TimePoint now)
{
    if (!m_echoEnd || reply.identifier != m_echoIdentifier)
        return;
    m_echoEnd.reset();
    m_lastInbound = now;
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

void ControlSession::onPeerStop(const StopRequest& request)
{
    send(StopReply{StopOk, 0});
    if (m_state == ControlState::Clearing || m_state == ControlState::Stopping)
        finish();
    else
        finish({.reason = CloseReason::ControlStopped, .resultCode = request.reason});
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
            stop(now);
        return finish();
    case ControlState::Stopping:
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
        // A server that has been silent for so long gets no second wait for its Stop-...-Reply.
        send(StopRequest{StopGeneral});
        return finish({.reason = CloseReason::ControlTimeout});
    case ControlState::Established:
        return onIdleTimer(now);
    case ControlState::Clearing:
        return stop(now);
    case ControlState::Stopping:
        return finish();
    case ControlState::Idle:
    case ControlState::Closed:
        return;
    }
}

void ControlSession::onIdleTimer(TimePoint now)
{
    if (m_echoEnd) {
        send(StopRequest{StopGeneral});
        return finish({.reason = CloseReason::EchoLost});
    }
    m_echoEnd = now + std::chrono::milliseconds(m_config.maxEchoWaitMs);
    send(EchoRequest{++m_echoIdentifier});
}

std::optional<TimePoint> ControlSession::deadline() const
{
    switch (m_state) {
    case ControlState::Idle:
    case ControlState::Closed:
        return std::nullopt;
    case ControlState::Established:
        if (m_config.idleWaitMs == 0)
            return std::nullopt;
        return m_echoEnd.value_or(m_lastInbound + std::chrono::milliseconds(m_config.idleWaitMs));
    default:
        return m_phaseEnd;
    }
}

void ControlSession::send(const ControlMessage& message)
{
    if (m_state == ControlState::Closed)
        return;
    if (m_sink.sendControl(encodeControl(message).view()))
        return;
    // The peer asks much and reads nothing.
    if (m_state == ControlState::Clearing || m_state == ControlState::Stopping)
        finish();
    else
        finish({.reason = CloseReason::ConnectionLost, .systemError = ENOBUFS});
}

void ControlSession::clear(const Closed& outcome, TimePoint now)
{
    m_outcome = outcome;
    enter(ControlState::Clearing, m_config.clearTimeoutMs, now);
    send(CallClearRequest{m_config.callId});
}

/// Enters Stopping; the outcome is already known.
void ControlSession::stop(TimePoint now)
{
    enter(ControlState::Stopping, m_config.clearTimeoutMs, now);
    send(StopRequest{m_stopReason != 0 ? m_stopReason : StopLocalShutdown});
}

void ControlSession::finish(const Closed& outcome)
{
    if (m_state == ControlState::Closed)
        return;
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

void ControlSession::enter(ControlState state, std::uint32_t timeoutMs, TimePoint now)
{
    if (m_state == ControlState::Closed)
        return;
    m_state = state;
    m_phaseEnd = now + std::chrono::milliseconds(timeoutMs);
}

} // namespace pptp
