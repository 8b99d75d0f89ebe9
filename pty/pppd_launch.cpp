// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/pppd_launch.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pptp {
namespace {

/// Orders to the original process: one datagram of this byte and what belongs to it.
constexpr char BecomePppd = 'p'; ///< The terminal's path.
constexpr char Exit = 'x';       ///< One byte, the exit status.

/// pppd opens its terminal at once, also when it goes into the background before.
constexpr std::chrono::seconds HoldLimit{10};

tl::unexpected<Error> launchError(const std::string& what, int number)
{
    return fail(ErrorCode::ConfigureFailed, what + ": " + std::strerror(number));
}

/// Never returns. On failure the other side is told, and the user.
[[noreturn]] void becomePppd(int channel, const std::vector<std::string>& arguments)
{
    std::vector<char*> words;
    for (const std::string& argument : arguments)
        words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    ::execv(words.front(), words.data());
    const int number = errno;
    std::fprintf(stderr, "pptp-pty: %s: %s\n", words.front(), std::strerror(number));
    (void)::send(channel, &number, sizeof number, MSG_NOSIGNAL);
    std::_Exit(EXIT_FAILURE);
}

/// Never returns. The end of file means that the child is gone, and has said why.
[[noreturn]] void obey(int channel, const std::string& program, std::span<const std::string> words)
{
    std::array<char, 256> order{};
    ssize_t size = 0;
    do {
        size = ::recv(channel, order.data(), order.size() - 1, 0);
    } while (size < 0 && errno == EINTR);
    if (size > 1 && order.front() == BecomePppd)
        becomePppd(channel, pppdArguments(program, order.data() + 1, words));
    std::_Exit(size == 2 && order.front() == Exit ? static_cast<unsigned char>(order[1]) : EXIT_FAILURE);
}

} // namespace

std::vector<std::string> pppdArguments(const std::string& program, const std::string& terminal,
                                       std::span<const std::string> words)
{
    std::vector<std::string> arguments{program, terminal, "38400"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    return arguments;
}

Result<LaunchLink> forkFromPppd(const std::string& program, std::span<const std::string> words,
                                bool foreground)
{
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0)
        return launchError("socketpair", errno);
    UniqueFd ours(pair[0]);
    UniqueFd originals(pair[1]);
    // For the child and its children: pppd must not find a child that it knows nothing of.
    UniqueFd original(static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0)));
    if (!original)
        return launchError("pidfd_open", errno);
    const pid_t between = ::fork();
    if (between < 0)
        return launchError("fork", errno);
    if (between > 0) {
        ours.reset();
        (void)::waitpid(between, nullptr, 0); // it ends at once
        obey(originals.get(), program, words);
    }
    if (!foreground)
        ::setsid();
    const pid_t child = ::fork();
    if (child != 0)
        std::_Exit(child < 0 ? EXIT_FAILURE : EXIT_SUCCESS);
    return LaunchLink{std::move(ours), std::move(original)};
}

PppdLaunch::PppdLaunch(LaunchLink link, Failed failed) : m_link(std::move(link)), m_failed(std::move(failed))
{
    m_answerNotifier = std::make_unique<QSocketNotifier>(m_link.channel.get(), QSocketNotifier::Read);
    connect(m_answerNotifier.get(), &QSocketNotifier::activated, this, [this] { onAnswer(); });
    m_originalNotifier = std::make_unique<QSocketNotifier>(m_link.original.get(), QSocketNotifier::Read);
    connect(m_originalNotifier.get(), &QSocketNotifier::activated, this, [this] { onOriginalEnded(); });
    m_holding.setSingleShot(true);
    connect(&m_holding, &QTimer::timeout, this, [this] { m_slave.reset(); });
}

Result<UniqueFd> PppdLaunch::openTerminal()
{
    auto pty = openPty();
    if (!pty)
        return tl::unexpected(pty.error());
    m_opened.reset(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    if (!m_opened || ::inotify_add_watch(m_opened.get(), pty->slavePath.c_str(), IN_OPEN) < 0)
        return launchError("watching " + pty->slavePath, errno);
    m_openedNotifier = std::make_unique<QSocketNotifier>(m_opened.get(), QSocketNotifier::Read);
    connect(m_openedNotifier.get(), &QSocketNotifier::activated, this, [this] { onOpened(); });
    m_slave = std::move(pty->slave);
    m_slavePath = pty->slavePath;
    return std::move(pty->master);
}

void PppdLaunch::startPppd()
{
    const std::string order = BecomePppd + m_slavePath;
    m_started = true;
    if (::send(m_link.channel.get(), order.data(), order.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
        onAnswer();
}

void PppdLaunch::abandon(int exitStatus)
{
    const std::array<char, 2> order{Exit, static_cast<char>(exitStatus)};
    if (!m_started)
        (void)::send(m_link.channel.get(), order.data(), order.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

bool PppdLaunch::terminate()
{
    return m_started && !m_originalEnded &&
           ::syscall(SYS_pidfd_send_signal, m_link.original.get(), SIGTERM, nullptr, 0) == 0;
}

/// An answer is the errno of execve(2). Without one the channel ends, because of close-on-exec or death.
void PppdLaunch::onAnswer()
{
    m_answerNotifier->setEnabled(false);
    int number = 0;
    const bool refused =
        ::recv(m_link.channel.get(), &number, sizeof number, MSG_DONTWAIT) == ssize_t{sizeof number};
    if (refused)
        m_failed({ErrorCode::PppdFailed, std::string("pppd cannot be executed: ") + std::strerror(number)});
    else if (!m_started)
        m_failed({ErrorCode::Cancelled, "the process that was to become pppd is gone"});
}

void PppdLaunch::onOpened()
{
    m_openedNotifier->setEnabled(false);
    m_holding.stop();
    m_slave.reset(); // From here on the terminal ends when pppd closes it.
}

/// It has gone into the background, or it is over; if nobody opens the terminal it was that.
void PppdLaunch::onOriginalEnded()
{
    m_originalNotifier->setEnabled(false);
    m_originalEnded = true;
    if (m_slave)
        m_holding.start(HoldLimit);
}

} // namespace pptp
