// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// bench-scale-peer: a PPTP server at each of the given addresses, for as many calls as come. It answers a
// line on its standard input with what it has counted, and ends with it.

#include "benchmarks/scale_calls.h"
#include "worker/control/control_framer.h"

#include <arpa/inet.h>
#include <cstdio>
#include <functional>
#include <memory>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using namespace pptp;
using namespace pptp::bench;

namespace {

constexpr std::uint16_t ControlPort = 1723;

struct Counters {
    unsigned long connections = 0; ///< Open ones.
    unsigned long echoes = 0;
};

/// One control connection with its call.
class Connection {
public:
    Connection(UniqueFd socket, in_addr peer, ScaleCalls& calls, Counters& counters)
        : m_socket(std::move(socket)), m_peer(peer), m_calls(calls), m_counters(counters)
    {
        ++m_counters.connections;
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection()
    {
        --m_counters.connections;
        if (m_callId)
            m_calls.close(*m_callId);
    }

    [[nodiscard]] int descriptor() const { return m_socket.get(); }

    /// False when it is over.
    [[nodiscard]] bool onReadable()
    {
        std::array<std::byte, 4096> buffer{};
        const ssize_t count = ::recv(m_socket.get(), buffer.data(), buffer.size(), 0);
        if (count <= 0)
            return false;
        auto input = std::span<const std::byte>(buffer).first(static_cast<std::size_t>(count));
        for (;;) {
            const auto message = m_framer.next(input);
            if (!message || !*message)
                return message.has_value();
            if (const auto decoded = decodeControl(**message))
                react(*decoded);
        }
    }

private:
    void react(const ControlMessage& message)
    {
        if (std::holds_alternative<StartRequest>(message)) {
            reply(StartReply{.result = 1,
                             .framing = 3,
                             .bearer = 3,
                             .hostName = RecordText::from("bench"),
                             .vendor = RecordText::from("bench")});
        } else if (const auto* call = std::get_if<OutgoingCallRequest>(&message)) {
            m_callId = m_calls.open(m_peer, call->callId);
            reply(OutgoingCallReply{.callId = m_callId.value_or(0),
                                    .peerCallId = call->callId,
                                    .result = static_cast<std::uint8_t>(m_callId ? 1 : 2),
                                    .connectSpeed = 1'000'000'000,
                                    .window = call->window});
        } else if (const auto* echo = std::get_if<EchoRequest>(&message)) {
            ++m_counters.echoes;
            reply(EchoReply{.identifier = echo->identifier, .result = 1});
        } else if (std::holds_alternative<CallClearRequest>(message)) {
            reply(CallDisconnectNotify{.callId = m_callId.value_or(0), .result = 4});
        } else if (std::holds_alternative<StopRequest>(message)) {
            reply(StopReply{.result = 1});
        }
    }

    void reply(const ControlMessage& message)
    {
        const auto bytes = encodeControl(message);
        (void)::send(m_socket.get(), bytes.bytes.data(), bytes.size, MSG_NOSIGNAL);
    }

    UniqueFd m_socket;
    in_addr m_peer;
    ScaleCalls& m_calls;
    Counters& m_counters;
    ControlFramer m_framer;
    std::optional<std::uint16_t> m_callId;
};

UniqueFd boundSocket(int type, int protocol, const sockaddr_in& address)
{
    UniqueFd socket(::socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol));
    const int on = 1;
    if (socket)
        ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (!socket || ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return {};
    return socket;
}

class Peer {
public:
    Peer() : m_epoll(::epoll_create1(EPOLL_CLOEXEC)) {}

    [[nodiscard]] bool listen(const char* text)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(ControlPort);
        if (::inet_pton(AF_INET, text, &address.sin_addr) != 1)
            return false;
        UniqueFd listener = boundSocket(SOCK_STREAM, IPPROTO_TCP, address);
        UniqueFd gre = boundSocket(SOCK_RAW, IPPROTO_GRE, address);
        if (!listener || !gre || ::listen(listener.get(), SOMAXCONN) != 0)
            return false;
        ScaleCalls& calls = *m_calls.emplace_back(std::make_unique<ScaleCalls>(std::move(gre)));
        watch(calls.descriptor(), [&calls] { calls.onReadable(); });
        const int descriptor = m_listeners.emplace_back(std::move(listener)).get();
        watch(descriptor, [this, descriptor, &calls] { accept(descriptor, calls); });
        return true;
    }

    void run()
    {
        bool running = true;
        watch(STDIN_FILENO, [this, &running] { running = takeCommand(); });
        std::array<epoll_event, 64> ready{};
        while (running) {
            const int count = ::epoll_wait(m_epoll.get(), ready.data(), static_cast<int>(ready.size()), -1);
            for (int i = 0; i < count; ++i) {
                // An earlier one of this round may have closed it.
                if (const auto found = m_watches.find(ready.at(static_cast<std::size_t>(i)).data.fd);
                    found != m_watches.end())
                    std::function<void()>(found->second)();
            }
        }
    }

private:
    void watch(int descriptor, std::function<void()> onReadable)
    {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = descriptor;
        (void)::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, descriptor, &event);
        m_watches[descriptor] = std::move(onReadable);
    }

    void accept(int listener, ScaleCalls& calls)
    {
        sockaddr_in peer{};
        socklen_t length = sizeof peer;
        UniqueFd socket(
            ::accept4(listener, reinterpret_cast<sockaddr*>(&peer), &length, SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (!socket)
            return;
        const auto connection =
            std::make_shared<Connection>(std::move(socket), peer.sin_addr, calls, m_counters);
        watch(connection->descriptor(), [this, connection] {
            if (!connection->onReadable())
                m_watches.erase(connection->descriptor());
        });
    }

    [[nodiscard]] bool takeCommand()
    {
        std::array<char, 256> line{};
        if (::read(STDIN_FILENO, line.data(), line.size()) <= 0)
            return false;
        std::size_t calls = 0;
        for (const auto& one : m_calls)
            calls += one->count();
        std::printf("{\"event\": \"counters\", \"connections\": %lu, \"calls\": %zu, \"echoes\": %lu}\n",
                    m_counters.connections, calls, m_counters.echoes);
        std::fflush(stdout);
        return true;
    }

    UniqueFd m_epoll;
    Counters m_counters;
    std::vector<std::unique_ptr<ScaleCalls>> m_calls; ///< One for each address.
    std::vector<UniqueFd> m_listeners;
    std::map<int, std::function<void()>> m_watches;
};

} // namespace

int main(int argc, char** argv)
{
    Peer peer;
    for (int i = 1; i < argc; ++i) {
        if (!peer.listen(argv[i])) {
            std::perror(argv[i]);
            return 1;
        }
    }
    std::puts(R"({"event": "listening"})");
    std::fflush(stdout);
    peer.run();
    return 0;
}
