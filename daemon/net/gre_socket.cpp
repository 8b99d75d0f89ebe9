// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/gre_socket.h"

#include <cerrno>
#include <linux/filter.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <vector>

namespace pptp {
namespace {

using Program = std::vector<sock_filter>;

/// A burst of a fast download waits here while the worker has other things to do.
constexpr int ReceiveBufferBytes = 1 << 22;

// The header of RFC 2637, 4.1, behind the IP header, whose length the filter keeps in X.
constexpr std::uint32_t FlagsOffset = 0;
constexpr std::uint32_t ProtocolOffset = 2;
constexpr std::uint32_t CallIdOffset = 6;
constexpr std::uint32_t SmallestHeader = 8;
constexpr std::uint32_t GrePppProtocol = 0x880B;
/// All flags but S and A, which may be set or not; of the rest only K and version 1 are.
constexpr std::uint32_t FixedFlags = 0xFFFF & ~0x1080U;
constexpr std::uint32_t FixedFlagsValue = 0x2001;
constexpr std::uint32_t NumberedFlag = 0x1000;
constexpr std::uint32_t AcknowledgingFlag = 0x0080;

constexpr std::uint32_t Drop = 0;
constexpr std::uint32_t Pass = 0xFFFFFFFF;

sock_filter statement(unsigned code, std::uint32_t operand)
{
    return {static_cast<std::uint16_t>(code), 0, 0, operand};
}

/// Ends the filter with this verdict unless "accumulator <comparison> operand" holds.
void require(Program& program, unsigned comparison, std::uint32_t operand, std::uint32_t verdict)
{
    program.push_back({static_cast<std::uint16_t>(BPF_JMP | BPF_K | comparison), 1, 0, operand});
    program.push_back(statement(BPF_RET | BPF_K, verdict));
}

void loadHalfWord(Program& program, std::uint32_t offset)
{
    program.push_back(statement(BPF_LD | BPF_H | BPF_IND, offset));
}

/// Passes what is no well-formed packet; behind it the accumulator is the packet's call id.
Program loadCallId()
{
    Program program;
    // Raw sockets see the IP header too: X = its length.
    program.push_back(statement(BPF_LDX | BPF_B | BPF_MSH, 0));
    // A load beyond the end would drop the packet, and a short one must be seen: its length comes first.
    program.push_back(statement(BPF_LD | BPF_W | BPF_LEN, 0));
    program.push_back(statement(BPF_ALU | BPF_SUB | BPF_X, 0));
    require(program, BPF_JGE, SmallestHeader, Pass);
    loadHalfWord(program, FlagsOffset);
    program.push_back(statement(BPF_ALU | BPF_AND | BPF_K, FixedFlags));
    require(program, BPF_JEQ, FixedFlagsValue, Pass);
    loadHalfWord(program, ProtocolOffset);
    require(program, BPF_JEQ, GrePppProtocol, Pass);
    loadHalfWord(program, CallIdOffset);
    return program;
}

Program dropFilter(std::span<const std::uint16_t> callIds)
{
    Program program = loadCallId();
    for (const std::uint16_t callId : callIds) {
        program.push_back({BPF_JMP | BPF_K | BPF_JEQ, 0, 1, callId});
        program.push_back(statement(BPF_RET | BPF_K, Drop));
    }
    program.push_back(statement(BPF_RET | BPF_K, Pass));
    return program;
}

/// Nothing but sound packets of this call that have a number.
Program numberedOf(std::uint16_t callId)
{
    Program program;
    program.push_back(statement(BPF_LDX | BPF_B | BPF_MSH, 0));
    loadHalfWord(program, FlagsOffset);
    program.push_back(statement(BPF_ALU | BPF_AND | BPF_K, ~AcknowledgingFlag));
    require(program, BPF_JEQ, FixedFlagsValue | NumberedFlag, Drop);
    loadHalfWord(program, ProtocolOffset);
    require(program, BPF_JEQ, GrePppProtocol, Drop);
    loadHalfWord(program, CallIdOffset);
    require(program, BPF_JEQ, callId, Drop);
    program.push_back(statement(BPF_RET | BPF_K, Pass));
    return program;
}

Program keepFilter(std::uint16_t callId)
{
    Program program = loadCallId();
    require(program, BPF_JEQ, callId, Drop);
    program.push_back(statement(BPF_RET | BPF_K, Pass));
    return program;
}

Result<void> attach(int socket, Program program)
{
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    if (::setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) != 0)
        return tl::unexpected(socketError(errno, "GRE filter"));
    return {};
}

Result<void> detach(int socket)
{
    const int unused = 0;
    if (::setsockopt(socket, SOL_SOCKET, SO_DETACH_FILTER, &unused, sizeof unused) != 0 && errno != ENOENT)
        return tl::unexpected(socketError(errno, "GRE filter"));
    return {};
}

Result<void> setOption(int socket, int option, const char* name)
{
    const int value = 1;
    if (::setsockopt(socket, SOL_SOCKET, option, &value, sizeof value) != 0)
        return tl::unexpected(socketError(errno, name));
    return {};
}

void enlargeReceiveBuffer(int socket)
{
    // Beyond the system's limit where we may; the smaller buffer is no reason to fail.
    if (::setsockopt(socket, SOL_SOCKET, SO_RCVBUFFORCE, &ReceiveBufferBytes, sizeof ReceiveBufferBytes) != 0)
        (void)::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &ReceiveBufferBytes, sizeof ReceiveBufferBytes);
}

} // namespace

Result<UniqueFd> openGreSocket(const ServerEndpoint& endpoint)
{
    auto socket = openServerSocket(SOCK_RAW, IPPROTO_GRE, endpoint);
    if (!socket)
        return socket;
    // Until it is connected the socket gets everybody's GRE: nothing of that may wait in its queue.
    if (const auto closed = attach(socket->get(), {statement(BPF_RET | BPF_K, Drop)}); !closed)
        return tl::unexpected(closed.error());
    const int on = 1;
    if (::setsockopt(socket->get(), IPPROTO_IP, IP_RECVERR, &on, sizeof on) != 0)
        return tl::unexpected(socketError(errno, "IP_RECVERR"));
    enlargeReceiveBuffer(socket->get());
    if (const int error = connectServerSocket(socket->get(), endpoint, 0); error != 0)
        return tl::unexpected(connectError(error, "GRE to " + endpoint.address.toString()));
    if (const auto opened = detach(socket->get()); !opened)
        return tl::unexpected(opened.error());
    return socket;
}

Result<void> dropCalls(int greSocket, std::span<const std::uint16_t> otherCallIds)
{
    if (otherCallIds.size() > MaxDroppedCalls)
        return fail(ErrorCode::LimitsExceeded, "GRE filter: " + std::to_string(otherCallIds.size()) +
                                                   " calls are more than " + std::to_string(MaxDroppedCalls));
    return otherCallIds.empty() ? detach(greSocket) : attach(greSocket, dropFilter(otherCallIds));
}

Result<void> keepCall(int greSocket, std::uint16_t callId)
{
    return attach(greSocket, keepFilter(callId));
}

Result<UniqueFd> openGreObserver(const ServerEndpoint& endpoint, std::uint16_t callId)
{
    auto socket = openServerSocket(SOCK_RAW, IPPROTO_GRE, endpoint);
    if (!socket)
        return socket;
    const int fd = socket->get();
    // As above; and a buffer of one byte is the smallest that the kernel has.
    for (const auto& done :
         {attach(fd, {statement(BPF_RET | BPF_K, Drop)}), setOption(fd, SO_RCVBUF, "SO_RCVBUF"),
          setOption(fd, SO_RXQ_OVFL, "SO_RXQ_OVFL")}) {
        if (!done)
            return tl::unexpected(done.error());
    }
    if (const int error = connectServerSocket(fd, endpoint, 0); error != 0)
        return tl::unexpected(connectError(error, "GRE to " + endpoint.address.toString()));
    auto filtered = attach(fd, numberedOf(callId));
    if (filtered)
        filtered = setOption(fd, SO_LOCK_FILTER, "SO_LOCK_FILTER");
    if (!filtered)
        return tl::unexpected(filtered.error());
    return socket;
}

} // namespace pptp
