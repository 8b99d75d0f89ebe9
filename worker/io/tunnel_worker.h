// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One tunnel's worker put together: control connection, GRE engine and terminal round one event loop.
#pragma once

#include "common/worker_records.h"
#include "worker/control/control_session.h"
#include "worker/gre/gre_engine.h"
#include "worker/gre/hdlc.h"
#include "worker/io/daemon_channel.h"
#include "worker/io/event_loop.h"
#include "worker/io/gre_port.h"
#include "worker/io/pty_port.h"
#include "worker/io/statistics_writer.h"
#include "worker/io/tcp_port.h"

#include <optional>
#include <string>

namespace pptp {

class TunnelWorker final : private ControlSink, private GreSink {
public:
    /// All that needs more of the system than a sandboxed worker has is done here.
    [[nodiscard]] static Result<std::unique_ptr<TunnelWorker>> create(DaemonChannel channel);

    /// From the first control message until the connection is over; the daemon has then got the same Closed.
    Closed run();
    /// One line for the log, to be written when all is over.
    [[nodiscard]] std::string summary() const;

private:
    TunnelWorker(DaemonChannel channel, WorkerStart start, StatisticsWriter statistics, EventLoop loop);

    bool sendControl(std::span<const std::byte> message) override;
    void report(const WorkerReport& report) override;
    SendOutcome sendGre(std::span<const std::byte> packet) override;
    void deliverPpp(std::span<const std::byte> frame) override;

    [[nodiscard]] Result<void> watchControl();
    [[nodiscard]] Result<void> watchData();
    void onDaemon();
    void onTcp(std::uint32_t events);
    void onGre(std::uint32_t events);
    void onPty(std::uint32_t events);
    void closePty();
    [[nodiscard]] Result<void> turn();
    [[nodiscard]] std::optional<TimePoint> deadline() const;
    void runTimers();
    void afterTurn();

    DaemonChannel m_channel;
    EventLoop m_loop;
    WorkerConfig m_config;
    TcpPort m_tcp;
    GrePort m_gre;
    PtyPort m_pty;
    StatisticsWriter m_statistics;
    ControlSession m_session;
    std::optional<GreEngine> m_engine; ///< From CallUp on.
    HdlcDecoder m_decoder;
    bool m_dataWatched = false; ///< GRE and terminal are in the loop.
    bool m_greReported = false;
};

} // namespace pptp
