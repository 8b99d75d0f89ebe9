// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/polkit_agent.h"

#include <QStandardPaths>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace pptp {
namespace {

constexpr int endTimeoutMs = 1000;

} // namespace

PolkitAgent::~PolkitAgent()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    // It restores the terminal's echo on its way out.
    m_process.waitForFinished(endTimeoutMs);
}

void PolkitAgent::start(std::function<void()> ready)
{
    m_ready = std::move(ready);
    const QString program = QStandardPaths::findExecutable("pkttyagent");
    int ends[2];
    if (program.isEmpty() || pipe2(ends, O_CLOEXEC) != 0) {
        becomeReady();
        return;
    }
    m_registered = UniqueFd(ends[0]);
    UniqueFd childEnd(ends[1]);
    m_notifier = std::make_unique<QSocketNotifier>(m_registered.get(), QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, [this] { becomeReady(); });
    m_process.setProcessChannelMode(QProcess::ForwardedChannels);
    m_process.setInputChannelMode(QProcess::ForwardedInputChannel);
    m_process.setChildProcessModifier([fd = childEnd.get()] {
        fcntl(fd, F_SETFD, 0);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, nullptr);
    });
    // The agent closes the descriptor once it is registered; if it cannot be, it ends, which closes it too.
    m_process.start(program, {"--process", QString::number(getpid()), "--fallback", "--notify-fd",
                              QString::number(childEnd.get())});
}

void PolkitAgent::becomeReady()
{
    if (m_notifier)
        m_notifier->setEnabled(false);
    if (const auto ready = std::exchange(m_ready, nullptr))
        ready();
}

} // namespace pptp
