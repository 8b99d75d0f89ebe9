// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/attempt.h"

#include "common/printable_text.h"
#include "daemon/net/path_mtu.h"
#include "daemon/ppp/pppd_options.h"
#include "daemon/tunnel/link_check.h"
#include "daemon/tunnel/worker_end.h"
#include "daemon/tunnel/worker_settings.h"

#include <utility>

#include <QtDebug>

namespace pptp {
namespace {

/// LCP's Terminate-Request is sent again after 3 s: one try, then pppd is killed.
constexpr std::chrono::milliseconds PppdGrace{2500};
/// Nobody would hear its good-bye either.
constexpr std::chrono::milliseconds UnheardGrace{300};
/// Twice the worker's own limit for a polite end (WorkerConfig::clearTimeoutMs), and a little.
constexpr std::chrono::milliseconds WorkerGrace{4500};
/// For each of the two where the server may be out of reach, or the machine is about to sleep.
constexpr std::chrono::milliseconds BriefGrace{600};

} // namespace

Attempt::Attempt(std::string tunnel, Profile profile, TunnelServices& services, SecretSource& secret,
                 int history, std::function<void(Event)> post)
    : m_tunnel(std::move(tunnel)), m_profile(std::move(profile)), m_services(services), m_secret(secret),
      m_history(history), m_post(std::move(post)),
      m_logName(m_profile.logString.empty() ? m_tunnel : m_tunnel + " (" + m_profile.logString + ")"),
      m_notes(m_logName), m_link(m_tunnel, m_profile, services.link)
{
    m_undoDeadline.setSingleShot(true);
    connect(&m_undoDeadline, &QTimer::timeout, this, [this] { onWorkerGone(std::nullopt); });
}

Attempt::~Attempt()
{
    // Only a daemon that ends by force comes here with steps left; what outlives it is undone all the same.
    m_pppd.reset();
    m_worker.reset();
    while (!m_steps.empty()) {
        const Step step = m_steps.back();
        m_steps.pop_back();
        if (step == Step::HostRoute || step == Step::CallSocket || step == Step::Link)
            (void)undoStep(step);
    }
}

void Attempt::resolve()
{
    // The worker starts while the name is looked up; it waits for its descriptors.
    m_worker = std::make_unique<WorkerProcess>(
        m_services.launcher, m_tunnel,
        WorkerProcess::Observer{.report = [this](const WorkerReport& report) { onWorkerReport(report); },
                                .gone = [this](std::optional<Error> error) { onWorkerGone(error); }});
    m_steps.push_back(Step::Worker);
    m_resolver.resolve(m_profile.server, [this](Result<std::vector<Ipv4Address>> addresses) {
        if (addresses)
            m_post(event::Resolved{*addresses});
        else
            m_post(event::Broken{addresses.error()});
    });
}

void Attempt::connectServer(Ipv4Address address)
{
    undoServer(); // of the address before this one
    m_details.serverAddress = address.toString();
    if (const auto ready = prepareServer(address); !ready) {
        m_post(event::ServerFailed{ready.error()});
        return;
    }
    const ServerEndpoint endpoint{address, m_profile.port, m_profile.localBind, m_profile.routeMark};
    m_connector.connectTo(endpoint, deadline::Connecting, [this](Result<UniqueFd> socket) {
        if (!socket) {
            m_post(event::ServerFailed{socket.error()});
            return;
        }
        m_tcp = std::move(*socket);
        m_pathMtu = pathMtu(m_tcp.get());
        m_post(event::ServerConnected{});
    });
}

/// What GRE goes through is there before TCP, so that no early packet meets a closed door.
Result<void> Attempt::prepareServer(Ipv4Address address)
{
    if (m_profile.hostRoute && m_profile.routeMark == 0) {
        auto route = m_services.link.routes.addHostRoute(m_tunnel, address, m_profile.localBind);
        if (!route)
            return tl::unexpected(route.error());
        m_hostRoute = *route;
        if (m_hostRoute)
            m_steps.push_back(Step::HostRoute);
    }
    const ServerEndpoint endpoint{address, m_profile.port, m_profile.localBind, m_profile.routeMark};
    auto socket = CallSocket::open(m_profile, endpoint, m_services.calls);
    if (!socket)
        return tl::unexpected(socket.error());
    m_callSocket = std::move(*socket);
    m_steps.push_back(Step::CallSocket);
    return {};
}

void Attempt::startCall()
{
    if (const auto configured = configureWorker(); !configured)
        m_post(event::Broken{configured.error()});
}

Result<void> Attempt::configureWorker()
{
    const DataPathChoice& choice = m_callSocket->choice();
    std::optional<WorkerData> data;
    if (choice.path == DataPath::Userspace) {
        if (auto prepared = preparePty(); !prepared)
            return prepared;
        data = WorkerData{m_callSocket->greFd(), m_pty.master.get()};
    } else if (choice.path == DataPath::Loopback) {
        data = WorkerData{m_callSocket->greFd(), m_callSocket->loopbackFd()};
    } else if (m_callSocket->observer() >= 0) {
        data = WorkerData{.gre = m_callSocket->observer()};
    }
    const Counting counting{choice.path, m_callSocket->observer() >= 0};
    const WorkerConfig config = workerSettings(m_profile, m_callSocket->callId(), counting);
    auto sent = m_worker->configure(config, m_tcp.get(), data, m_history);
    if (!sent)
        return sent;
    m_steps.push_back(Step::Call);
    // The worker has its own copies. GRE stays open here too, for its filter.
    m_tcp.reset();
    m_pty.master.reset();
    m_counting = counting;
    m_details.dataPath = dataPathName(choice.path);
    m_details.dataPathReason = choice.reason;
    qInfo("%s: data path %s: %s", m_logName.c_str(), m_details.dataPath.c_str(), choice.reason.c_str());
    return {};
}

Result<void> Attempt::preparePty()
{
    auto pty = openPty();
    if (!pty)
        return tl::unexpected(pty.error());
    m_pty = std::move(*pty);
    m_steps.push_back(Step::Pty);
    return {};
}

void Attempt::startPppd()
{
    m_pppd = std::make_unique<PppdProcess>(
        PppdProcess::Observer{
            .report = [this](const PppReport& report) { onPppReport(report); },
            .secretWanted = [this] { return m_secret.secret(); },
            .logLine =
                [this](const std::string& line) { qInfo("%s: pppd: %s", m_logName.c_str(), line.c_str()); },
            .ended = [this](const PppdEnd& end) { onPppdEnded(end); }},
        m_profile);
    m_steps.push_back(Step::Pppd);
    const int link = m_callSocket->linkFd();
    Profile settled = m_profile;
    settled.mtu = packetSize(settled.mtu, m_pathMtu);
    settled.mru = packetSize(settled.mru, m_pathMtu);
    const auto arguments = [this, link, settled](int pluginDescriptor) {
        return pppdArguments(settled,
                             {m_tunnel, m_pty.slavePath, m_services.pluginPath, pluginDescriptor, link});
    };
    m_pppd->start(m_services.pppdProgram, arguments, link);
}

void Attempt::onWorkerReport(const WorkerReport& report)
{
    if (const auto* up = std::get_if<ControlUp>(&report)) {
        m_details.peerHostName = printableText(up->hostName.view());
        m_details.peerVendor = printableText(up->vendor.view());
        m_details.peerFirmware = up->firmware;
        m_post(event::ControlUp{});
    } else if (const auto* call = std::get_if<CallUp>(&report)) {
        onCallUp(*call);
    } else if (std::holds_alternative<GreSeen>(report)) {
        m_evidence.heard = true;
        m_post(event::GreSeen{});
    } else if (const auto* note = std::get_if<LogNote>(&report)) {
        m_notes.log(*note);
    } else if (const auto* seen = std::get_if<IcmpSeen>(&report)) {
        m_notes.log(*seen, m_details.icmpSeen);
    } else if (const auto* closed = std::get_if<Closed>(&report)) {
        broken(closedError(*closed));
    }
}

void Attempt::onCallUp(const CallUp& up)
{
    m_callUp = true;
    m_sinceCallUp.start();
    if (!m_callSocket)
        return; // the end has begun
    if (const auto connected = m_callSocket->connect(up.peerCallId); !connected)
        m_post(event::Broken{connected.error()});
    else
        m_post(event::CallUp{});
}

void Attempt::onWorkerGone(const std::optional<Error>& error)
{
    m_workerGone = true;
    if (const auto counted = statistics(); std::exchange(m_callUp, false) && counted)
        m_notes.logSummary(*counted);
    m_undoDeadline.stop();
    if (error)
        m_post(event::Broken{*error});
    if (m_awaited == Step::Call)
        undo();
}

void Attempt::onPppReport(const PppReport& report)
{
    if (const auto* change = std::get_if<PppPhaseChange>(&report)) {
        if (const auto phase = tunnelPhase(change->phase))
            m_post(event::LinkPhase{*phase});
    } else if (const auto* heard = std::get_if<PppHeard>(&report)) {
        m_evidence.heard = true;
        m_evidence.answered = m_evidence.answered || heard->answers;
        // The worker, where it has the packets, tells it by itself.
        if (m_callSocket && m_callSocket->isKernel())
            m_post(event::GreSeen{});
    } else if (const auto* up = std::get_if<PppUp>(&report)) {
        onPppUp(*up);
    } else if (std::holds_alternative<PppDown>(report)) {
        (void)statistics(); // while they are to be had
        takeDownLink();
        m_details.interface.clear();
        m_details.interfaceIndex = 0;
    }
}

void Attempt::onPppUp(const PppUp& up)
{
    showLink(up, m_details);
    // pppd was told to require it; that it did is checked all the same before anybody sends a byte.
    if (const auto accepted = acceptLink(m_profile, up, m_details); !accepted)
        m_post(event::Broken{accepted.error()});
    else
        setUpLink(up);
}

void Attempt::setUpLink(const PppUp& up)
{
    m_steps.push_back(Step::Link);
    const LinkFacts link{.interface = up.interface,
                         .interfaceIndex = up.interfaceIndex,
                         .localAddress = up.localAddress,
                         .peerAddress = up.peerAddress,
                         .server = Ipv4Address::parse(m_details.serverAddress).value_or(Ipv4Address{}),
                         .offeredServers = up.dnsServers};
    m_link.apply(link, [this](const Result<void>& applied) {
        if (!applied) {
            m_post(event::Broken{applied.error()});
            return;
        }
        showSetup(m_link, m_details);
        m_post(event::LinkUp{});
    });
}

void Attempt::takeDownLink()
{
    m_link.undo();
    m_details.routes.clear();
    m_details.dnsKeeper.clear();
    m_details.dnsDomains.clear();
}

void Attempt::onPppdEnded(const PppdEnd& end)
{
    broken(pppdEndError(end));
    if (m_awaited == Step::Pppd)
        undo();
}

LinkEvidence Attempt::evidence()
{
    const auto counted = statistics();
    m_evidence.waited = std::chrono::milliseconds(m_sinceCallUp.isValid() ? m_sinceCallUp.elapsed() : 0);
    m_evidence.otherCalls = counted ? counted->counters.rxOtherCall : 0;
    m_evidence.acknowledged = counted && greAcknowledged(*counted);
    return m_evidence;
}

void Attempt::broken(Error error)
{
    m_post(event::Broken{explained(std::move(error), evidence())});
}

std::optional<CallStatistics> Attempt::statistics()
{
    const auto counters = m_worker ? m_worker->statistics() : std::nullopt;
    if (!counters)
        return std::nullopt;
    CallStatistics all{*counters, m_counting};
    if (m_counting.path == DataPath::Kernel) {
        m_interface.update(m_details.interfaceIndex);
        m_interface.fillIn(all.counters);
    }
    return all;
}

std::optional<Counting> Attempt::counting() const
{
    return m_worker && m_worker->statistics() ? std::optional(m_counting) : std::nullopt;
}

void Attempt::tearDown(bool briefly)
{
    m_briefly = briefly;
    m_resolver.cancel();
    m_connector.cancel();
    m_tcp.reset();
    (void)statistics(); // while the interface is there
    undo();
}

void Attempt::undo()
{
    m_awaited.reset();
    while (!m_steps.empty()) {
        const Step step = m_steps.back();
        m_steps.pop_back();
        if (!undoStep(step)) {
            m_awaited = step;
            return;
        }
    }
    m_post(event::TornDown{});
}

std::chrono::milliseconds Attempt::pppdGrace() const
{
    if (!m_evidence.heard)
        return UnheardGrace;
    return m_briefly ? BriefGrace : PppdGrace;
}

bool Attempt::undoStep(Step step)
{
    switch (step) {
    case Step::Link:
        takeDownLink();
        return true;
    case Step::Pppd:
        if (!m_pppd->isRunning())
            return true;
        m_pppd->terminate(pppdGrace());
        return false;
    case Step::Call:
        if (m_workerGone)
            return true;
        m_undoDeadline.start(m_briefly ? BriefGrace : WorkerGrace);
        m_worker->clearCall();
        return false;
    case Step::Pty:
        m_pty = {};
        return true;
    case Step::CallSocket:
        m_callSocket.reset();
        return true;
    case Step::HostRoute:
        m_services.link.routes.removeHostRoute(m_tunnel, *m_hostRoute);
        m_hostRoute.reset();
        return true;
    case Step::Worker:
        // One that never got its descriptors reads end of file; destroying the object ends it by force.
        if (!m_workerGone)
            m_worker->clearCall();
        return true;
    }
    return true;
}

void Attempt::undoServer()
{
    m_connector.cancel();
    m_tcp.reset();
    while (!m_steps.empty() && m_steps.back() != Step::Worker) {
        const Step step = m_steps.back();
        m_steps.pop_back();
        (void)undoStep(step);
    }
}

} // namespace pptp
