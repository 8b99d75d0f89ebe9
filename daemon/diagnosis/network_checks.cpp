// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/network_checks.h"

#include "common/printable_text.h"
#include "daemon/diagnosis/error_hints.h"
#include "daemon/net/path_mtu.h"
#include "daemon/net/tunnel_routes.h"

#include <algorithm>

#include <QtGlobal>

namespace pptp {
namespace {

constexpr int StrictFilter = 1;

const NetworkInterface* findInterface(const NetworkFacts& facts, int index)
{
    const auto found = std::ranges::find(facts.interfaces, index, &NetworkInterface::index);
    return found == facts.interfaces.end() ? nullptr : &*found;
}

std::string describe(const RouteLookup& way, const NetworkFacts& facts)
{
    if (way.type == RouteLookup::Type::Local)
        return "it is this machine";
    const NetworkInterface* interface = findInterface(facts, way.interfaceIndex);
    return (way.gateway ? "via " + way.gateway->toString() : std::string("directly")) + " on " +
           (interface != nullptr ? interface->name : "an unknown interface");
}

std::string sizes(std::uint32_t packet, const NetworkInterface& interface)
{
    return "packets of " + std::to_string(packet) + " bytes in the tunnel are " +
           std::to_string(packet + PptpOverhead) + " outside; " + interface.name + " takes " +
           std::to_string(interface.mtu);
}

} // namespace

Check routeCheck(const Profile& profile, std::optional<Ipv4Address> server, const Result<RouteLookup>& way,
                 const NetworkFacts& facts)
{
    if (!server)
        return Check::skipped("route", "the server's address is not known");
    if (!way)
        return Check::failed("route", way.error().detail, errorHint(ErrorCode::NoRoute));
    const std::string shown = server->toString() + " " + describe(*way, facts);
    if (const NetworkInterface* interface = findInterface(facts, way->interfaceIndex);
        interface && interface->ppp)
        return Check::warned(
            "route", shown + ", a PPP link",
            QT_TRANSLATE_NOOP(
                "Hint", "The way leads through another tunnel or a dial-up link; if that is not meant, look "
                        "at ip route."));
    const bool pinned = profile.hostRoute && profile.routeMark == 0;
    const auto loop = pinned ? std::nullopt : loopingRoute(*server, *way, planTunnelRoutes(profile, 0, {}));
    if (loop)
        return Check::failed(
            "route", loop->toString() + " would carry the tunnel's own packets",
            QT_TRANSLATE_NOOP(
                "Hint",
                "Leave nohostroute= out, or mark the tunnel's own packets with rtmark= and rule=yes."));
    return Check::passed("route", shown);
}

Check overlapCheck(const Profile& profile, const TunnelStatus& seen, const NetworkFacts& facts)
{
    std::vector<Ipv4Network> far = profile.routes;
    for (const std::string& address : {seen.localAddress, seen.peerAddress}) {
        if (const auto host = Ipv4Network::parse(address))
            far.push_back(*host);
    }
    std::vector<std::string> both;
    for (const Ipv4Network& network : far) {
        for (const LocalNetwork& local : facts.networks) {
            if (network.overlaps(local.network))
                both.push_back(network.toString() + " and " + local.network.toString() + " on " +
                               local.interface);
        }
    }
    if (!both.empty())
        return Check::warned(
            "subnet-overlap", joinedText(both),
            QT_TRANSLATE_NOOP("Hint",
                              "Both sides use the same addresses: hosts there and here cannot be told apart. "
                              "Renumber one of the networks, or route single hosts with routes=."));
    return Check::passed("subnet-overlap", far.empty()
                                               ? "nothing is routed into the tunnel but what the server names"
                                               : "no network is on both sides");
}

Check namesCheck(const Profile& profile, const TunnelStatus& seen)
{
    if (!profile.dns.usePeers)
        return Check::skipped("dns", profile.dns.servers.empty()
                                         ? "the profile leaves the name servers as they are"
                                         : "the profile names them");
    if (seen.localAddress.empty())
        return Check::skipped("dns", "not reached");
    if (seen.dnsServers.empty())
        return Check::warned("dns", "the server offers no name servers",
                             QT_TRANSLATE_NOOP("Hint", "Name them in the profile: dns=ADDRESS"));
    return Check::passed("dns", "the server offers " + joinedText(seen.dnsServers));
}

Check packetSizeCheck(const Profile& profile, const TunnelStatus& seen, const std::optional<RouteLookup>& way,
                      const NetworkFacts& facts)
{
    const NetworkInterface* interface = way ? findInterface(facts, way->interfaceIndex) : nullptr;
    if (interface == nullptr || interface->mtu == 0)
        return Check::skipped("mtu", "the way to the server is not known");
    const std::uint32_t packet = seen.mtu != 0 ? seen.mtu : packetSize(profile.mtu, interface->mtu);
    if (packet + PptpOverhead <= interface->mtu)
        return Check::passed("mtu", sizes(packet, *interface));
    return Check::warned(
        "mtu", sizes(packet, *interface),
        QT_TRANSLATE_NOOP("Hint",
                          "Set mtu=auto, or a smaller mtu= and mru=: what is larger has to be cut, and many "
                          "routers drop the pieces."));
}

Check conflictsCheck(const Profile& profile, const NetworkFacts& facts, const OwnTunnels& own)
{
    std::vector<std::string> found;
    for (const NetworkInterface& interface : facts.interfaces) {
        if (interface.ppp && !own.interfaces.contains(interface.name))
            found.push_back(interface.name + " is a PPP link of another program");
    }
    if (facts.connections.size() > own.connections)
        found.push_back("another program has a connection to port " + std::to_string(profile.port) + " of " +
                        facts.connections.front().toString());
    if (!found.empty())
        return Check::warned(
            "conflicts", joinedText(found) + (facts.networkManager ? "; NetworkManager runs" : ""),
            QT_TRANSLATE_NOOP(
                "Hint", "Two PPTP clients to one server disturb each other: end the other one (poff, or "
                        "nmcli connection down NAME)."));
    if (facts.reversePathFilter == StrictFilter && profile.routeMark != 0)
        return Check::warned(
            "conflicts", "rp_filter is strict (1) on the way to the server, and the profile has a mark",
            QT_TRANSLATE_NOOP("Hint", "Answers may be dropped: sysctl net.ipv4.conf.all.rp_filter=2"));
    return Check::passed("conflicts", facts.networkManager
                                          ? "no other PPP link or PPTP client; NetworkManager runs"
                                          : "no other PPP link or PPTP client");
}

Check firewallCheck(const Result<std::vector<FirewallFinding>>& found, bool dataPassed)
{
    if (!found)
        return Check::skipped("firewall", found.error().detail);
    if (found->empty())
        return Check::passed("firewall", "no rule of nftables here is against GRE");
    std::vector<std::string> words;
    for (const FirewallFinding& finding : *found)
        words.push_back(finding.where + ": " + finding.what);
    const char* hint =
        QT_TRANSLATE_NOOP("Hint", "Let GRE pass: nft insert rule TABLE CHAIN meta l4proto gre accept");
    return dataPassed ? Check::warned("firewall", joinedText(words) + "; data passed all the same", hint)
                      : Check::failed("firewall", joinedText(words), hint);
}

} // namespace pptp
