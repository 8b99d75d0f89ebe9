// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/link_check.h"

#include "daemon/ppp/link_addresses.h"
#include "daemon/ppp/protection.h"
#include "daemon/tunnel/link_setup.h"

namespace pptp {

void showLink(const PppUp& up, TunnelStatus& status)
{
    status.interface = up.interface;
    status.interfaceIndex = up.interfaceIndex;
    status.localAddress = up.localAddress.toString();
    status.peerAddress = up.peerAddress ? up.peerAddress->toString() : std::string();
    status.mtu = up.mtu;
    status.authentication = up.authentication;
    status.encryption = up.encryption;
    status.protection = up.protection;
    status.dnsServers.clear();
    for (const Ipv4Address server : up.dnsServers)
        status.dnsServers.push_back(server.toString());
}

Result<void> acceptLink(const Profile& profile, const PppUp& up, const TunnelStatus& status)
{
    if (auto satisfied = protectionSatisfies(profile, up); !satisfied)
        return satisfied;
    const auto server = Ipv4Address::parse(status.serverAddress).value_or(Ipv4Address{});
    return addressesUsable(profile, up, server);
}

void showSetup(const LinkSetup& setup, TunnelStatus& status)
{
    status.routes = setup.routes();
    status.dnsKeeper = setup.nameKeeper();
    if (status.dnsKeeper.empty())
        return; // those that the peer offers are shown
    const NameServers& names = setup.nameServers();
    status.dnsServers.clear();
    for (const Ipv4Address server : names.servers)
        status.dnsServers.push_back(server.toString());
    status.dnsDomains = names.searchDomains;
    for (const std::string& domain : names.routingDomains)
        status.dnsDomains.push_back('~' + domain);
}

} // namespace pptp
