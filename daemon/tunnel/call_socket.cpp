// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/call_socket.h"

#include "daemon/net/gre_socket.h"

#include <sys/utsname.h>
#include <utility>

namespace pptp {
namespace {

/// The ids of other programs and namespaces are in the same table of the kernel, and ours are random.
constexpr int MaxBusyIds = 16;

KernelVersion runningKernel()
{
    utsname names{};
    return ::uname(&names) == 0 ? kernelVersion(names.release) : KernelVersion{};
}

} // namespace

Result<std::unique_ptr<CallSocket>> CallSocket::open(const Profile& profile, const ServerEndpoint& endpoint,
                                                     CallTable& calls)
{
    auto choice = chooseDataPath(profile, runningKernel());
    if (choice && choice->path == DataPath::Kernel) {
        std::unique_ptr<CallSocket> socket(new CallSocket(calls, *choice));
        const auto opened = socket->openKernel(endpoint);
        if (opened)
            return socket;
        choice = afterKernelRefusal(profile, opened.error());
    }
    if (!choice)
        return tl::unexpected(choice.error());
    std::unique_ptr<CallSocket> socket(new CallSocket(calls, *choice));
    const bool loopback = choice->path == DataPath::Loopback;
    if (const auto opened = loopback ? socket->openLoopback(endpoint) : socket->openRaw(endpoint); !opened)
        return tl::unexpected(opened.error());
    return socket;
}

CallSocket::~CallSocket()
{
    giveBack();
}

Result<void> CallSocket::openRaw(const ServerEndpoint& endpoint)
{
    auto gre = openGreSocket(endpoint);
    if (!gre)
        return tl::unexpected(gre.error());
    m_gre = std::move(*gre);
    return takeCallId(endpoint.address, m_gre.get());
}

/// The call id is also that of the kernel's tunnel, so that there is one to be unique.
Result<void> CallSocket::openLoopback(const ServerEndpoint& endpoint)
{
    Result<LoopbackChannel> channel = fail(ErrorCode::Busy);
    for (int tries = 0; tries < MaxBusyIds && !channel; ++tries) {
        if (const auto opened = openRaw(endpoint); !opened)
            return opened;
        channel = LoopbackChannel::open(m_callId);
        if (channel)
            break;
        giveBack();
        if (channel.error().code != ErrorCode::Busy)
            break;
    }
    if (!channel)
        return tl::unexpected(channel.error());
    m_loopback = std::move(*channel);
    return {};
}

Result<void> CallSocket::openKernel(const ServerEndpoint& endpoint)
{
    Result<KernelChannel> channel = fail(ErrorCode::Busy);
    for (int tries = 0; tries < MaxBusyIds && !channel; ++tries) {
        if (const auto taken = takeCallId(endpoint.address, CallTable::NoSocket); !taken)
            return taken;
        channel = KernelChannel::bind(endpoint, m_callId);
        if (channel)
            break;
        giveBack();
        if (channel.error().code != ErrorCode::Busy)
            break;
    }
    if (!channel)
        return tl::unexpected(channel.error());
    m_channel = std::move(*channel);
    return canObserve(runningKernel()) ? openObserver(endpoint) : Result<void>();
}

Result<void> CallSocket::openObserver(const ServerEndpoint& endpoint)
{
    auto observer = openGreObserver(endpoint, m_callId);
    if (!observer)
        return tl::unexpected(observer.error());
    m_observer = std::move(*observer);
    return {};
}

Result<void> CallSocket::takeCallId(Ipv4Address server, int greSocket)
{
    const auto id = m_calls.add(server, greSocket);
    if (!id)
        return tl::unexpected(id.error());
    m_callId = *id;
    return {};
}

void CallSocket::giveBack()
{
    if (const std::uint16_t id = std::exchange(m_callId, 0); id != 0)
        m_calls.remove(id);
}

int CallSocket::linkFd() const
{
    if (m_channel)
        return m_channel->fd();
    return m_loopback ? m_loopback->linkFd() : -1;
}

Result<void> CallSocket::connect(std::uint16_t peerCallId)
{
    return m_channel ? m_channel->connect(peerCallId) : Result<void>();
}

} // namespace pptp
