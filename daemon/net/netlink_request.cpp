// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/netlink_request.h"

#include <arpa/inet.h>
#include <cerrno>
#include <linux/netlink.h>
#include <netlink/attr.h>
#include <netlink/handlers.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <new>
#include <sys/socket.h>
#include <sys/time.h>

namespace pptp {
namespace {

using Socket = std::unique_ptr<nl_sock, decltype(&nl_socket_free)>;
using Callbacks = std::unique_ptr<nl_cb, decltype(&nl_cb_put)>;

constexpr timeval ReceiveTimeout{1, 0};
/// An answer and its acknowledgement need two, a table of some thousand routes a hundred.
constexpr int MaxReceives = 1000;

struct Exchange {
    const std::function<void(std::span<const std::byte>)>& onAnswer;
    bool finished = false;
    int error = 0; ///< The errno of the kernel's answer.
};

int onValid(nl_msg* message, void* argument)
{
    // libnl has made sure that the length which the header claims was received.
    const nlmsghdr* header = nlmsg_hdr(message);
    if (const auto& onAnswer = static_cast<Exchange*>(argument)->onAnswer)
        onAnswer(std::as_bytes(std::span(reinterpret_cast<const char*>(header), header->nlmsg_len)));
    return NL_OK;
}

int onFinished(nl_msg*, void* argument)
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

void check(int result)
{
    if (result != 0)
        throw std::bad_alloc(); // the only way to fail while a message is made
}

} // namespace

NetlinkRequest::NetlinkRequest(int type, int flags, const void* header, std::size_t size)
    : m_message(nlmsg_alloc_simple(type, flags), &nlmsg_free)
{
    if (!m_message)
        throw std::bad_alloc();
    check(nlmsg_append(m_message.get(), const_cast<void*>(header), size, NLMSG_ALIGNTO));
}

void NetlinkRequest::put(int attribute, std::uint32_t value)
{
    check(nla_put_u32(m_message.get(), attribute, value));
}

void NetlinkRequest::put(int attribute, std::uint8_t value)
{
    check(nla_put_u8(m_message.get(), attribute, value));
}

void NetlinkRequest::put(int attribute, std::optional<Ipv4Address> address)
{
    if (address)
        put(attribute, htonl(address->value));
}

int NetlinkRequest::send(const std::function<void(std::span<const std::byte>)>& onAnswer)
{
    errno = 0; // libnl has its own error numbers, and does not always leave one here
    const Socket socket(nl_socket_alloc(), &nl_socket_free);
    const Callbacks callbacks(nl_cb_alloc(NL_CB_DEFAULT), &nl_cb_put);
    if (!socket || !callbacks || nl_connect(socket.get(), NETLINK_ROUTE) < 0)
        return errno != 0 ? errno : ENOMEM;
    const int fd = nl_socket_get_fd(socket.get());
    if (::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &ReceiveTimeout, sizeof ReceiveTimeout) != 0)
        return errno;
    Exchange exchange{onAnswer};
    nl_cb_set(callbacks.get(), NL_CB_VALID, NL_CB_CUSTOM, &onValid, &exchange);
    nl_cb_set(callbacks.get(), NL_CB_ACK, NL_CB_CUSTOM, &onFinished, &exchange);
    nl_cb_set(callbacks.get(), NL_CB_FINISH, NL_CB_CUSTOM, &onFinished, &exchange); // of a dump
    nl_cb_err(callbacks.get(), NL_CB_CUSTOM, &onError, &exchange);
    if (nl_send_auto(socket.get(), m_message.get()) < 0)
        return errno != 0 ? errno : EIO;
    for (int i = 0; i < MaxReceives && !exchange.finished; ++i) {
        // A negative result with an answered error is that error; without one it is a broken exchange.
        if (nl_recvmsgs(socket.get(), callbacks.get()) < 0 && !exchange.finished)
            break;
    }
    return exchange.finished ? exchange.error : ETIMEDOUT;
}

} // namespace pptp
