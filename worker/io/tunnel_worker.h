// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One tunnel's worker put together: control connection, GRE engine and the way to pppd round one event loop.
#pragma once

#include "common/rate_limiter.h"
#include "common/worker_records.h"
#include "worker/control/control_session.h"
#include "worker/gre/gre_engine.h"
#include "worker/io/daemon_channel.h"
#include "worker/io/event_loop.h"
#include "worker/io/gre_observer.h"
#include "worker/io/gre_port.h"
#include "worker/io/history_writer.h"
#include "worker/io/ppp_port.h"
#include "worker/io/ppp_reader.h"
#include "worker/io/read_pause.h"
#include "worker/io/statistics_writer.h"
#include "worker/io/tcp_port.h"

#include <memory>
#include <optional>

namespace pptp {

class TunnelWorker final : private ControlSink, private GreSink {
public:
    /// All that needs more of the system than a sandboxed worker has is done here.
    [[nodiscard]] static Result<std::unique_ptr<TunnelWorker>> create(DaemonChannel channel);

    /// From the first control message until the connection is over; the daemon has then got the same Closed.
    Closed run();

private:
    /// What the worker writes for the daemon to read unasked.
    struct Shared {
        StatisticsWriter statistics;
        HistoryWriter history;

        [[nodiscard]] static Result<Shared> map(WorkerStart& start);
    };

    TunnelWorker(DaemonChannel channel, WorkerStart start, Shared shared, EventLoop loop);

    bool sendControl(std::span<const std::byte> message) override;
    void report(const WorkerReport& report) override;
    void wanErrors(const std::array<std::uint32_t, 6>& counters) override;
    SendOutcome sendGre(std::span<const std::byte> packet) override;
    std::size_t sendGreBatch(std::span<OutgoingPacket> packets) override;
    void deliverPpp(std::span<const std::byte> frame) override;
    void note(LogNoteKind kind, std::uint32_t first, std::uint32_t second) override; ///< Of both sinks.

    [[nodiscard]] Result<void> watchControl();
    [[nodiscard]] Result<void> watchData();
    void onDaemon();
    void onTcp(std::uint32_t events);
    void onGre(std::uint32_t events);
    std::size_t readGre();
    void readAllGre();
    void onPpp(std::uint32_t events);
    void closePpp();
    void requestClose(CloseReason reason);
    void startCall(const CallUp& up);
    void tellSuppressed(std::uint32_t notes);
    [[nodiscard]] Result<void> turn();
    [[nodiscard]] std::optional<TimePoint> deadline() const;
    void runTimers();
    void afterTurn();
    void takeGreErrors();
    void setDataEvents(TimePoint now);
    [[nodiscard]] GreStats statistics() const;

    DaemonChannel m_channel;
    EventLoop m_loop;
    WorkerConfig m_config;
    TcpPort m_tcp;
    GrePort m_gre;
    std::optional<GreObserver> m_observer; ///< Of a call whose packets the kernel has.
    std::unique_ptr<PppPort> m_ppp;        ///< None if the kernel has the packets.
    Shared m_shared;
    ControlSession m_session;
    std::optional<GreEngine> m_engine; ///< From CallUp on, unless the kernel has the packets.
    PppReader m_reader;
    TimePoint m_deliveryTime{}; ///< Of the batch whose frames the engine delivers.
    ReadPause m_pause;
    RateLimiter m_notes;
    std::array<std::uint32_t, 6> m_wanErrors{};
    bool m_dataWatched = false; ///< GRE and the way to pppd are in the loop.
    bool m_greReported = false;
};

} // namespace pptp
