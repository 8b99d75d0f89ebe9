// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Waits for descriptors and for one point in time, and calls whoever watches a descriptor.
#pragma once

#include "common/error.h"
#include "common/unique_fd.h"
#include "worker/time_point.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace pptp {

/// Small on purpose: a handful of descriptors that live as long as the process, level-triggered.
class EventLoop {
public:
    using Handler = std::function<void(std::uint32_t epollEvents)>;

    [[nodiscard]] static Result<EventLoop> create();

    /// The descriptor stays the caller's and must outlive the watch.
    [[nodiscard]] Result<void> add(int fd, std::uint32_t epollEvents, Handler handler);
    /// Errors and hang-ups are told whatever the events are; only remove() ends those.
    void setEvents(int fd, std::uint32_t epollEvents);
    /// May be called by the handler itself.
    void remove(int fd);

    /// Sleeps until a descriptor is ready or the deadline has come, and calls the handlers of what is ready.
    [[nodiscard]] Result<void> turn(std::optional<TimePoint> deadline);

private:
    struct Watch {
        int fd = -1;
        std::uint32_t events = 0;
        Handler handler;
    };

    explicit EventLoop(UniqueFd epoll) : m_epoll(std::move(epoll)) {}
    [[nodiscard]] Watch* find(int fd);

    UniqueFd m_epoll;
    std::vector<std::unique_ptr<Watch>> m_watches; ///< A removed one keeps its place, with fd -1.
};

} // namespace pptp
