// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/service_manager.h"

#include <csignal>
#include <cstdio>
#include <sys/signalfd.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <QtDebug>

namespace pptp {
namespace {

const char* journalLevel(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return SD_DEBUG;
    case QtWarningMsg:
        return SD_WARNING;
    case QtCriticalMsg:
    case QtFatalMsg:
        return SD_ERR;
    case QtInfoMsg:
        break;
    }
    return SD_INFO;
}

} // namespace

void logToStandardError()
{
    qInstallMessageHandler([](QtMsgType type, const QMessageLogContext&, const QString& message) {
        std::fprintf(stderr, "%s%s\n", journalLevel(type), message.toUtf8().constData());
    });
}

ServiceManager::ServiceManager(std::function<void()> stop)
{
    sigset_t stopSignals;
    sigemptyset(&stopSignals);
    sigaddset(&stopSignals, SIGTERM);
    sigaddset(&stopSignals, SIGINT);
    sigprocmask(SIG_BLOCK, &stopSignals, nullptr);
    m_signals.reset(signalfd(-1, &stopSignals, SFD_CLOEXEC | SFD_NONBLOCK));
    m_notifier = std::make_unique<QSocketNotifier>(m_signals.get(), QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                     [this, stop = std::move(stop)] {
                         signalfd_siginfo info;
                         while (read(m_signals.get(), &info, sizeof info) == sizeof info)
                             stop();
                     });
}

void ServiceManager::ready()
{
    std::uint64_t limitMicroseconds = 0;
    if (sd_watchdog_enabled(0, &limitMicroseconds) > 0) {
        QObject::connect(&m_watchdog, &QTimer::timeout, [] { sd_notify(0, "WATCHDOG=1"); });
        m_watchdog.start(std::chrono::milliseconds(limitMicroseconds / 2000));
    }
    sd_notify(0, "READY=1");
}

void ServiceManager::stopping()
{
    sd_notify(0, "STOPPING=1");
}

} // namespace pptp
