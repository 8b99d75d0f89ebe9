// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/network_facts.h"

#include "daemon/net/route_netlink.h"

#include <algorithm>
#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <memory>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netlink/netlink.h>
#include <netlink/route/link.h>
#include <netlink/route/netconf.h>
#include <netlink/socket.h>

namespace pptp {
namespace {

using Socket = std::unique_ptr<nl_sock, decltype(&nl_socket_free)>;
using Cache = std::unique_ptr<nl_cache, decltype(&nl_cache_free)>;
using Configuration = std::unique_ptr<rtnl_netconf, decltype(&rtnl_netconf_put)>;

constexpr std::size_t MaxInterfaces = 1024;
constexpr std::size_t MaxConnections = 1024;
/// A thousand messages hold some ten thousand connections.
constexpr int MaxReceives = 1000;
constexpr timeval ReceiveTimeout{1, 0};

/// Empty if the kernel cannot be asked.
Socket connected(int protocol)
{
    Socket socket(nl_socket_alloc(), &nl_socket_free);
    if (socket && nl_connect(socket.get(), protocol) < 0)
        socket.reset();
    return socket;
}

/// Fills a cache by one of libnl's functions; empty if that fails.
template <class Fill, class... More>
Cache filled(nl_sock* socket, Fill fill, More... more)
{
    nl_cache* cache = nullptr;
    if (fill(socket, more..., &cache) < 0)
        cache = nullptr;
    return {cache, &nl_cache_free};
}

struct Listing {
    std::uint16_t port;
    std::vector<Ipv4Address> servers{};
    bool finished = false;
};

int onConnection(nl_msg* message, void* argument)
{
    auto* listing = static_cast<Listing*>(argument);
    const nlmsghdr* header = nlmsg_hdr(message);
    if (!nlmsg_valid_hdr(header, sizeof(inet_diag_msg)) || listing->servers.size() >= MaxConnections)
        return NL_OK;
    const auto* connection = static_cast<const inet_diag_msg*>(nlmsg_data(header));
    if (ntohs(connection->id.idiag_dport) == listing->port)
        listing->servers.push_back({ntohl(connection->id.idiag_dst[0])});
    return NL_OK;
}

int onFinished(nl_msg*, void* argument)
{
    static_cast<Listing*>(argument)->finished = true;
    return NL_STOP;
}

} // namespace

std::vector<NetworkInterface> listInterfaces()
{
    const Socket socket = connected(NETLINK_ROUTE);
    const Cache cache =
        socket ? filled(socket.get(), rtnl_link_alloc_cache, AF_UNSPEC) : Cache(nullptr, &nl_cache_free);
    std::vector<NetworkInterface> interfaces;
    for (nl_object* object = cache ? nl_cache_get_first(cache.get()) : nullptr;
         object != nullptr && interfaces.size() < MaxInterfaces; object = nl_cache_get_next(object)) {
        auto* link = reinterpret_cast<rtnl_link*>(object);
        const char* name = rtnl_link_get_name(link);
        interfaces.push_back({rtnl_link_get_ifindex(link), name != nullptr ? name : "",
                              rtnl_link_get_mtu(link), rtnl_link_get_arptype(link) == ARPHRD_PPP,
                              (rtnl_link_get_flags(link) & IFF_RUNNING) != 0});
    }
    return interfaces;
}

std::vector<LocalNetwork> listLocalNetworks(const std::vector<NetworkInterface>& interfaces)
{
    std::vector<LocalNetwork> networks;
    for (const ListedRoute& route : listRoutes().value_or(std::vector<ListedRoute>{})) {
        const auto interface =
            std::ranges::find(interfaces, route.way.interfaceIndex, &NetworkInterface::index);
        if (route.way.type != RouteLookup::Type::Unicast || route.way.gateway ||
            route.destination.prefixLength == 0 || route.destination.prefixLength == 32 ||
            interface == interfaces.end() || interface->ppp)
            continue;
        networks.push_back({route.destination, interface->name});
    }
    return networks;
}

std::vector<Ipv4Address> connectionsToPort(std::uint16_t port)
{
    Listing listing{port};
    const Socket socket = connected(NETLINK_SOCK_DIAG);
    if (!socket || ::setsockopt(nl_socket_get_fd(socket.get()), SOL_SOCKET, SO_RCVTIMEO, &ReceiveTimeout,
                                sizeof ReceiveTimeout) != 0)
        return {};
    inet_diag_req_v2 request{};
    request.sdiag_family = AF_INET;
    request.sdiag_protocol = IPPROTO_TCP;
    request.idiag_states = 1U << TCP_ESTABLISHED;
    nl_socket_modify_cb(socket.get(), NL_CB_VALID, NL_CB_CUSTOM, &onConnection, &listing);
    nl_socket_modify_cb(socket.get(), NL_CB_FINISH, NL_CB_CUSTOM, &onFinished, &listing);
    if (nl_send_simple(socket.get(), SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, &request, sizeof request) < 0)
        return {};
    for (int i = 0; i < MaxReceives && !listing.finished; ++i) {
        if (nl_recvmsgs_default(socket.get()) < 0)
            break;
    }
    return listing.servers;
}

std::optional<int> reversePathFilter(int interfaceIndex)
{
    const Socket socket = connected(NETLINK_ROUTE);
    const Cache cache =
        socket ? filled(socket.get(), rtnl_netconf_alloc_cache) : Cache(nullptr, &nl_cache_free);
    if (!cache)
        return std::nullopt;
    const auto modeOf = [](rtnl_netconf* found) {
        const Configuration configuration(found, &rtnl_netconf_put);
        int mode = 0;
        return configuration && rtnl_netconf_get_rp_filter(configuration.get(), &mode) == 0
                   ? std::optional(mode)
                   : std::nullopt;
    };
    const auto own = modeOf(rtnl_netconf_get_by_idx(cache.get(), AF_INET, interfaceIndex));
    const auto all = modeOf(rtnl_netconf_get_all(cache.get(), AF_INET));
    if (!own || !all)
        return own;
    return std::max(*own, *all); // the kernel takes the larger of the two
}

} // namespace pptp
