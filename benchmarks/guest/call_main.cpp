// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// bench-call: PPTP calls that the kernel carries, as a server or a client, each with a pppd of its own. What
// the guest's benchmark needs as the other side, which must not be what limits a client.

#include "benchmarks/guest/kernel_call.h"
#include "worker/control/control_framer.h"

#include <arpa/inet.h>
#include <csignal>
#include <cstdio>
#include <optional>
#include <poll.h>
#include <string_view>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace pptp;
using namespace pptp::bench;

namespace {

constexpr std::uint16_t ControlPort = 1723;
constexpr std::uint16_t Window = 64;

using Command = std::vector<std::string>;

/// The control connection of one call and the call itself, until either side ends it.
class Call {
public:
    Call(UniqueFd connection, Command command)
        : m_connection(std::move(connection)), m_command(std::move(command))
    {
        sockaddr_in address{};
        socklen_t length = sizeof address;
        ::getpeername(m_connection.get(), reinterpret_cast<sockaddr*>(&address), &length);
        m_peer = address.sin_addr;
        length = sizeof address;
        ::getsockname(m_connection.get(), reinterpret_cast<sockaddr*>(&address), &length);
        m_call.emplace(address.sin_addr);
    }

    void ask() { send(StartRequest{.framing = 3, .bearer = 3}); }

    void run()
    {
        while (m_call->isOpen() && m_connection) {
            std::array<pollfd, 2> wanted{{{m_connection.get(), POLLIN, 0}, {m_call->ended(), POLLIN, 0}}};
            if (::poll(wanted.data(), wanted.size(), -1) < 0 || wanted[1].revents != 0)
                break;
            if (wanted[0].revents != 0)
                onReadable();
        }
        m_call->stop();
    }

private:
    void onReadable()
    {
        std::array<std::byte, 4096> buffer{};
        const ssize_t count = ::recv(m_connection.get(), buffer.data(), buffer.size(), 0);
        if (count <= 0)
            return m_connection.reset();
        auto input = std::span<const std::byte>(buffer).first(static_cast<std::size_t>(count));
        while (m_connection) {
            const auto message = m_framer.next(input);
            if (!message)
                return m_connection.reset();
            if (!*message)
                return;
            if (const auto decoded = decodeControl(**message))
                react(*decoded);
        }
    }

    void react(const ControlMessage& message)
    {
        if (std::holds_alternative<StartRequest>(message)) {
            send(StartReply{.result = 1, .framing = 3, .bearer = 3, .maxChannels = 1});
        } else if (std::holds_alternative<StartReply>(message)) {
            send(OutgoingCallRequest{.callId = m_call->callId(),
                                     .minimumBps = 300,
                                     .maximumBps = 1'000'000'000,
                                     .bearer = 3,
                                     .framing = 3,
                                     .window = Window});
        } else if (const auto* request = std::get_if<OutgoingCallRequest>(&message)) {
            // Connected first: what arrives before is lost.
            start(request->callId);
            send(OutgoingCallReply{.callId = m_call->callId(),
                                   .peerCallId = request->callId,
                                   .result = 1,
                                   .connectSpeed = 1'000'000'000,
                                   .window = Window});
        } else if (const auto* reply = std::get_if<OutgoingCallReply>(&message)) {
            start(reply->callId);
        } else if (const auto* echo = std::get_if<EchoRequest>(&message)) {
            send(EchoReply{.identifier = echo->identifier, .result = 1});
        } else if (std::holds_alternative<CallClearRequest>(message)) {
            send(CallDisconnectNotify{.callId = m_call->callId(), .result = 4});
        } else if (std::holds_alternative<StopRequest>(message)) {
            send(StopReply{.result = 1});
        }
    }

    void start(std::uint16_t peerCallId)
    {
        if (m_call->ended() < 0 && !m_call->start(m_peer, peerCallId, m_command))
            m_connection.reset();
    }

    void send(const ControlMessage& message)
    {
        const auto bytes = encodeControl(message);
        if (m_connection && ::send(m_connection.get(), bytes.bytes.data(), bytes.size, MSG_NOSIGNAL) < 0)
            m_connection.reset();
    }

    UniqueFd m_connection;
    Command m_command;
    in_addr m_peer{};
    ControlFramer m_framer;
    std::optional<KernelCall> m_call;
};

/// A process for each call, none of which outlives this one.
int serve(const sockaddr_in& address, const Command& command)
{
    const UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int on = 1;
    ::setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener.get(), SOMAXCONN) != 0) {
        std::perror("bench-call");
        return 1;
    }
    ::signal(SIGCHLD, SIG_IGN); // nobody waits for them
    std::puts("listening");
    std::fflush(stdout);
    for (;;) {
        UniqueFd connection(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!connection || ::fork() != 0)
            continue;
        ::prctl(PR_SET_PDEATHSIG, SIGTERM, 0UL, 0UL, 0UL);
        ::signal(SIGCHLD, SIG_DFL);
        Call(std::move(connection), command).run();
        return 0;
    }
}

int call(const sockaddr_in& address, const Command& command)
{
    UniqueFd connection(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::connect(connection.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        std::perror("bench-call");
        return 1;
    }
    Call outgoing(std::move(connection), command);
    outgoing.ask();
    outgoing.run();
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(ControlPort);
    if (argc > 3 && ::inet_pton(AF_INET, argv[2], &address.sin_addr) == 1) {
        const Command command(argv + 3, argv + argc);
        if (std::string_view(argv[1]) == "serve")
            return serve(address, command);
        if (std::string_view(argv[1]) == "call")
            return call(address, command);
    }
    std::fputs("Usage: bench-call serve|call ADDRESS PPPD OPTION...\n", stderr);
    return 2;
}
