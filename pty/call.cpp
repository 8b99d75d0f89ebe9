// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/call.h"

#include "daemon/tunnel/worker_end.h"
#include "daemon/tunnel/worker_settings.h"

#include <QRandomGenerator>

namespace pptp {
namespace {

constexpr std::chrono::seconds ConnectDeadline{10};
/// Twice the worker's own limit for a polite end (WorkerConfig::clearTimeoutMs), and a little.
constexpr std::chrono::milliseconds WorkerGrace{4500};

} // namespace

Call::Call(const Profile& profile, const CallLog& log, SharedRoute& route, WorkerLauncher& launcher,
           Observer observer)
    : m_profile(profile), m_log(log), m_route(route), m_launcher(launcher), m_observer(std::move(observer))
{
    m_grace.setSingleShot(true);
    connect(&m_grace, &QTimer::timeout, this, [this] { onWorkerGone(std::nullopt); });
}

void Call::start(UniqueFd terminal)
{
    m_terminal = std::move(terminal);
    // It starts while the name is looked up, and waits for its descriptors.
    m_worker = std::make_unique<WorkerProcess>(
        m_launcher, "pptp-pty",
        WorkerProcess::Observer{.report = [this](const WorkerReport& report) { onReport(report); },
                                .gone = [this](std::optional<Error> error) { onWorkerGone(error); }});
    m_resolver.resolve(m_profile.server, [this](Result<std::vector<Ipv4Address>> addresses) {
        if (!addresses)
            return fail(addresses.error());
        m_addresses.assign(addresses->begin(), addresses->end());
        connectNext();
    });
}

void Call::connectNext()
{
    const ServerEndpoint endpoint{m_addresses.front(), m_profile.port, m_profile.localBind,
                                  m_profile.routeMark};
    m_addresses.pop_front();
    if (const auto ready = prepare(endpoint); !ready)
        return onAddressFailed(ready.error());
    m_connector.connectTo(endpoint, ConnectDeadline, [this](Result<UniqueFd> socket) {
        if (!socket)
            return onAddressFailed(socket.error());
        configureWorker(std::move(*socket));
    });
}

/// The next one may be better; what was said of the last one is the reason.
void Call::onAddressFailed(const Error& error)
{
    m_gre.reset();
    m_route.release();
    if (m_addresses.empty())
        return fail(error);
    m_log.warn(error.detail);
    connectNext();
}

/// The GRE socket is there before TCP, so that no early packet meets a closed door.
Result<void> Call::prepare(const ServerEndpoint& endpoint)
{
    auto gre = openGreSocket(endpoint);
    if (!gre)
        return tl::unexpected(gre.error());
    m_gre = std::move(*gre);
    if (!m_profile.hostRoute || m_profile.routeMark != 0)
        return {};
    const auto pinned = m_route.acquire(endpoint.address, endpoint.localBind);
    if (pinned)
        return {};
    if (pinned.error().code == ErrorCode::NoRoute)
        return tl::unexpected(pinned.error());
    // The call works without; it ends only if somebody leads the server's address into the tunnel.
    m_log.warn("no host route to the server: " + pinned.error().detail);
    return {};
}

void Call::configureWorker(UniqueFd tcp)
{
    m_ids.own = static_cast<std::uint16_t>(QRandomGenerator::system()->bounded(1, 0x10000));
    const auto sent = m_worker->configure(workerSettings(m_profile, m_ids.own), tcp.get(),
                                          WorkerData{m_gre.get(), m_terminal.get()});
    if (!sent)
        return fail(sent.error());
    m_configured = true;
    m_gre.reset(); // the worker has its own copy of this and of the rest
}

void Call::onReport(const WorkerReport& report)
{
    for (const LogLine& line : reportLines(report, m_ids))
        line.isWarning ? m_log.warn(line.text) : m_log.log(line.text);
    if (const auto* up = std::get_if<CallUp>(&report)) {
        m_ids.peer = up->peerCallId;
        m_observer.up();
    } else if (const auto* closed = std::get_if<Closed>(&report)) {
        m_status = m_status.value_or(exitStatus(closedError(*closed)));
    }
}

void Call::onWorkerGone(const std::optional<Error>& error)
{
    m_grace.stop();
    if (m_ended)
        return;
    if (error && !m_status)
        m_log.fatal("pptp-worker: " + error->detail);
    end(m_status.value_or(ExitStatus::Failed));
}

void Call::clear(ExitStatus reason)
{
    if (m_ended || m_grace.isActive())
        return;
    m_status = reason;
    m_resolver.cancel();
    m_connector.cancel();
    if (!m_configured)
        return end(reason);
    m_worker->clearCall();
    m_grace.start(WorkerGrace);
}

void Call::fail(const Error& error)
{
    m_log.fatal(error.detail);
    end(exitStatus(error));
}

void Call::end(ExitStatus status)
{
    if (std::exchange(m_ended, true))
        return;
    m_resolver.cancel();
    m_connector.cancel();
    if (!m_configured && m_worker)
        m_worker->clearCall(); // it reads end of file
    m_terminal.reset();
    m_gre.reset();
    m_route.release();
    QMetaObject::invokeMethod(
        this, [this, status] { m_observer.ended(status); }, Qt::QueuedConnection);
}

GreStats Call::statistics() const
{
    return m_worker ? m_worker->statistics().value_or(GreStats{}) : GreStats{};
}

} // namespace pptp
