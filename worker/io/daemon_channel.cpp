// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/daemon_channel.h"

#include "common/link_history.h"
#include "common/local_message.h"
#include "common/statistics_page.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pptp {
namespace {

struct Received : LocalMessage {
    std::array<std::byte, MaxRecordBytes> bytes{};

    [[nodiscard]] std::span<const std::byte> record() const { return std::span(bytes).first(size); }
};

/// As receiveMessage().
std::optional<Received> receive(int socket, int flags)
{
    Received received;
    auto message = receiveMessage(socket, received.bytes, flags);
    if (!message)
        return std::nullopt;
    static_cast<LocalMessage&>(received) = std::move(*message);
    return received;
}

bool isLocalSocket(int fd)
{
    int domain = -1;
    socklen_t length = sizeof domain;
    return ::getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) == 0 && domain == AF_UNIX;
}

int socketType(int fd)
{
    int type = -1;
    socklen_t length = sizeof type;
    return ::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 ? type : -1;
}

bool isMemoryOf(std::size_t bytes, int fd)
{
    struct stat status {};
    return ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
           status.st_size == static_cast<off_t>(bytes);
}

bool isRightKind(WorkerDescriptor which, const WorkerConfig& config, int fd)
{
    switch (which) {
    case WorkerDescriptor::Tcp:
        return socketType(fd) == SOCK_STREAM;
    case WorkerDescriptor::Gre:
        // A datagram socket serves where raw ones are not to be had; its datagrams then bring an IP header.
        return socketType(fd) == SOCK_RAW || socketType(fd) == SOCK_DGRAM;
    case WorkerDescriptor::Pty: {
        if (config.loopback != 0)
            return !isLocalSocket(fd) && socketType(fd) == SOCK_DGRAM;
        // A master, the terminal that pptp-pty was given, or the socket that stands in for one.
        const bool isStream = isLocalSocket(fd) && socketType(fd) == SOCK_STREAM;
        return isStream || ::isatty(fd) == 1;
    }
    case WorkerDescriptor::StatisticsPage:
        return isMemoryOf(StatisticsPageBytes, fd);
    case WorkerDescriptor::History:
        return isMemoryOf(LinkHistoryBytes, fd);
    }
    return false;
}

bool makeNonBlocking(int fd)
{
    const int flags = ::fcntl(fd, F_GETFL);
    return flags >= 0 && ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0;
}

} // namespace

Result<DaemonChannel> DaemonChannel::open(UniqueFd socket)
{
    if (socketType(socket.get()) != SOCK_SEQPACKET)
        return fail(ErrorCode::InvalidArguments, "not a SOCK_SEQPACKET socket");
    return DaemonChannel(std::move(socket));
}

Result<WorkerStart> DaemonChannel::receiveStart()
{
    auto received = receive(m_socket.get(), 0);
    if (!received)
        return fail(ErrorCode::WorkerFailed, std::string("recvmsg: ") + std::strerror(errno));
    if (received->size == 0)
        return fail(ErrorCode::Cancelled, "the daemon closed the channel before it sent a configuration");
    const auto command = decodeCommand(received->record());
    if (!command)
        return tl::unexpected(command.error());
    const auto* config = std::get_if<WorkerConfig>(&*command);
    if (config == nullptr || received->cut || received->descriptors.size() != attachedTo(*config).size())
        return fail(ErrorCode::WorkerFailed, "the first record is not a configuration with its descriptors");
    WorkerStart start{*config, {}};
    auto next = received->descriptors.begin();
    for (const WorkerDescriptor which : attachedTo(*config)) {
        UniqueFd& descriptor = *next++;
        const auto index = static_cast<std::size_t>(which);
        if (!isRightKind(which, *config, descriptor.get()) || !makeNonBlocking(descriptor.get()))
            return fail(ErrorCode::WorkerFailed,
                        "descriptor " + std::to_string(index) + " is of a wrong kind");
        start.descriptors[index] = std::move(descriptor);
    }
    return start;
}

DaemonChannel::Command DaemonChannel::receiveCommand()
{
    const auto received = receive(m_socket.get(), MSG_DONTWAIT);
    if (!received)
        return errno == EAGAIN ? Command::None : Command::Clear;
    if (received->size == 0)
        return Command::Clear;
    const auto command = decodeCommand(received->record());
    const bool valid = command && std::holds_alternative<ClearCall>(*command) && !received->cut &&
                       received->descriptors.empty();
    return valid ? Command::Clear : Command::Broken;
}

void DaemonChannel::send(const WorkerReport& report)
{
    const std::string bytes = encodeRecord(report);
    [[maybe_unused]] const auto sent =
        ::send(m_socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

} // namespace pptp
