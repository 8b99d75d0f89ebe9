// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/interrupt.h"

#include <csignal>
#include <sys/signalfd.h>
#include <unistd.h>

namespace pptp {

Interrupt::Interrupt(std::function<void()> interrupted)
{
    sigset_t watched;
    sigemptyset(&watched);
    sigaddset(&watched, SIGINT);
    sigaddset(&watched, SIGTERM);
    m_signals = UniqueFd(signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK));
    if (m_signals.get() < 0)
        return; // The signals keep ending the program.
    pthread_sigmask(SIG_BLOCK, &watched, nullptr);
    m_notifier = std::make_unique<QSocketNotifier>(m_signals.get(), QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated,
                     [this, interrupted = std::move(interrupted)] {
                         signalfd_siginfo info{};
                         while (read(m_signals.get(), &info, sizeof(info)) > 0) {
                         }
                         interrupted();
                     });
}

} // namespace pptp
