// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/standard_input.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace pptp {
namespace {

bool isStreamSocket(int descriptor)
{
    int type = 0;
    socklen_t length = sizeof type;
    return ::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == SOCK_STREAM;
}

bool isPtyMaster(int descriptor)
{
    unsigned number = 0;
    return ::ioctl(descriptor, TIOCGPTN, &number) == 0;
}

} // namespace

void detachStandardStreams(bool errorToo)
{
    const UniqueFd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!nothing)
        return;
    ::dup2(nothing.get(), STDIN_FILENO);
    ::dup2(nothing.get(), STDOUT_FILENO);
    if (errorToo)
        ::dup2(nothing.get(), STDERR_FILENO);
}

Result<StandardInput> StandardInput::take()
{
    if (::isatty(STDIN_FILENO) == 0 && !isStreamSocket(STDIN_FILENO))
        return fail(
            ErrorCode::InvalidArguments,
            "standard input is neither a terminal nor a socket: --nolaunchpppd is for pppd's pty option");
    StandardInput input(UniqueFd(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)));
    if (!input.m_terminal)
        return fail(ErrorCode::ConfigureFailed, std::string("standard input: ") + std::strerror(errno));
    input.m_flags = ::fcntl(input.m_terminal.get(), F_GETFL);
    detachStandardStreams(false);
    termios settings{};
    // A master's settings are those of the other side, and pppd's business.
    if (isPtyMaster(input.m_terminal.get()) || ::tcgetattr(input.m_terminal.get(), &settings) != 0)
        return input;
    input.m_settings = settings;
    ::cfmakeraw(&settings);
    ::tcsetattr(input.m_terminal.get(), TCSANOW, &settings);
    return input;
}

StandardInput::~StandardInput()
{
    if (!m_terminal)
        return;
    ::fcntl(m_terminal.get(), F_SETFL, m_flags);
    if (m_settings)
        ::tcsetattr(m_terminal.get(), TCSANOW, &*m_settings);
}

UniqueFd StandardInput::duplicate() const
{
    return UniqueFd(::fcntl(m_terminal.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
}

HangUpWatch::HangUpWatch(int descriptor, std::function<void()> gone)
    : m_poller(::epoll_create1(EPOLL_CLOEXEC))
{
    // Nothing is asked for: a hang-up and an error are told all the same, and data is not.
    epoll_event event{};
    if (::epoll_ctl(m_poller.get(), EPOLL_CTL_ADD, descriptor, &event) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(m_poller.get(), QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                     [this, gone = std::move(gone)] {
                         m_notifier->setEnabled(false);
                         gone();
                     });
}

} // namespace pptp
