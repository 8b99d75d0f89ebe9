// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/signals.h"

#include <csignal>
#include <sys/signalfd.h>
#include <unistd.h>

namespace pptp {

Signals::Signals(Observer observer)
{
    sigset_t wanted;
    sigemptyset(&wanted);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGUSR1})
        sigaddset(&wanted, number);
    sigprocmask(SIG_BLOCK, &wanted, nullptr);
    m_descriptor.reset(signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK));
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor.get(), QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                     [this, observer = std::move(observer)] {
                         signalfd_siginfo info;
                         while (read(m_descriptor.get(), &info, sizeof info) == sizeof info)
                             info.ssi_signo == SIGUSR1 ? observer.statistics() : observer.end();
                     });
}

} // namespace pptp
