// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// bench-peer: a PPTP server for one call; or with --bare one end of a GRE flow that no control connection
// made, with --encoded one whose frames are in the framing of a terminal already.

#include "benchmarks/gre_link.h"
#include "benchmarks/traffic_end.h"

#include <arpa/inet.h>
#include <cstdio>
#include <memory>
#include <string_view>
#include <sys/prctl.h>

using namespace pptp;
using namespace pptp::bench;

namespace {

constexpr std::uint16_t ControlPort = 1723;

sockaddr_in socketAddress(const char* text, std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    if (::inet_pton(AF_INET, text, &address.sin_addr) != 1)
        address.sin_family = AF_UNSPEC;
    return address;
}

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

int serve(const char* ours)
{
    const auto gre = boundSocket(SOCK_RAW, IPPROTO_GRE, socketAddress(ours, 0));
    auto listener = boundSocket(SOCK_STREAM, IPPROTO_TCP, socketAddress(ours, ControlPort));
    if (!gre || !listener || ::listen(listener.get(), 1) != 0) {
        std::perror("bench-peer");
        return 1;
    }
    const auto link = std::make_unique<GreLink>(gre.get());
    CallServer server(std::move(listener), [&link](in_addr peer, std::uint16_t callId) {
        link->open(peer, callId);
        std::puts(R"({"event": "call"})");
        std::fflush(stdout);
    });
    std::puts(R"({"event": "listening"})");
    std::fflush(stdout);
    TrafficEnd(*link, &server).run();
    return 0;
}

int exchangeBare(const char* ours, const char* theirs, GreLink::Payload payload)
{
    const auto gre = boundSocket(SOCK_RAW, IPPROTO_GRE, socketAddress(ours, 0));
    if (!gre) {
        std::perror("bench-peer");
        return 1;
    }
    const auto link = std::make_unique<GreLink>(gre.get(), payload);
    link->open(socketAddress(theirs, 0).sin_addr, GreLink::OurCallId);
    TrafficEnd(*link, nullptr).run();
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    ::prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
    if (argc == 2)
        return serve(argv[1]);
    if (argc == 4 && std::string_view(argv[1]) == "--bare")
        return exchangeBare(argv[2], argv[3], GreLink::Payload::Plain);
    if (argc == 4 && std::string_view(argv[1]) == "--encoded")
        return exchangeBare(argv[2], argv[3], GreLink::Payload::Encoded);
    std::fputs("Usage: bench-peer ADDRESS\n"
               "   or: bench-peer --bare ADDRESS PEER-ADDRESS\n"
               "   or: bench-peer --encoded ADDRESS PEER-ADDRESS\n",
               stderr);
    return 2;
}
