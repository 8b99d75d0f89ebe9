// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/link_counters.h"

#include <linux/rtnetlink.h>
#include <memory>
#include <netlink/netlink.h>
#include <netlink/route/link.h>
#include <netlink/socket.h>

namespace pptp {
namespace {

using Socket = std::unique_ptr<nl_sock, decltype(&nl_socket_free)>;
using Link = std::unique_ptr<rtnl_link, decltype(&rtnl_link_put)>;

tl::unexpected<Error> cannot(const char* what, int error)
{
    return fail(ErrorCode::ConfigureFailed, std::string(what) + ": " + nl_geterror(error));
}

} // namespace

Result<LinkCounters> readLinkCounters(int interfaceIndex)
{
    const Socket socket(nl_socket_alloc(), &nl_socket_free);
    if (!socket)
        return fail(ErrorCode::ConfigureFailed, "netlink socket: no memory");
    if (const int error = nl_connect(socket.get(), NETLINK_ROUTE); error < 0)
        return cannot("netlink socket", error);
    rtnl_link* found = nullptr;
    if (const int error = rtnl_link_get_kernel(socket.get(), interfaceIndex, nullptr, &found); error < 0)
        return cannot("network interface", error);
    const Link link(found, &rtnl_link_put);
    const auto read = [&link](rtnl_link_stat_id_t id) { return rtnl_link_get_stat(link.get(), id); };
    return LinkCounters{.rxPackets = read(RTNL_LINK_RX_PACKETS),
                        .rxOctets = read(RTNL_LINK_RX_BYTES),
                        .txPackets = read(RTNL_LINK_TX_PACKETS),
                        .txOctets = read(RTNL_LINK_TX_BYTES)};
}

} // namespace pptp
