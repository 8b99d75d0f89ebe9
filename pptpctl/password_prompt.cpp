// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/password_prompt.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <unistd.h>

namespace pptp {

PasswordPrompt::~PasswordPrompt()
{
    showInput();
}

bool PasswordPrompt::isPossible(const Options& options)
{
    return !options.noAsk && (options.ask || (isatty(STDIN_FILENO) && isatty(STDERR_FILENO)));
}

void PasswordPrompt::ask(const QString& question, Done done)
{
    m_done = std::move(done);
    hideInput();
    print(question);
    if (!m_notifier) {
        m_notifier = std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read);
        QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { read(); });
    }
    m_notifier->setEnabled(true);
    // What was typed ahead, but not from inside this call.
    QMetaObject::invokeMethod(
        m_notifier.get(), [this] { deliver(); }, Qt::QueuedConnection);
}

void PasswordPrompt::cancel()
{
    if (!isOpen())
        return;
    m_done = nullptr;
    m_notifier->setEnabled(false);
    showInput();
    print("\n");
}

void PasswordPrompt::hideInput()
{
    termios settings{};
    if (m_before || tcgetattr(STDIN_FILENO, &settings) != 0)
        return; // hidden already, or no terminal
    m_before = settings;
    settings.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    settings.c_lflag |= ICANON | ISIG;
    // Stopped or killed from the keyboard, the program could not bring the echo back.
    settings.c_cc[VSUSP] = _POSIX_VDISABLE;
    settings.c_cc[VQUIT] = _POSIX_VDISABLE;
    // What was typed while the terminal still showed it was not meant as a password.
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings);
}

void PasswordPrompt::showInput()
{
    if (m_before)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &*m_before);
    m_before.reset();
}

void PasswordPrompt::read()
{
    std::array<char, 1024> bytes{};
    const ssize_t size = ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (size < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (size > 0)
        m_lines.feed({bytes.data(), static_cast<std::size_t>(size)});
    else
        m_lines.end();
    explicit_bzero(bytes.data(), bytes.size());
    deliver();
}

void PasswordPrompt::deliver()
{
    if (!isOpen())
        return;
    if (auto line = m_lines.take())
        finish(std::move(line));
    else if (m_lines.hasEnded())
        finish(std::nullopt);
}

void PasswordPrompt::finish(std::optional<Result<Secret>> answer)
{
    const Done done = std::exchange(m_done, nullptr);
    m_notifier->setEnabled(false);
    const bool hidden = m_before.has_value();
    showInput();
    if (hidden)
        print("\n"); // the one that was typed was not shown
    done(std::move(answer));
}

void PasswordPrompt::print(const QString& text) const
{
    std::fputs(m_terminal.encode(text).constData(), stderr);
    std::fflush(stderr);
}

} // namespace pptp
