// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Puts a test program into a network of its own, where it is root and can break nothing.
#pragma once

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sched.h>
#include <string>
#include <unistd.h>

#include <QProcess>
#include <QStringList>

namespace pptp::test {

inline void writeText(const char* path, const std::string& text)
{
    const int file = ::open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0 || ::write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        std::fprintf(stderr, "%s: %s\n", path, std::strerror(errno));
        std::exit(1);
    }
    ::close(file);
}

/// Called first in main(): a user namespace can only be entered while there is one thread.
inline void enterNetworkNamespace()
{
    const uid_t user = ::getuid();
    const gid_t group = ::getgid();
    if (::unshare(user == 0 ? CLONE_NEWNET : CLONE_NEWUSER | CLONE_NEWNET) != 0) {
        std::fprintf(stderr, "this test needs a network namespace of its own: %s\n", std::strerror(errno));
        std::exit(1);
    }
    if (user == 0)
        return;
    writeText("/proc/self/setgroups", "deny");
    writeText("/proc/self/uid_map", "0 " + std::to_string(user) + " 1");
    writeText("/proc/self/gid_map", "0 " + std::to_string(group) + " 1");
}

/// Runs ip(8) with these words; its output, or "failed: ..." with the reason.
inline QString ip(const QString& words)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("ip"), words.split(' ', Qt::SkipEmptyParts));
    if (!process.waitForFinished(10'000))
        return QStringLiteral("failed: ") + process.errorString();
    const QString output = QString::fromUtf8(process.readAll()).simplified();
    return process.exitCode() == 0 ? output : QStringLiteral("failed: ") + output;
}

} // namespace pptp::test
