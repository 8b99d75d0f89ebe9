// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/reply.h"

#include <utility>

namespace pptp {

class Reply::Pending {
public:
    explicit Pending(Finish&& finish) : m_finish(std::move(finish)) {}
    ~Pending() { finish(internalBusError()); }
    Pending(const Pending&) = delete;
    Pending& operator=(const Pending&) = delete;

    [[nodiscard]] bool open() const { return m_finish != nullptr; }

    /// The message is let go at once: it must not outlive its bus.
    void finish(const std::optional<sdbus::Error>& error)
    {
        if (const Finish finish = std::exchange(m_finish, nullptr))
            guardEvent("reply", [&] { finish(error); });
    }

private:
    Finish m_finish;
};

Reply::Reply(Finish finish) : m_pending(std::make_shared<Pending>(std::move(finish))) {}

void Reply::send(const Result<void>& outcome) const
{
    m_pending->finish(outcome ? std::nullopt : std::optional(busError(outcome.error())));
}

void Reply::sendInternalError() const
{
    m_pending->finish(internalBusError());
}

ReplyLedger::~ReplyLedger()
{
    for (const auto& entry : m_open) {
        if (const auto pending = entry.lock())
            pending->finish(busError({ErrorCode::Cancelled, "pptp-tunneld is stopping"}));
    }
}

std::optional<Reply> ReplyLedger::add(Reply reply)
{
    if (openCalls() >= MaxOpen) {
        reply.send(fail(ErrorCode::LimitsExceeded, "too many calls are waiting for their answer"));
        return std::nullopt;
    }
    m_open.push_back(reply.m_pending);
    return reply;
}

std::size_t ReplyLedger::openCalls()
{
    std::erase_if(m_open, [](const std::weak_ptr<Reply::Pending>& entry) {
        const auto pending = entry.lock();
        return !pending || !pending->open();
    });
    return m_open.size();
}

} // namespace pptp
