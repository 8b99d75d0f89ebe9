// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One control connection with its one call, from the first message to the last (RFC 2637, section 3).
#pragma once

#include "common/worker_records.h"
#include "worker/control/control_framer.h"
#include "worker/control/control_table.h"
#include "worker/control/keep_alive.h"
#include "worker/control/peer_oddities.h"
#include "worker/time_point.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace pptp {

/// Where the session's output goes. No function may call back into the session.
class ControlSink {
public:
    virtual ~ControlSink() = default;
    /// One whole message, to be sent alone in its segment. False if too much waits to be sent already.
    virtual bool sendControl(std::span<const std::byte> message) = 0;
    virtual void report(const WorkerReport& report) = 0;
    /// What a log may want to know: EchoRequested, EchoReplied, UnknownControl, ReservedField. Whether it is
    /// wanted at the configured level, and how often, is for the receiver to judge.
    virtual void note(LogNoteKind /*kind*/, std::uint32_t /*first*/, std::uint32_t /*second*/) {}
    /// The line errors that the peer has counted, in the order of RFC 2637, 2.14. Never the end of anything.
    virtual void wanErrors(const std::array<std::uint32_t, 6>& /*counters*/) {}
};

/// RFC 2637, 2.3: why we end a control connection.
enum class StopReason : std::uint8_t { General = 1, BadVersion = 2, LocalShutdown = 3 };

/// Descriptors and clocks are the caller's: it feeds bytes and the time, and calls onTimer() at deadline().
/// After report(Closed) the state is Closed for good, and the caller closes the connection.
class ControlSession {
public:
    ControlSession(const WorkerConfig& config, ControlSink& sink);

    void start(TimePoint now); ///< Once; it does not revive what has ended.
    void onBytes(std::span<const std::byte> bytes, TimePoint now);
    /// End of file (error 0) or a reset of the connection.
    void onConnectionEnd(int systemError, TimePoint now);
    void onTimer(TimePoint now);

    /// Ends call and connection in order and in bounded time, to be reported as this reason; a reason that
    /// is already on its way to be reported stays, except that Requested replaces PtyClosed: that one only
    /// means that pppd went a moment before its worker.
    void requestClose(CloseReason reason, TimePoint now);

    [[nodiscard]] std::optional<TimePoint> deadline() const;
    [[nodiscard]] ControlState state() const { return m_state; }
    /// What Closed said, or will say.
    [[nodiscard]] const Closed& outcome() const { return m_outcome; }
    [[nodiscard]] std::uint64_t skippedMessages() const { return m_skipped; }
    /// Call-Disconnect-Notify messages that named neither our call id nor the peer's, and were believed all
    /// the same: this connection has only one call.
    [[nodiscard]] std::uint64_t strangeNotifies() const { return m_strangeNotifies; }

private:
    void onMessage(std::span<const std::byte> message, TimePoint now);
    void noteOddities(std::span<const std::byte> message);
    void act(ControlAction action, const ControlMessage& message, TimePoint now);
    void onStartReply(const StartReply& reply, TimePoint now);
    void onCallReply(const OutgoingCallReply& reply, TimePoint now);
    void onDisconnect(const CallDisconnectNotify& notify, TimePoint now);
    void onLinkInfo(const SetLinkInfo& info);
    void answerEcho(const EchoRequest& request);
    void refuse(ControlAction action, const ControlMessage& message);
    void onPeerStop(const StopRequest& request, TimePoint now);
    void onIdleTimer(TimePoint now);

    bool send(const ControlMessage& message);
    void clear(const Closed& outcome, TimePoint now);
    void stop(StopReason reason, TimePoint now);
    void giveUp(const Closed& outcome, TimePoint now);
    void finish();
    void finish(const Closed& outcome);
    void enter(ControlState state, TimePoint now);

    WorkerConfig m_config;
    ControlSink& m_sink;
    ControlFramer m_framer;
    PeerOddities m_oddities;
    KeepAlive m_keepAlive;
    ControlState m_state = ControlState::Idle;
    Closed m_outcome{};
    TimePoint m_phaseEnd{}; ///< Of the states that have a replyTimer().
    std::optional<std::uint16_t> m_peerCallId;
    std::optional<LinkInfo> m_linkInfo;
    int m_linkInfoReports = 0;
    std::uint64_t m_skipped = 0;
    std::uint64_t m_strangeNotifies = 0;
};

} // namespace pptp
