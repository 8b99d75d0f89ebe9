// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A second, slower opinion on what a control session must do, to compare the real one with: the two machines
/// of RFC 2637, 3.1.1 (connection) and 3.2.4.2 (call) beside each other, as rules instead of a table.
#pragma once

#include "common/quirks.h"
#include "worker/control/control_session.h"

#include <algorithm>
#include <cerrno>
#include <vector>

namespace pptp {

/// What was sent, without what does not matter here: the type and the one value that counts.
struct Said {
    int type = 0;
    std::uint32_t value = 0;
    bool operator==(const Said&) const = default;
};

class ControlModel {
public:
    explicit ControlModel(const WorkerConfig& config) : m_config(config) {}

    void start(long now)
    {
        if (m_connection != Connection::None)
            return;
        m_connection = Connection::WaitReply;
        m_end = now + std::min<long>(m_config.controlTimeoutMs, 60'000);
        say(1, 0);
    }

    /// A message, or nothing for one of an unknown type.
    void hear(const std::optional<ControlMessage>& message, long now)
    {
        if (m_connection == Connection::Over)
            return;
        m_heard = now;
        m_askedAt.reset();
        if (!message || m_connection == Connection::None)
            return;
        if (m_connection == Connection::LastWord) {
            if (std::holds_alternative<StopReply>(*message))
                over();
            return;
        }
        hearAlways(*message, now);
        if (!dying())
            hearWhileAlive(*message);
        hearReplies(*message, now);
    }

    void hearGarbage() { lose({.reason = CloseReason::NotPptp}); }

    void cut(int error)
    {
        // Only a peer that is to end the call and closes its side in good order can still be told something.
        if (m_call == Call::WaitDisconnect && error == 0)
            say(3, 3);
        lose({.reason = CloseReason::ConnectionLost, .systemError = error});
    }

    void close(CloseReason reason, long now)
    {
        if (m_connection == Connection::None || m_connection == Connection::WaitReply)
            return lose({.reason = reason});
        if (m_call == Call::WaitReply || m_call == Call::Up) {
            m_verdict = Closed{.reason = reason};
            m_call = Call::WaitDisconnect;
            m_end = now + clearLimit();
            return say(12, m_config.callId);
        }
        if (reason == CloseReason::Requested && m_verdict && m_verdict->reason == CloseReason::PtyClosed)
            m_verdict->reason = reason;
    }

    void wait(long now)
    {
        if (const auto due = deadline(); !due || *due > now)
            return;
        if (m_call == Call::Up && !m_askedAt) {
            m_askedAt = now;
            return say(5, ++m_questions);
        }
        if (m_call == Call::WaitDisconnect)
            return hangUp(3, now);
        if (m_call == Call::Up || m_call == Call::WaitReply) {
            m_verdict =
                Closed{.reason = m_call == Call::Up ? CloseReason::EchoLost : CloseReason::ControlTimeout};
            say(3, 1);
        }
        lose({.reason = CloseReason::ControlTimeout});
    }

    [[nodiscard]] std::optional<long> deadline() const
    {
        if (m_connection == Connection::None || m_connection == Connection::Over)
            return std::nullopt;
        if (m_call != Call::Up)
            return m_end;
        if (m_config.idleWaitMs == 0)
            return std::nullopt;
        return m_askedAt ? *m_askedAt + m_config.maxEchoWaitMs : m_heard + m_config.idleWaitMs;
    }

    [[nodiscard]] ControlState state() const
    {
        switch (m_connection) {
        case Connection::None:
            return ControlState::Idle;
        case Connection::WaitReply:
            return ControlState::AwaitingStart;
        case Connection::WaitStop:
            return ControlState::Stopping;
        case Connection::LastWord:
            return ControlState::Closing;
        case Connection::Over:
            return ControlState::Closed;
        case Connection::Up:
            break;
        }
        if (m_call == Call::WaitReply)
            return ControlState::AwaitingCall;
        return m_call == Call::Up ? ControlState::Established : ControlState::Clearing;
    }

    bool deaf = false; ///< The peer reads nothing, and no more room is left.
    std::vector<Said> said;
    std::vector<WorkerReport> told;
    std::vector<std::array<std::uint32_t, 6>> errors;

private:
    enum class Connection { None, WaitReply, Up, WaitStop, LastWord, Over };
    enum class Call { None, WaitReply, Up, WaitDisconnect };

    [[nodiscard]] bool dying() const
    {
        return m_call == Call::WaitDisconnect || m_connection == Connection::WaitStop ||
               m_connection == Connection::LastWord || m_connection == Connection::Over;
    }
    [[nodiscard]] long clearLimit() const { return std::min<long>(m_config.clearTimeoutMs, 3'000); }

    void hearAlways(const ControlMessage& message, long now)
    {
        if (const auto* echo = std::get_if<EchoRequest>(&message))
            say(6, echo->identifier);
        if (const auto* wan = std::get_if<WanErrorNotify>(&message))
            errors.push_back(wan->counters);
        if (const auto* stop = std::get_if<StopRequest>(&message)) {
            const long sooner = now + std::min<long>(m_config.clearTimeoutMs, 1'000);
            m_end = dying() ? std::min(m_end, sooner) : sooner;
            if (!dying())
                m_verdict = Closed{.reason = CloseReason::ControlStopped, .resultCode = stop->reason};
            m_connection = Connection::LastWord;
            m_call = Call::None;
            say(4, 1);
        }
    }

    void hearWhileAlive(const ControlMessage& message)
    {
        if (std::holds_alternative<StartRequest>(message))
            say(2, 3);
        if (const auto* call = std::get_if<OutgoingCallRequest>(&message))
            say(8, 7u << 16 | call->callId);
        if (const auto* call = std::get_if<IncomingCallRequest>(&message))
            say(10, 3u << 16 | call->callId);
        if (const auto* info = std::get_if<SetLinkInfo>(&message)) {
            const LinkInfo link{info->sendAccm, info->receiveAccm};
            if (m_links.size() < 8 && (m_links.empty() || m_links.back() != link)) {
                m_links.push_back(link);
                told.emplace_back(link);
            }
        }
    }

    void hearReplies(const ControlMessage& message, long now)
    {
        if (const auto* start = std::get_if<StartReply>(&message))
            hearStart(*start, now);
        else if (const auto* call = std::get_if<OutgoingCallReply>(&message))
            hearCall(*call, now);
        else if (const auto* end = std::get_if<CallDisconnectNotify>(&message); end && m_call != Call::None) {
            if (m_call != Call::WaitDisconnect)
                m_verdict = Closed{CloseReason::CallDisconnected, end->result, end->error, end->cause, 0};
            hangUp(3, now);
        } else if (std::holds_alternative<StopReply>(message) && m_connection == Connection::WaitStop)
            over();
    }

    void hearStart(const StartReply& reply, long now)
    {
        if (m_connection != Connection::WaitReply)
            return;
        if (reply.result > 1)
            return lose({CloseReason::ControlRejected, reply.result, reply.error, 0, 0});
        if (reply.version != 0x0100) {
            m_verdict = Closed{CloseReason::ControlRejected, 5, 0, 0, 0};
            return hangUp(2, now);
        }
        told.emplace_back(ControlUp{reply.firmware, 0, reply.hostName, reply.vendor});
        m_connection = Connection::Up;
        m_call = Call::WaitReply;
        m_end = now + std::min<long>(m_config.controlTimeoutMs, 60'000);
        say(7, m_config.callId);
    }

    void hearCall(const OutgoingCallReply& reply, long now)
    {
        if (m_call != Call::WaitReply || reply.peerCallId != m_config.callId)
            return;
        if (reply.result != 1) {
            m_verdict = Closed{CloseReason::CallRejected, reply.result, reply.error, reply.cause, 0};
            return hangUp(3, now);
        }
        m_call = Call::Up;
        told.emplace_back(CallUp{reply.callId, reply.window, reply.connectSpeed});
        if ((m_config.quirks & BezeqIsrael) != 0)
            say(15, reply.callId);
    }

    void hangUp(std::uint32_t reason, long now)
    {
        m_call = Call::None;
        m_connection = Connection::WaitStop;
        m_end = now + clearLimit();
        say(3, reason);
    }

    void say(int type, std::uint32_t value)
    {
        if (m_connection == Connection::Over)
            return;
        if (deaf)
            return lose({.reason = CloseReason::ConnectionLost, .systemError = ENOBUFS});
        said.push_back({type, value});
    }

    /// With this verdict, unless there is one already.
    void lose(const Closed& verdict)
    {
        if (m_connection == Connection::Over)
            return;
        if (!m_verdict)
            m_verdict = verdict;
        over();
    }
    void over()
    {
        m_connection = Connection::Over;
        m_call = Call::None;
        told.emplace_back(*m_verdict);
    }

    WorkerConfig m_config;
    Connection m_connection = Connection::None;
    Call m_call = Call::None;
    long m_end = 0;
    long m_heard = 0;
    std::optional<long> m_askedAt;
    std::uint32_t m_questions = 0;
    std::optional<Closed> m_verdict;
    std::vector<LinkInfo> m_links;
};

} // namespace pptp
