// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/route_netlink.h"

#include "daemon/net/netlink_request.h"
#include "daemon/net/route_reply.h"

#include <cerrno>
#include <functional>
#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace pptp {
namespace {

using OnAnswer = std::function<void(std::span<const std::byte>)>;

constexpr std::uint8_t HostPrefixLength = 32;

ErrorCode routeErrorCode(int number)
{
    switch (number) {
    case ENETDOWN:
        return ErrorCode::NetworkDown;
    case ENETUNREACH:
    case EHOSTUNREACH: // an "unreachable" route
    case EACCES:       // a "prohibit" route
    case EINVAL:       // a "blackhole" route, or a source that is no address of this machine
        return ErrorCode::NoRoute;
    default:
        return ErrorCode::ConfigureFailed;
    }
}

struct Question {
    Ipv4Address destination;
    std::optional<Ipv4Address> source;
    std::uint32_t mark = 0;
};

/// The plain answer tells the way but not the route's prefix; with RTM_F_FIB_MATCH it is the reverse where
/// a route has several next hops.
int ask(const Question& question, unsigned flags, const OnAnswer& onAnswer)
{
    rtmsg header{};
    header.rtm_family = AF_INET;
    header.rtm_dst_len = HostPrefixLength;
    header.rtm_src_len = question.source ? HostPrefixLength : 0;
    header.rtm_flags = flags;
    NetlinkRequest request(RTM_GETROUTE, 0, header);
    request.put(RTA_DST, std::optional(question.destination));
    request.put(RTA_SRC, question.source);
    if (question.mark != 0)
        request.put(RTA_MARK, question.mark);
    return request.send(onAnswer);
}

rtmsg routeHeader(std::uint8_t prefixLength, bool onLink)
{
    rtmsg header{};
    header.rtm_family = AF_INET;
    header.rtm_dst_len = prefixLength;
    header.rtm_table = RT_TABLE_MAIN;
    header.rtm_protocol = OurRouteProtocol;
    header.rtm_scope = onLink ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
    header.rtm_type = RTN_UNICAST;
    return header;
}

int change(int type, int flags, const HostRoute& route)
{
    rtmsg header = routeHeader(HostPrefixLength, !route.gateway);
    // The kernel itself just named this gateway: it need not be on a network that it knows.
    header.rtm_flags = route.gateway ? RTNH_F_ONLINK : 0;
    NetlinkRequest request(type, flags, header);
    request.put(RTA_DST, std::optional(route.destination));
    request.put(RTA_OIF, static_cast<std::uint32_t>(route.interfaceIndex));
    request.put(RTA_GATEWAY, route.gateway);
    request.put(RTA_PREFSRC, route.preferredSource);
    return request.send();
}

int change(int type, int flags, const TunnelRoute& route)
{
    rtmsg header = routeHeader(route.network.prefixLength, true);
    header.rtm_table = RT_TABLE_UNSPEC; // the attribute can say more
    NetlinkRequest request(type, flags, header);
    request.put(RTA_TABLE, route.table);
    request.put(RTA_DST, std::optional(route.network.address));
    request.put(RTA_OIF, static_cast<std::uint32_t>(route.interfaceIndex));
    request.put(RTA_PRIORITY, route.metric);
    request.put(RTA_PREFSRC, std::optional(route.source));
    return request.send();
}

int change(int type, int flags, const RoutingRule& rule)
{
    fib_rule_hdr header{};
    header.family = AF_INET;
    header.table = RT_TABLE_UNSPEC;
    header.action = FR_ACT_TO_TBL;
    header.flags = rule.exceptMark ? FIB_RULE_INVERT : 0;
    NetlinkRequest request(type, flags, header);
    request.put(FRA_PRIORITY, rule.priority);
    request.put(FRA_TABLE, rule.table);
    request.put(FRA_PROTOCOL, OurRouteProtocol);
    if (rule.exceptMark) {
        request.put(FRA_FWMARK, *rule.exceptMark);
        request.put(FRA_FWMASK, std::uint32_t{0xffffffff});
    }
    if (rule.ignoresDefaultRoute)
        request.put(FRA_SUPPRESS_PREFIXLEN, std::uint32_t{0});
    return request.send();
}

tl::unexpected<Error> routeError(int number, const std::string& what)
{
    return tl::unexpected(errnoError(routeErrorCode(number), what, number));
}

template <class Thing>
Result<bool> add(int type, const Thing& thing, const std::string& what)
{
    const int error = change(type, NLM_F_CREATE | NLM_F_EXCL, thing);
    if (error != 0 && error != EEXIST)
        return routeError(error, "adding " + what);
    return error == 0;
}

template <class Thing>
Result<bool> remove(int type, const Thing& thing, const std::string& what)
{
    const int error = change(type, 0, thing);
    if (error != 0 && error != ESRCH && error != ENODEV && error != ENOENT)
        return routeError(error, "removing " + what);
    return error == 0;
}

std::string nameOf(const HostRoute& route)
{
    return "the route to " + route.destination.toString();
}

std::string nameOf(const TunnelRoute& route)
{
    return "the route to " + route.network.toString();
}

std::string nameOf(const RoutingRule& rule)
{
    return "the routing rule " + std::to_string(rule.priority);
}

} // namespace

Result<RouteLookup> lookUpRoute(Ipv4Address destination, std::optional<Ipv4Address> source,
                                std::uint32_t mark)
{
    const Question question{destination, source, mark};
    RouteLookup lookup;
    int error = ask(question, 0, [&](std::span<const std::byte> answer) {
        lookup = decodeRouteReply(answer).value_or(RouteLookup{});
    });
    if (error == 0)
        error = ask(question, RTM_F_FIB_MATCH, [&](std::span<const std::byte> answer) {
            const auto match = decodeRouteReply(answer);
            if (!match) {
                lookup.type = RouteLookup::Type::Other; // nothing that could be pinned
                return;
            }
            lookup.matchedPrefixLength = match->matchedPrefixLength;
            lookup.matchedProtocol = match->matchedProtocol;
            lookup.matchedTable = match->matchedTable;
        });
    if (error != 0)
        return routeError(error, "route to " + destination.toString() +
                                     (source ? " from " + source->toString() : std::string()));
    return lookup;
}

Result<std::vector<ListedRoute>> listRoutes()
{
    rtmsg header{};
    header.rtm_family = AF_INET;
    header.rtm_table = RT_TABLE_MAIN;
    NetlinkRequest request(RTM_GETROUTE, NLM_F_DUMP, header);
    std::vector<ListedRoute> routes;
    const int error = request.send([&routes](std::span<const std::byte> answer) {
        if (auto route = decodeListedRoute(answer))
            routes.push_back(std::move(*route));
    });
    if (error != 0)
        return routeError(error, "listing the routes");
    return routes;
}

Result<bool> addRoute(const HostRoute& route)
{
    return add(RTM_NEWROUTE, route, nameOf(route));
}

Result<bool> deleteRoute(const HostRoute& route)
{
    return remove(RTM_DELROUTE, route, nameOf(route));
}

Result<bool> addRoute(const TunnelRoute& route)
{
    return add(RTM_NEWROUTE, route, nameOf(route));
}

Result<bool> deleteRoute(const TunnelRoute& route)
{
    return remove(RTM_DELROUTE, route, nameOf(route));
}

Result<bool> addRule(const RoutingRule& rule)
{
    return add(RTM_NEWRULE, rule, nameOf(rule));
}

Result<bool> deleteRule(const RoutingRule& rule)
{
    return remove(RTM_DELRULE, rule, nameOf(rule));
}

} // namespace pptp
