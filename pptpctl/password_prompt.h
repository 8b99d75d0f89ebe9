// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Asks for a password on the terminal, which does not show it, while the event loop goes on.
#pragma once

#include "common/error.h"
#include "common/secret.h"
#include "pptpctl/options.h"
#include "pptpctl/password_lines.h"
#include "pptpctl/terminal.h"

#include <QSocketNotifier>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <termios.h>

namespace pptp {

class PasswordPrompt {
public:
    /// Nothing if the input has ended.
    using Done = std::function<void(std::optional<Result<Secret>>)>;

    explicit PasswordPrompt(const Terminal& terminal) : m_terminal(terminal) {}
    /// Leaves the terminal as it was, whatever ends the program in an orderly way.
    ~PasswordPrompt();
    PasswordPrompt(const PasswordPrompt&) = delete;
    PasswordPrompt& operator=(const PasswordPrompt&) = delete;

    /// Whether somebody is there to be asked, or is said to be.
    [[nodiscard]] static bool isPossible(const Options& options);

    /// One question at a time.
    void ask(const QString& question, Done done);
    /// Takes the question back; done is not called.
    void cancel();
    [[nodiscard]] bool isOpen() const { return m_done != nullptr; }

private:
    void hideInput();
    void showInput();
    void read();
    void deliver();
    void finish(std::optional<Result<Secret>> answer);
    void print(const QString& text) const;

    const Terminal& m_terminal;
    PasswordLines m_lines;
    Done m_done;
    std::optional<termios> m_before; ///< What the terminal was like, while it is not.
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace pptp
