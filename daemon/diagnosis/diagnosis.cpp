// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/diagnosis.h"

#include "common/names.h"
#include "daemon/diagnosis/firewall.h"
#include "daemon/diagnosis/target.h"
#include "daemon/ppp/protection.h"

#include <algorithm>

#include <QtGlobal>

namespace pptp {
namespace {

constexpr const char* NotCalled = "nobody was called: only this machine was looked at";
/// A trial's tunnel cannot have the name of the one that it stands for, which may be connected meanwhile.
constexpr const char* TrialName = "diagnosis";
constexpr std::size_t MaxKept = 48; ///< Of a name's 64 characters.

KernelFacts kernelFacts()
{
    return {openPppDevice(), moduleState("ppp_async"), moduleState("ppp_mppe"), moduleState("nf_conntrack"),
            moduleState("nf_conntrack_pptp")};
}

Profile bareProfile(const BareServer& server)
{
    Profile profile;
    profile.server = server.host;
    profile.port = server.port;
    profile.user = TrialName;
    profile.hostRoute = false;
    return profile;
}

bool hasPassed(const Checks& checks, std::string_view id)
{
    return std::ranges::any_of(
        checks, [id](const Check& check) { return check.id == id && check.result == CheckResult::Ok; });
}

Result<std::vector<FirewallFinding>> firewallFindings()
{
    const auto listed = listFirewall();
    return listed ? rulesAgainstGre(*listed) : tl::unexpected(listed.error());
}

} // namespace

Diagnosis::Diagnosis(TunnelManager& tunnels, std::vector<std::string> programs)
    : m_tunnels(tunnels), m_programs(std::move(programs))
{
}

void Diagnosis::diagnose(const DiagnosisOrder& order, Done done)
{
    if (m_running)
        return done(fail(ErrorCode::Busy, "another diagnosis is running"));
    const TunnelControl* named = m_tunnels.findByNameOrInterface(order.target);
    Tunnel* tunnel = named != nullptr ? m_tunnels.tunnel(named->name()) : nullptr;
    if (tunnel != nullptr && !tunnel->profile())
        return done(checksWithoutProfile(tunnel->profile().error()));
    const auto server = tunnel != nullptr ? BareServer{} : parseBareServer(order.target);
    if (!server)
        return done(tl::unexpected(server.error()));
    const bool connected = tunnel != nullptr && tunnel->status().state == TunnelState::Connected;
    if (tunnel != nullptr && !connected && !tunnel->isUndone())
        return done(fail(ErrorCode::Busy, tunnel->name() + " is being connected or disconnected"));

    m_running = std::make_unique<Running>(
        Running{.tunnel = tunnel != nullptr ? tunnel->name() : std::string(),
                .profile = tunnel != nullptr ? *tunnel->profile() : bareProfile(*server),
                .kernel = kernelFacts(),
                .checks = {},
                .secret = {},
                .done = std::move(done),
                .probe = {}});
    lookAtHost();
    if (order.quick)
        finish(std::nullopt);
    else if (connected)
        finish(ProbeStory{.begun = {{Phase::Running, {}}}, .seen = tunnel->status(), .live = true});
    else
        startProbe();
}

void Diagnosis::lookAtHost()
{
    const Profile& profile = m_running->profile;
    Checks& checks = m_running->checks;
    checks = {service(), kernelCheck(m_running->kernel, profile), privilegesCheck(missingCapabilities())};
    if (m_running->tunnel.empty()) {
        checks.push_back(Check::skipped("profile", "no tunnel was named"));
        checks.push_back(Check::skipped("secrets", "no tunnel was named"));
        return;
    }
    checks.push_back(profileCheck(weaknesses(profile)));
    auto secret = m_tunnels.services().secrets.load(m_running->tunnel);
    checks.push_back(secretsCheck(profile, secret ? Result<void>() : tl::unexpected(secret.error())));
    m_running->secret = std::move(secret).value_or(Secret());
}

void Diagnosis::startProbe()
{
    m_running->probe = std::make_unique<Probe>(freeName(m_running->tunnel), m_running->profile,
                                               m_tunnels.services(), std::move(m_running->secret),
                                               [this](const ProbeStory& story) { finish(story); });
}

/// "work.diagnosis", unless a profile is called so.
std::string Diagnosis::freeName(const std::string& tunnel)
{
    std::string name = tunnel.empty() ? TrialName : tunnel.substr(0, MaxKept) + '.' + TrialName;
    for (int i = 0; m_tunnels.find(name) != nullptr && i < 5; ++i)
        name += '.';
    return name;
}

void Diagnosis::finish(const std::optional<ProbeStory>& story)
{
    const std::unique_ptr<Running> run = std::move(m_running);
    const Profile& profile = run->profile;
    const TunnelStatus seen = story ? story->seen : TunnelStatus{};
    const auto server = Ipv4Address::parse(seen.serverAddress.empty() ? profile.server : seen.serverAddress);
    const Result<RouteLookup> way =
        server ? m_tunnels.services().link.routes.wayTo(*server, profile.localBind, profile.routeMark)
               : fail(ErrorCode::NoRoute, "no address");
    const auto known = way ? std::optional(*way) : std::nullopt;
    const NetworkFacts facts = networkFacts(*run, server, known);
    const Checks steps = story ? stepsOf(*story, profile) : stepsNotTaken(NotCalled);
    const bool dataPassed = hasPassed(steps, "gre");

    Checks& checks = run->checks;
    checks.push_back(steps.front()); // the name; then where it leads, then what was met there
    checks.push_back(routeCheck(profile, server, way, facts));
    checks.push_back(overlapCheck(profile, seen, facts));
    checks.insert(checks.end(), steps.begin() + 1, steps.end());
    checks.push_back(namesCheck(profile, seen));
    checks.push_back(packetSizeCheck(profile, seen, known, facts));
    checks.push_back(conflictsCheck(profile, facts, ownTunnels(server)));
    checks.push_back(conntrackCheck(run->kernel, dataPassed));
    checks.push_back(firewallCheck(firewallFindings(), dataPassed));
    run->done(checks);
}

NetworkFacts Diagnosis::networkFacts(const Running& run, std::optional<Ipv4Address> server,
                                     const std::optional<RouteLookup>& way)
{
    NetworkFacts facts;
    facts.interfaces = listInterfaces();
    facts.networks = listLocalNetworks(facts.interfaces);
    facts.connections = connectionsToPort(run.profile.port);
    std::erase_if(facts.connections, [server](Ipv4Address other) { return server && other != *server; });
    if (way)
        facts.reversePathFilter = reversePathFilter(way->interfaceIndex);
    facts.networkManager = hasNetworkManager();
    return facts;
}

OwnTunnels Diagnosis::ownTunnels(std::optional<Ipv4Address> server)
{
    OwnTunnels own;
    for (const TunnelControl* tunnel : m_tunnels.tunnels()) {
        const TunnelStatus& status = tunnel->status();
        own.interfaces.insert(status.interface);
        if (!status.serverAddress.empty() && (!server || status.serverAddress == server->toString()))
            ++own.connections;
    }
    return own;
}

Check Diagnosis::service() const
{
    std::vector<std::string> problems;
    for (const std::string& program : m_programs) {
        if (auto problem = unusableProgram(program))
            problems.push_back(std::move(*problem));
    }
    return serviceCheck(names::Version, problems, m_tunnels.services().launcher.check());
}

/// There is nothing to call a server with.
Checks Diagnosis::checksWithoutProfile(const Error& error) const
{
    return {
        service(), privilegesCheck(missingCapabilities()),
        Check::failed("profile", error.detail,
                      QT_TRANSLATE_NOOP("Hint", "Correct the file, then: systemctl reload pptp-tunneld"))};
}

} // namespace pptp
