// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The answer that a caller still waits for: given exactly once, whatever happens to those who promised it.
#pragma once

#include "common/error.h"
#include "daemon/bus/bus_guard.h"
#include "daemon/bus/sdbus_edge.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace pptp {

/// A handle that may be copied into callbacks. If the last copy goes unanswered, the caller gets an error.
class Reply {
public:
    /// The first outcome is sent, later ones are ignored.
    void send(const Result<void>& outcome) const;
    void sendInternalError() const;

    /// Runs a part of the handler; an exception in it becomes the answer.
    template <class Function>
    void guard(const char* where, Function&& function) const
    {
        try {
            std::forward<Function>(function)();
        } catch (...) {
            logCurrentException(where);
            sendInternalError();
        }
    }

private:
    friend class ReplyLedger;
    class Pending;
    /// Sends the error, or success without one.
    using Finish = std::function<void(const std::optional<sdbus::Error>&)>;
    explicit Reply(Finish finish);

    std::shared_ptr<Pending> m_pending;
};

/// Knows every call without an answer, so that their number has a limit and none outlives the connection.
class ReplyLedger {
public:
    /// 128 is what dbus-daemon lets one connection wait for by default; this is for all of them together.
    static constexpr std::size_t MaxOpen = 512;

    ReplyLedger() = default;
    /// Answers what is open with Cancelled.
    ~ReplyLedger();
    ReplyLedger(const ReplyLedger&) = delete;
    ReplyLedger& operator=(const ReplyLedger&) = delete;

    /// Nothing if there are too many; the caller has been told. Success sends the values as they are then.
    template <class... Values>
    [[nodiscard]] std::optional<Reply> open(sdbus::Result<Values...>&& call,
                                            std::shared_ptr<Values>... values)
    {
        // Shared, since a std::function has to be copyable.
        auto shared = std::make_shared<sdbus::Result<Values...>>(std::move(call));
        return add(Reply([shared, values...](const std::optional<sdbus::Error>& error) {
            if (error)
                shared->returnError(*error);
            else
                shared->returnResults(*values...);
        }));
    }
    [[nodiscard]] std::size_t openCalls();

private:
    [[nodiscard]] std::optional<Reply> add(Reply reply);

    std::vector<std::weak_ptr<Reply::Pending>> m_open;
};

} // namespace pptp
