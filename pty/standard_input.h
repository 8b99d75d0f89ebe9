// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Standard input as the way to pppd: taken over, put in order, and watched for its end.
#pragma once

#include "common/error.h"
#include "common/unique_fd.h"

#include <functional>
#include <memory>
#include <optional>
#include <termios.h>

#include <QSocketNotifier>

namespace pptp {

/// Standard input and output lead nowhere from then on. With error output too, if that is asked for.
void detachStandardStreams(bool errorToo);

/// pppd's side of the call is what standard input is: the master of a pty, another terminal, or a stream
/// socket. InvalidArguments for anything else, on which no frame could go both ways.
class StandardInput {
public:
    [[nodiscard]] static Result<StandardInput> take();
    StandardInput(StandardInput&&) = default;
    StandardInput& operator=(StandardInput&&) = delete;
    /// Gives it back as it was.
    ~StandardInput();

    [[nodiscard]] UniqueFd duplicate() const;

private:
    explicit StandardInput(UniqueFd terminal) : m_terminal(std::move(terminal)) {}

    UniqueFd m_terminal;
    int m_flags = -1;                  ///< As they were; they are shared with whoever gave us the terminal.
    std::optional<termios> m_settings; ///< As they were.
};

/// Tells once when the other side is gone, without reading a byte.
class HangUpWatch {
public:
    HangUpWatch(int descriptor, std::function<void()> gone);

private:
    UniqueFd m_poller;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace pptp
