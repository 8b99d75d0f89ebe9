// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "benchmarks/call_server.h"

#include "benchmarks/gre_link.h"

#include <utility>

namespace pptp::bench {

CallServer::CallServer(UniqueFd listener, CallHandler onCall)
    : m_socket(std::move(listener)), m_onCall(std::move(onCall))
{
}

void CallServer::accept()
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    UniqueFd connection(::accept4(m_socket.get(), reinterpret_cast<sockaddr*>(&address), &length,
                                  SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!connection)
        return;
    m_socket = std::move(connection);
    m_peer = address.sin_addr;
    m_isConnected = true;
}

void CallServer::onReadable()
{
    if (!m_isConnected) {
        accept();
        return;
    }
    std::array<std::byte, 4096> buffer{};
    const ssize_t count = ::recv(m_socket.get(), buffer.data(), buffer.size(), 0);
    if (count <= 0) {
        m_socket.reset();
        return;
    }
    auto input = std::span<const std::byte>(buffer).first(static_cast<std::size_t>(count));
    while (m_socket) {
        const auto message = m_framer.next(input);
        if (!message)
            m_socket.reset();
        else if (!*message)
            return;
        else if (const auto decoded = decodeControl(**message))
            react(*decoded);
    }
}

void CallServer::react(const ControlMessage& message)
{
    if (std::holds_alternative<StartRequest>(message)) {
        reply(StartReply{.result = 1,
                         .framing = 3,
                         .bearer = 3,
                         .maxChannels = 1,
                         .hostName = RecordText::from("bench"),
                         .vendor = RecordText::from("bench")});
    } else if (const auto* call = std::get_if<OutgoingCallRequest>(&message)) {
        reply(OutgoingCallReply{.callId = GreLink::OurCallId,
                                .peerCallId = call->callId,
                                .result = 1,
                                .connectSpeed = 1'000'000'000,
                                .window = call->window});
        m_onCall(m_peer, call->callId);
    } else if (const auto* echo = std::get_if<EchoRequest>(&message)) {
        reply(EchoReply{.identifier = echo->identifier, .result = 1});
    } else if (std::holds_alternative<CallClearRequest>(message)) {
        reply(CallDisconnectNotify{.callId = GreLink::OurCallId, .result = 4});
    } else if (std::holds_alternative<StopRequest>(message)) {
        reply(StopReply{.result = 1});
    }
}

void CallServer::reply(const ControlMessage& message)
{
    const auto bytes = encodeControl(message);
    if (::send(m_socket.get(), bytes.bytes.data(), bytes.size, MSG_NOSIGNAL) < 0)
        m_socket.reset();
}

} // namespace pptp::bench
