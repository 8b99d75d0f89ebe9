// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/route_netlink.h"

#include "daemon/net/route_reply.h"

#include <arpa/inet.h>
#include <cerrno>
#include <functional>
#include <linux/rtnetlink.h>
#include <memory>
#include <netlink/attr.h>
#include <netlink/handlers.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <span>
#include <sys/socket.h>
#include <sys/time.h>

namespace pptp {
namespace {

using Message = std::unique_ptr<nl_msg, decltype(&nlmsg_free)>;
using Socket = std::unique_ptr<nl_sock, decltype(&nl_socket_free)>;
using Callbacks = std::unique_ptr<nl_cb, decltype(&nl_cb_put)>;

constexpr timeval ReceiveTimeout{1, 0};
/// An answer and its acknowledgement need two; more than a few means that something is wrong.
constexpr int MaxReceives = 8;

struct Exchange {
    std::function<void(nlmsghdr*)> onAnswer;
    bool finished = false;
    int error = 0; ///< The errno of the kernel's answer.
};

int onValid(nl_msg* message, void* argument)
{
    static_cast<Exchange*>(argument)->onAnswer(nlmsg_hdr(message));
    return NL_OK;
}

int onAcknowledged(nl_msg*, void* argument)
{
    static_cast<Exchange*>(argument)->finished = true;
    return NL_STOP;
}

int onError(sockaddr_nl*, nlmsgerr* error, void* argument)
{
    auto* exchange = static_cast<Exchange*>(argument);
    exchange->finished = true;
    exchange->error = -error->error;
    return NL_STOP;
}

/// Sends one request and waits for its end: 0 or the kernel's errno, ETIMEDOUT without one.
int request(nl_msg* message, std::function<void(nlmsghdr*)> onAnswer)
{
    errno = 0; // libnl has its own error numbers, and does not always leave one here
    const Socket socket(nl_socket_alloc(), &nl_socket_free);
    const Callbacks callbacks(nl_cb_alloc(NL_CB_DEFAULT), &nl_cb_put);
    if (!socket || !callbacks || nl_connect(socket.get(), NETLINK_ROUTE) < 0)
        return errno != 0 ? errno : ENOMEM;
    const int fd = nl_socket_get_fd(socket.get());
    if (::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &ReceiveTimeout, sizeof ReceiveTimeout) != 0)
        return errno;
    Exchange exchange{std::move(onAnswer)};
    nl_cb_set(callbacks.get(), NL_CB_VALID, NL_CB_CUSTOM, &onValid, &exchange);
    nl_cb_set(callbacks.get(), NL_CB_ACK, NL_CB_CUSTOM, &onAcknowledged, &exchange);
    nl_cb_err(callbacks.get(), NL_CB_CUSTOM, &onError, &exchange);
    if (nl_send_auto(socket.get(), message) < 0)
        return errno != 0 ? errno : EIO;
    for (int i = 0; i < MaxReceives && !exchange.finished; ++i) {
        // A negative result with an answered error is that error; without one it is a broken exchange.
        if (nl_recvmsgs(socket.get(), callbacks.get()) < 0 && !exchange.finished)
            break;
    }
    return exchange.finished ? exchange.error : ETIMEDOUT;
}

Message newMessage(int type, int flags, rtmsg header)
{
    Message message(nlmsg_alloc_simple(type, flags), &nlmsg_free);
    if (!message || nlmsg_append(message.get(), &header, sizeof header, NLMSG_ALIGNTO) != 0)
        throw std::bad_alloc();
    return message;
}

void put(const Message& message, int attribute, std::uint32_t value)
{
    if (nla_put_u32(message.get(), attribute, value) != 0)
        throw std::bad_alloc();
}

void put(const Message& message, int attribute, std::optional<Ipv4Address> address)
{
    if (address)
        put(message, attribute, htonl(address->value));
}

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

/// The plain answer tells the way but not the route's prefix; with RTM_F_FIB_MATCH it is the reverse where
/// a route has several next hops.
int ask(Ipv4Address destination, std::optional<Ipv4Address> source, unsigned flags,
        std::function<void(nlmsghdr*)> onAnswer)
{
    rtmsg header{};
    header.rtm_family = AF_INET;
    header.rtm_dst_len = 32;
    header.rtm_src_len = source ? 32 : 0;
    header.rtm_flags = flags;
    const Message message = newMessage(RTM_GETROUTE, 0, header);
    put(message, RTA_DST, std::optional(destination));
    put(message, RTA_SRC, source);
    return request(message.get(), std::move(onAnswer));
}

int change(int type, int flags, const HostRoute& route)
{
    rtmsg header{};
    header.rtm_family = AF_INET;
    header.rtm_dst_len = 32;
    header.rtm_table = RT_TABLE_MAIN;
    header.rtm_protocol = OurRouteProtocol;
    header.rtm_scope = route.gateway ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK;
    header.rtm_type = RTN_UNICAST;
    // The kernel itself just named this gateway: it need not be on a network that it knows.
    header.rtm_flags = route.gateway ? RTNH_F_ONLINK : 0;
    const Message message = newMessage(type, flags, header);
    put(message, RTA_DST, std::optional(route.destination));
    put(message, RTA_OIF, static_cast<std::uint32_t>(route.interfaceIndex));
    put(message, RTA_GATEWAY, route.gateway);
    put(message, RTA_PREFSRC, route.preferredSource);
    return request(message.get(), [](nlmsghdr*) {});
}

/// libnl has made sure that the length which the header claims was received.
std::span<const std::byte> bytesOf(const nlmsghdr* message)
{
    return std::as_bytes(std::span(reinterpret_cast<const char*>(message), message->nlmsg_len));
}

tl::unexpected<Error> routeError(int number, const std::string& what)
{
    return tl::unexpected(errnoError(routeErrorCode(number), what, number));
}

} // namespace

Result<RouteLookup> lookUpRoute(Ipv4Address destination, std::optional<Ipv4Address> source)
{
    const std::string what =
        "route to " + destination.toString() + (source ? " from " + source->toString() : std::string());
    RouteLookup lookup;
    int error = ask(destination, source, 0, [&](nlmsghdr* answer) {
        lookup = decodeRouteReply(bytesOf(answer)).value_or(RouteLookup{});
    });
    if (error == 0)
        error = ask(destination, source, RTM_F_FIB_MATCH, [&](nlmsghdr* answer) {
            const auto match = decodeRouteReply(bytesOf(answer));
            if (!match) {
                lookup.type = RouteLookup::Type::Other; // nothing that could be pinned
                return;
            }
            lookup.matchedPrefixLength = match->matchedPrefixLength;
            lookup.matchedProtocol = match->matchedProtocol;
        });
    if (error != 0)
        return routeError(error, what);
    return lookup;
}

Result<bool> addRoute(const HostRoute& route)
{
    const int error = change(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, route);
    if (error != 0 && error != EEXIST)
        return routeError(error, "adding a route to " + route.destination.toString());
    return error == 0;
}

Result<bool> deleteRoute(const HostRoute& route)
{
    const int error = change(RTM_DELROUTE, 0, route);
    if (error != 0 && error != ESRCH && error != ENODEV)
        return routeError(error, "removing the route to " + route.destination.toString());
    return error == 0;
}

} // namespace pptp
