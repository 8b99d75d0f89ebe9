// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/fork_launcher.h"

#include <cerrno>

#include <linux/close_range.h>
#include <unistd.h>

#include <QPointer>
#include <QProcess>
#include <QProcessEnvironment>

namespace pptp {
namespace {

/// Destroying it kills the child if it still runs; whoever owns the process object reaps it.
class ChildWorker : public LaunchedWorker {
public:
    explicit ChildWorker(QProcess& process) : m_process(&process) {}

    ~ChildWorker() override
    {
        if (m_process)
            m_process->kill();
    }

    // The child is on its way out; it is reaped in any case, so that there is no hurry to kill it.
    void ended() override { m_process = nullptr; }

private:
    QPointer<QProcess> m_process; ///< Empty once it was reaped.
};

void confine(QProcess& process, int channel)
{
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("LANG"), QStringLiteral("C"));
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    process.setChildProcessModifier([channel] {
        // In the child: only calls that are safe between fork and exec.
        dup2(channel, STDIN_FILENO);
        close_range(STDERR_FILENO + 1, ~0u, CLOSE_RANGE_CLOEXEC);
    });
}

} // namespace

ForkLauncher::ForkLauncher(std::string program, std::string user)
    : m_program(std::move(program)), m_user(std::move(user))
{
}

ForkLauncher::~ForkLauncher()
{
    // The daemon is ending and no event loop runs any more: what is still on its way out is hurried and
    // reaped.
    for (auto* process : m_children.findChildren<QProcess*>()) {
        process->disconnect();
        if (process->state() == QProcess::NotRunning)
            continue;
        process->kill();
        process->waitForFinished(1000);
    }
}

Result<void> ForkLauncher::check()
{
    if (access(m_program.c_str(), X_OK) != 0)
        return tl::unexpected(errnoError(ErrorCode::WorkerFailed, m_program, errno));
    return {};
}

std::unique_ptr<LaunchedWorker> ForkLauncher::launch(const std::string& tunnel, UniqueFd channel,
                                                     std::function<void(Error)> failed)
{
    auto* process = new QProcess(&m_children);
    confine(*process, channel.get());
    QObject::connect(process, &QProcess::finished, process, &QObject::deleteLater);
    QObject::connect(process, &QProcess::errorOccurred, process,
                     [process, failed = std::move(failed)](QProcess::ProcessError error) {
                         if (error != QProcess::FailedToStart)
                             return;
                         process->deleteLater();
                         failed(Error{ErrorCode::WorkerFailed, process->errorString().toStdString()});
                     });
    QStringList arguments{QStringLiteral("--tunnel"), QString::fromStdString(tunnel)};
    if (!m_user.empty())
        arguments << QStringLiteral("--user") << QString::fromStdString(m_user);
    process->start(QString::fromStdString(m_program), arguments);
    return std::make_unique<ChildWorker>(*process);
}

} // namespace pptp
