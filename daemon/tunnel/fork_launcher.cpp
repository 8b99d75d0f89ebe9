// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/fork_launcher.h"

#include <linux/close_range.h>
#include <unistd.h>

#include <QProcess>
#include <QProcessEnvironment>

namespace pptp {
namespace {

class ChildWorker : public LaunchedWorker {
public:
    ChildWorker() : m_process(std::make_unique<QProcess>()) {}

    ~ChildWorker() override
    {
        m_process->disconnect();
        if (m_process->state() == QProcess::NotRunning)
            return;
        // The process object outlives us until the child is reaped, which nobody has to wait for.
        QProcess* process = m_process.release();
        QObject::connect(process, &QProcess::finished, process, &QObject::deleteLater);
        if (!m_ended)
            process->kill();
    }

    void ended() override { m_ended = true; }

    void start(const std::string& program, const std::string& user, const UniqueFd& channel,
               std::function<void(Error)> failed)
    {
        QStringList arguments;
        if (!user.empty())
            arguments << QStringLiteral("--user") << QString::fromStdString(user);
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("LANG"), QStringLiteral("C"));
        m_process->setProcessEnvironment(environment);
        m_process->setProcessChannelMode(QProcess::ForwardedChannels);
        m_process->setChildProcessModifier([fd = channel.get()] {
            // In the child: only calls that are safe between fork and exec.
            dup2(fd, STDIN_FILENO);
            close_range(STDERR_FILENO + 1, ~0u, CLOSE_RANGE_CLOEXEC);
        });
        QObject::connect(
            m_process.get(), &QProcess::errorOccurred, m_process.get(),
            [process = m_process.get(), failed = std::move(failed)](QProcess::ProcessError error) {
                if (error == QProcess::FailedToStart)
                    failed(Error{ErrorCode::WorkerFailed, process->errorString().toStdString()});
            });
        m_process->start(QString::fromStdString(program), arguments);
    }

private:
    std::unique_ptr<QProcess> m_process;
    bool m_ended = false;
};

} // namespace

ForkLauncher::ForkLauncher(std::string program, std::string user)
    : m_program(std::move(program)), m_user(std::move(user))
{
}

std::unique_ptr<LaunchedWorker> ForkLauncher::launch(const std::string&, UniqueFd channel,
                                                     std::function<void(Error)> failed)
{
    auto worker = std::make_unique<ChildWorker>();
    worker->start(m_program, m_user, channel, std::move(failed));
    return worker;
}

} // namespace pptp
