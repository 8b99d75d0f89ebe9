// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/tunnel_worker.h"

#include <algorithm>
#include <memory>
#include <sys/epoll.h>

namespace pptp {
namespace {

constexpr std::uint32_t Readable = EPOLLIN;
constexpr std::uint32_t Writable = EPOLLOUT;
constexpr std::uint32_t Failing = EPOLLERR;
constexpr std::uint32_t HungUp = EPOLLHUP;

/// Datagrams and terminal reads in one turn of the loop: few enough that the control connection, on which
/// the peer waits for echo replies, is always looked at in time.
constexpr int GreBatch = 64;
constexpr int PtyBatch = 16;

/// From here on datagrams are left in the kernel's queue, which drops them at less cost than we could: taking
/// in more than pppd takes off us would only keep the processor busy.
constexpr std::size_t PtyBusyBytes = 64 * 1024;

TimePoint clockNow()
{
    return std::chrono::steady_clock::now();
}

std::optional<TimePoint> earlier(std::optional<TimePoint> a, std::optional<TimePoint> b)
{
    return a && b ? std::min(*a, *b) : (a ? a : b);
}

int systemErrorOf(const Error& error)
{
    const auto at = error.numbers.find("errno");
    return at == error.numbers.end() ? 0 : static_cast<int>(at->second);
}

} // namespace

Result<std::unique_ptr<TunnelWorker>> TunnelWorker::create(DaemonChannel channel)
{
    auto start = channel.receiveStart();
    if (!start) {
        channel.send(Closed{.reason = CloseReason::ProtocolError});
        return tl::unexpected(start.error());
    }
    auto statistics = StatisticsWriter::map(start->take(WorkerDescriptor::StatisticsPage));
    if (!statistics)
        return tl::unexpected(statistics.error());
    auto loop = EventLoop::create();
    if (!loop)
        return tl::unexpected(loop.error());
    std::unique_ptr<TunnelWorker> worker(
        new TunnelWorker(std::move(channel), std::move(*start), std::move(*statistics), std::move(*loop)));
    if (const auto watched = worker->watchControl(); !watched)
        return tl::unexpected(watched.error());
    return worker;
}

TunnelWorker::TunnelWorker(DaemonChannel channel, WorkerStart start, StatisticsWriter statistics,
                           EventLoop loop)
    : m_channel(std::move(channel)), m_loop(std::move(loop)), m_config(start.config),
      m_tcp(start.take(WorkerDescriptor::Tcp)), m_gre(start.take(WorkerDescriptor::Gre)),
      m_pty(start.take(WorkerDescriptor::Pty)), m_statistics(std::move(statistics)),
      m_session(start.config, *this)
{
}

Result<void> TunnelWorker::watchControl()
{
    const auto daemon = m_loop.add(m_channel.fd(), Readable, [this](std::uint32_t) { onDaemon(); });
    return daemon ? m_loop.add(m_tcp.fd(), Readable, [this](std::uint32_t events) { onTcp(events); })
                  : daemon;
}

/// GRE is not read before the call is up: the kernel keeps early packets, and nobody could take them yet.
Result<void> TunnelWorker::watchData()
{
    m_dataWatched = true;
    const auto gre = m_loop.add(m_gre.fd(), Readable, [this](std::uint32_t events) { onGre(events); });
    return gre ? m_loop.add(m_pty.fd(), Readable, [this](std::uint32_t events) { onPty(events); }) : gre;
}

Closed TunnelWorker::run()
{
    m_session.start(clockNow());
    afterTurn();
    while (m_session.state() != ControlState::Closed) {
        if (const auto turned = turn(); !turned) {
            const Closed closed{.reason = CloseReason::SystemError,
                                .systemError = systemErrorOf(turned.error())};
            m_channel.send(closed);
            return closed;
        }
    }
    m_tcp.close();
    return m_session.outcome();
}

Result<void> TunnelWorker::turn()
{
    if (const auto waited = m_loop.turn(deadline()); !waited)
        return waited;
    runTimers();
    if (m_engine && !m_dataWatched) {
        if (const auto watched = watchData(); !watched)
            return watched;
    }
    afterTurn();
    return {};
}

std::optional<TimePoint> TunnelWorker::deadline() const
{
    const bool dataFlows = m_session.state() == ControlState::Established && m_engine;
    const auto data = dataFlows ? earlier(m_engine->deadline(), m_pty.deadline()) : std::nullopt;
    return earlier(m_session.deadline(), data);
}

void TunnelWorker::runTimers()
{
    const TimePoint now = clockNow();
    m_session.onTimer(now);
    if (m_session.state() != ControlState::Established || !m_engine)
        return;
    if (const auto due = m_engine->deadline(); due && now >= *due)
        m_engine->onTimer(now);
    m_pty.onTimer(now);
}

void TunnelWorker::afterTurn()
{
    m_loop.setEvents(m_tcp.fd(), m_tcp.wantsWrite() ? Readable | Writable : Readable);
    if (!m_engine)
        return;
    for (auto errors = m_gre.takeErrors(); errors > 0; --errors)
        m_engine->onReadError();
    if (!m_greReported && m_engine->stats().rxAccepted != 0) {
        m_greReported = true;
        report(GreSeen{});
    }
    m_statistics.publish(m_engine->stats());
    if (m_session.state() != ControlState::Established) {
        // Nothing may be delivered to a call that has ended.
        m_loop.remove(m_gre.fd());
        m_loop.remove(m_pty.fd());
        return;
    }
    m_loop.setEvents(m_gre.fd(), m_pty.pendingBytes() > PtyBusyBytes ? 0 : Readable);
    m_loop.setEvents(m_pty.fd(), m_pty.wantsWrite() ? Readable | Writable : Readable);
}

void TunnelWorker::onDaemon()
{
    switch (m_channel.receiveCommand()) {
    case DaemonChannel::Command::None:
        return;
    case DaemonChannel::Command::Clear:
        m_session.requestClose(CloseReason::Requested, clockNow());
        break;
    case DaemonChannel::Command::Broken:
        m_session.requestClose(CloseReason::ProtocolError, clockNow());
        break;
    }
    m_loop.remove(m_channel.fd()); // There is no further command; the end of file would be told for ever.
}

void TunnelWorker::onTcp(std::uint32_t events)
{
    if ((events & Writable) != 0)
        m_tcp.flush();
    if ((events & ~Writable) == 0)
        return;
    const TcpInput input = m_tcp.read();
    if (input.ended)
        m_session.onConnectionEnd(input.systemError, clockNow());
    else
        m_session.onBytes(input.bytes, clockNow());
}

void TunnelWorker::onGre(std::uint32_t events)
{
    if ((events & Failing) != 0)
        m_gre.drainErrorQueue();
    if ((events & HungUp) != 0)
        m_loop.remove(m_gre.fd()); // Never with a raw socket. The control connection decides what it means.
    if ((events & (Readable | Failing)) == 0 || m_session.state() != ControlState::Established)
        return;
    for (int i = 0; i < GreBatch; ++i) {
        const auto datagram = m_gre.receive();
        if (!datagram)
            break;
        m_engine->onDatagram(*datagram, clockNow());
    }
}

void TunnelWorker::onPty(std::uint32_t events)
{
    if ((events & Writable) != 0)
        m_pty.flush();
    if ((events & ~Writable) == 0 || m_session.state() != ControlState::Established)
        return;
    for (int i = 0; i < PtyBatch; ++i) {
        const PtyInput input = m_pty.read();
        if (input.closed)
            return closePty();
        if (input.bytes.empty())
            return;
        auto bytes = input.bytes;
        while (const auto frame = m_decoder.next(bytes))
            m_engine->onPppFrame(*frame, clockNow());
    }
}

void TunnelWorker::closePty()
{
    m_loop.remove(m_pty.fd());
    m_session.requestClose(CloseReason::PtyClosed, clockNow());
}

bool TunnelWorker::sendControl(std::span<const std::byte> message)
{
    return m_tcp.send(message);
}

void TunnelWorker::report(const WorkerReport& report)
{
    if (const auto* up = std::get_if<CallUp>(&report))
        m_engine.emplace(GreConfig{.callId = m_config.callId,
                                   .peerCallId = up->peerCallId,
                                   .reorderTimeout = std::chrono::milliseconds(m_config.reorderTimeoutMs),
                                   .missingWindow = m_config.missingWindow},
                         static_cast<GreSink&>(*this));
    m_channel.send(report);
}

SendOutcome TunnelWorker::sendGre(std::span<const std::byte> packet)
{
    return m_gre.send(packet);
}

void TunnelWorker::deliverPpp(std::span<const std::byte> frame)
{
    m_pty.deliver(frame, clockNow());
}

std::string TunnelWorker::summary() const
{
    const GreStats stats = m_engine ? m_engine->stats() : GreStats{};
    const auto& dropped = m_decoder.dropped();
    std::string line = "received " + std::to_string(stats.rxAccepted);
    line += ", lost " + std::to_string(stats.rxLost);
    line += ", sent " + std::to_string(stats.txSent);
    line += ", failed " + std::to_string(stats.txFailed);
    line += "; frames dropped to pppd " + std::to_string(m_pty.droppedFrames());
    line += ", from pppd " +
            std::to_string(dropped.badFcs + dropped.tooShort + dropped.tooLong + dropped.aborted);
    line += "; control messages skipped " + std::to_string(m_session.skippedMessages());
    return line;
}

} // namespace pptp
