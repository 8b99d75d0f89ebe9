// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/io/event_loop.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <string>
#include <sys/epoll.h>
#include <system_error>

namespace pptp {
namespace {

tl::unexpected<Error> systemFailure(const char* call, int error)
{
    Error failure{ErrorCode::WorkerFailed, std::string(call) + ": " + std::generic_category().message(error)};
    failure.numbers["errno"] = error;
    return tl::unexpected(std::move(failure));
}

/// Rounded up: rounded down, the loop would spin through the last millisecond before a deadline.
int timeoutFor(std::optional<TimePoint> deadline)
{
    if (!deadline)
        return -1;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, INT_MAX));
}

} // namespace

Result<EventLoop> EventLoop::create()
{
    UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
    if (!epoll)
        return systemFailure("epoll_create1", errno);
    return EventLoop(std::move(epoll));
}

Result<void> EventLoop::add(int fd, std::uint32_t epollEvents, Handler handler)
{
    auto watch = std::make_unique<Watch>(Watch{fd, epollEvents, std::move(handler)});
    epoll_event event{};
    event.events = epollEvents;
    event.data.ptr = watch.get();
    if (::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, fd, &event) != 0)
        return systemFailure("epoll_ctl", errno);
    m_watches.push_back(std::move(watch));
    return {};
}

EventLoop::Watch* EventLoop::find(int fd)
{
    const auto at =
        std::find_if(m_watches.begin(), m_watches.end(), [fd](const auto& watch) { return watch->fd == fd; });
    return at == m_watches.end() ? nullptr : at->get();
}

void EventLoop::setEvents(int fd, std::uint32_t epollEvents)
{
    Watch* watch = find(fd);
    if (watch == nullptr || watch->events == epollEvents)
        return;
    epoll_event event{};
    event.events = epollEvents;
    event.data.ptr = watch;
    // Cannot fail for a descriptor that was added and is still open.
    if (::epoll_ctl(m_epoll.get(), EPOLL_CTL_MOD, fd, &event) == 0)
        watch->events = epollEvents;
}

void EventLoop::remove(int fd)
{
    if (Watch* watch = find(fd)) {
        ::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, fd, nullptr);
        watch->fd = -1; // The handler may be the one that is running: it is kept.
    }
}

Result<void> EventLoop::turn(std::optional<TimePoint> deadline)
{
    std::array<epoll_event, 8> ready{};
    const int count =
        ::epoll_wait(m_epoll.get(), ready.data(), static_cast<int>(ready.size()), timeoutFor(deadline));
    if (count < 0 && errno != EINTR)
        return systemFailure("epoll_wait", errno);
    for (int i = 0; i < count; ++i) {
        const auto& event = ready[static_cast<std::size_t>(i)];
        auto* watch = static_cast<Watch*>(event.data.ptr);
        if (watch->fd >= 0)
            watch->handler(event.events);
    }
    return {};
}

} // namespace pptp
