// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/tunnel_worker.h"

#include "common/quirks.h"
#include "worker/io/loopback_port.h"
#include "worker/io/pty_port.h"

#include <algorithm>
#include <memory>
#include <sys/epoll.h>

namespace pptp {
namespace {

constexpr std::uint32_t Readable = EPOLLIN;
constexpr std::uint32_t Writable = EPOLLOUT;
constexpr std::uint32_t Failing = EPOLLERR;
constexpr std::uint32_t HungUp = EPOLLHUP;

/// From here on nothing is acknowledged, so that a peer that heeds our window waits for pppd. What comes in
/// spite of that is read all the same, and dropped unencoded once the terminal's queue is full: left to the
/// kernel it would tear holes into the sequence, and a hole costs more good packets than it saves.
constexpr std::size_t PppBusyBytes = 64 * 1024;
/// More than a gigabit brings in the time of a few pauses.
constexpr int MaxBatchesAtOnce = 16;

TimePoint clockNow()
{
    return std::chrono::steady_clock::now();
}

int systemErrorOf(const Error& error)
{
    const auto at = error.numbers.find("errno");
    return at == error.numbers.end() ? 0 : static_cast<int>(at->second);
}

std::unique_ptr<PppPort> openPpp(WorkerStart& start)
{
    const WorkerConfig& config = start.config;
    if (config.controlOnly != 0)
        return nullptr;
    UniqueFd pppd = start.take(WorkerDescriptor::Pty);
    if (config.loopback != 0) // the ids that LoopbackChannel::open() was given
        return std::make_unique<LoopbackPort>(std::move(pppd), LoopbackIds{config.callId, config.callId});
    return std::make_unique<PtyPort>(std::move(pppd), config.synchronous != 0 ? PtyFraming::Synchronous
                                                                              : PtyFraming::Asynchronous);
}

} // namespace

Result<std::unique_ptr<TunnelWorker>> TunnelWorker::create(DaemonChannel channel)
{
    auto start = channel.receiveStart();
    if (!start) {
        channel.send(Closed{.reason = CloseReason::ProtocolError});
        return tl::unexpected(start.error());
    }
    auto shared = Shared::map(*start);
    if (!shared)
        return tl::unexpected(shared.error());
    auto loop = EventLoop::create();
    if (!loop)
        return tl::unexpected(loop.error());
    std::unique_ptr<TunnelWorker> worker(
        new TunnelWorker(std::move(channel), std::move(*start), std::move(*shared), std::move(*loop)));
    if (const auto watched = worker->watchControl(); !watched)
        return tl::unexpected(watched.error());
    return worker;
}

Result<TunnelWorker::Shared> TunnelWorker::Shared::map(WorkerStart& start)
{
    auto statistics = StatisticsWriter::map(start.take(WorkerDescriptor::StatisticsPage));
    if (!statistics)
        return tl::unexpected(statistics.error());
    auto history = HistoryWriter::map(start.take(WorkerDescriptor::History));
    if (!history)
        return tl::unexpected(history.error());
    return Shared{std::move(*statistics), std::move(*history)};
}

TunnelWorker::TunnelWorker(DaemonChannel channel, WorkerStart start, Shared shared, EventLoop loop)
    : m_channel(std::move(channel)), m_loop(std::move(loop)), m_config(start.config),
      m_tcp(start.take(WorkerDescriptor::Tcp)), m_gre(start.take(WorkerDescriptor::Gre)),
      m_ppp(openPpp(start)), m_shared(std::move(shared)), m_session(start.config, *this)
{
}

Result<void> TunnelWorker::watchControl()
{
    if (m_config.observed != 0) {
        m_observer.emplace(m_gre, m_config.callId);
        const auto look = [this](std::uint32_t) { m_observer->onReady(clockNow()); };
        if (const auto watched = m_loop.add(m_gre.fd(), Readable, look); !watched)
            return watched;
    }
    const auto daemon = m_loop.add(m_channel.fd(), Readable, [this](std::uint32_t) { onDaemon(); });
    return daemon ? m_loop.add(m_tcp.fd(), Readable, [this](std::uint32_t events) { onTcp(events); })
                  : daemon;
}

/// GRE is not read before the call is up: the kernel keeps early packets, and nobody could take them yet.
Result<void> TunnelWorker::watchData()
{
    m_dataWatched = true;
    const auto gre = m_loop.add(m_gre.fd(), Readable, [this](std::uint32_t events) { onGre(events); });
    return gre ? m_loop.add(m_ppp->fd(), Readable, [this](std::uint32_t events) { onPpp(events); }) : gre;
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
    const auto data = dataFlows
                          ? firstOf(firstOf(m_engine->deadline(), m_ppp->deadline()), m_pause.deadline())
                          : std::nullopt;
    const auto packets = m_observer ? m_observer->deadline() : data;
    return firstOf(firstOf(m_session.deadline(), m_notes.deadline()), packets);
}

void TunnelWorker::runTimers()
{
    const TimePoint now = clockNow();
    tellSuppressed(m_notes.takeSuppressed(now));
    m_session.onTimer(now);
    if (m_observer)
        m_observer->onTimer(now);
    if (m_session.state() != ControlState::Established || !m_engine)
        return;
    if (const auto due = m_engine->deadline(); due && now >= *due) {
        m_deliveryTime = now;
        m_engine->onTimer(now);
    }
    m_ppp->onTimer(now);
    if (m_pause.hasEnded(now))
        readAllGre();
}

void TunnelWorker::afterTurn()
{
    m_loop.setEvents(m_tcp.fd(), m_tcp.wantsWrite() ? Readable | Writable : Readable);
    if (m_observer)
        m_loop.setEvents(m_gre.fd(), m_observer->wantsRead() ? Readable : 0);
    if (m_config.controlOnly != 0)
        m_shared.statistics.publish(statistics());
    if (!m_engine)
        return;
    takeGreErrors();
    const GreStats& seen = m_engine->stats();
    if (!m_greReported && (seen.rxAccepted != 0 || seen.roundTripMicroseconds != 0)) {
        m_greReported = true;
        report(GreSeen{});
    }
    const GreStats stats = statistics();
    m_shared.statistics.publish(stats);
    // After the counters: whoever sees a frame finds it counted.
    m_ppp->flush();
    const TimePoint now = clockNow();
    m_shared.history.record(now, stats);
    if (m_session.state() == ControlState::Established)
        return setDataEvents(now);
    // Nothing may be delivered to a call that has ended.
    m_loop.remove(m_gre.fd());
    m_loop.remove(m_ppp->fd());
}

void TunnelWorker::takeGreErrors()
{
    const GreErrors errors = m_gre.takeErrors();
    for (std::uint64_t i = 0; i < errors.icmp; ++i)
        m_engine->onIcmpError();
    for (std::uint64_t i = 0; i < errors.other; ++i)
        m_engine->onReadError();
    for (const IcmpSeen& seen : errors.firstSeen)
        report(seen);
}

void TunnelWorker::setDataEvents(TimePoint now)
{
    m_engine->setDeliveryBusy(m_ppp->pendingBytes() > PppBusyBytes);
    m_pause.update(m_ppp->wantsWrite(), now);
    m_loop.setEvents(m_gre.fd(), m_pause.isOn() ? 0 : Readable);
    // While the peer's window is full, pppd's frames wait with pppd, which slows down who sends them.
    const std::uint32_t reads = m_engine->wantsFrames() ? Readable : 0;
    m_loop.setEvents(m_ppp->fd(), m_ppp->wantsWrite() ? reads | Writable : reads);
}

/// The engine counts what it sees; what befalls frames between it and pppd is known here.
GreStats TunnelWorker::statistics() const
{
    GreStats stats = m_engine ? m_engine->stats() : GreStats{};
    stats.rxPppDropped = m_ppp ? m_ppp->droppedFrames() : 0;
    stats.txPppInvalid = m_ppp ? m_ppp->invalidFrames() : 0;
    stats.rxKernelDropped += m_ppp ? m_ppp->kernelDropped() : 0;
    stats.wanCrcErrors = m_wanErrors[0];
    stats.wanFramingErrors = m_wanErrors[1];
    stats.wanHardwareOverruns = m_wanErrors[2];
    stats.wanBufferOverruns = m_wanErrors[3];
    stats.wanTimeouts = m_wanErrors[4];
    stats.wanAlignmentErrors = m_wanErrors[5];
    if (m_config.controlOnly != 0)
        m_tcp.addRoundTrip(stats); // The packets go the same way.
    if (m_observer)
        stats.rxLost = m_observer->lost();
    return stats;
}

void TunnelWorker::onDaemon()
{
    switch (m_channel.receiveCommand()) {
    case DaemonChannel::Command::None:
        return;
    case DaemonChannel::Command::Clear:
        requestClose(CloseReason::Requested);
        break;
    case DaemonChannel::Command::Broken:
        requestClose(CloseReason::ProtocolError);
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
        m_gre.readErrorQueue();
    if ((events & HungUp) != 0)
        m_loop.remove(m_gre.fd()); // Never with a raw socket. The control connection decides what it means.
    if ((events & (Readable | Failing)) == 0 || m_session.state() != ControlState::Established)
        return;
    readGre();
}

/// Returns how many datagrams there were.
std::size_t TunnelWorker::readGre()
{
    const auto datagrams = m_gre.receive();
    if (!datagrams.empty()) {
        m_deliveryTime = clockNow();
        m_pause.noteRead();
    }
    for (const GreDatagram& datagram : datagrams) {
        if (datagram.droppedBefore != 0)
            m_engine->onKernelDropped(datagram.droppedBefore);
        m_engine->onDatagram(datagram.bytes, m_deliveryTime);
    }
    return datagrams.size();
}

void TunnelWorker::readAllGre()
{
    for (int i = 0; i < MaxBatchesAtOnce && readGre() == GrePort::MaxBatch; ++i) {
    }
}

void TunnelWorker::onPpp(std::uint32_t events)
{
    if ((events & Writable) != 0)
        m_ppp->onWritable();
    if ((events & ~Writable) == 0 || m_session.state() != ControlState::Established)
        return;
    const PppInput input = m_reader.read(*m_ppp, *m_engine, *this);
    if (input == PppInput::Closed)
        return closePpp();
    if (input == PppInput::Nothing)
        return;
    if ((events & HungUp) != 0 && !m_engine->wantsFrames())
        closePpp(); // What pppd has left behind would have to wait for a window, and it would be told for
                    // ever.
}

void TunnelWorker::closePpp()
{
    m_loop.remove(m_ppp->fd());
    requestClose(CloseReason::PtyClosed);
}

void TunnelWorker::requestClose(CloseReason reason)
{
    if (m_engine && m_session.state() == ControlState::Established)
        m_engine->finish(clockNow());
    m_session.requestClose(reason, clockNow());
}

bool TunnelWorker::sendControl(std::span<const std::byte> message)
{
    return m_tcp.send(message);
}

void TunnelWorker::report(const WorkerReport& report)
{
    if (const auto* up = std::get_if<CallUp>(&report))
        startCall(*up);
    if (std::holds_alternative<Closed>(report))
        tellSuppressed(m_notes.takeSuppressed());
    m_channel.send(report);
}

void TunnelWorker::startCall(const CallUp& up)
{
    if (m_config.controlOnly != 0)
        return; // the packets are the kernel's
    const GreConfig config{.callId = m_config.callId,
                           .peerCallId = up.peerCallId,
                           .reorderTimeout = std::chrono::milliseconds(m_config.reorderTimeoutMs),
                           .missingWindow = m_config.missingWindow,
                           .buffering = m_config.buffering != 0,
                           // A server that announces a window of 0 cannot mean it: it would get nothing.
                           .sendWindow = m_config.sendWindow != 0 ? up.peerWindow : 0U,
                           .firstSequence = (m_config.quirks & SequenceFromOne) != 0 ? 1U : 0U,
                           .testType = m_config.testType,
                           .testRate = m_config.testRate,
                           .receiveWindow = m_config.receiveWindow};
    m_engine.emplace(config, static_cast<GreSink&>(*this));
}

void TunnelWorker::wanErrors(const std::array<std::uint32_t, 6>& counters)
{
    // They count from the start of the call (RFC 2637, 2.14), so they only grow; and so do ours.
    for (std::size_t i = 0; i < counters.size(); ++i)
        m_wanErrors[i] = std::max(m_wanErrors[i], counters[i]);
}

void TunnelWorker::note(LogNoteKind kind, std::uint32_t first, std::uint32_t second)
{
    if (m_config.logLevel < logLevelOf(kind))
        return;
    const TimePoint now = clockNow();
    tellSuppressed(m_notes.takeSuppressed(now));
    if (m_notes.admit(now))
        m_channel.send(LogNote{kind, first, second});
}

void TunnelWorker::tellSuppressed(std::uint32_t notes)
{
    if (notes != 0)
        m_channel.send(LogNote{.kind = LogNoteKind::Suppressed, .first = notes});
}

SendOutcome TunnelWorker::sendGre(std::span<const std::byte> packet)
{
    return m_gre.send(packet);
}

std::size_t TunnelWorker::sendGreBatch(std::span<OutgoingPacket> packets)
{
    return m_gre.send(packets);
}

void TunnelWorker::deliverPpp(std::span<const std::byte> frame)
{
    m_ppp->deliver(frame, m_deliveryTime);
}

} // namespace pptp
