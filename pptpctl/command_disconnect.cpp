// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/state_text.h"
#include "pptpctl/command.h"
#include "pptpctl/json.h"
#include "pptpctl/text.h"

#include <QTimer>

namespace pptp {
namespace {

constexpr int standardWaitSeconds = 10;

class DisconnectCommand final : public Command {
public:
    using Command::Command;

    void run() override
    {
        RemoteTunnel* tunnel = findTunnel(options().names.first());
        if (!tunnel)
            return;
        m_last = tunnel->properties();
        m_name = m_last.name;
        connect(tunnel, &RemoteTunnel::changed, this, [this, tunnel] { m_last = tunnel->properties(); });
        const int seconds = options().waitSeconds.value_or(standardWaitSeconds);
        const CallOptions call{.wait = seconds > 0, .interactive = !options().noAsk};
        tunnel->disconnectTunnel(call, this, [this](const std::optional<RemoteError>& error) { end(error); });
        if (seconds > 0)
            QTimer::singleShot(std::chrono::seconds(seconds), this, [this, seconds] { expire(seconds); });
    }

    void interrupted() override
    {
        output().warning(Text::tr("interrupted; the tunnel is taken down all the same."));
    }

private:
    void end(const std::optional<RemoteError>& error)
    {
        if (error) {
            output().error(m_name, *error, m_last);
            const int code = error->exitCode();
            emit finished(code == exit_code::ConnectFailed ? exit_code::DisconnectFailed : code);
            return;
        }
        if (output().isJson())
            output().tunnels({tunnelToJson(m_last, nullptr)});
        else
            output().data(
                QStringLiteral("%1 %2 %3").arg(output().mark(m_last), m_name, StateText::state(m_last)));
        emit finished(exit_code::Success);
    }

    void expire(int seconds)
    {
        output().error(
            Text::tr("%1: not disconnected after %n second(s); it goes on.", nullptr, seconds).arg(m_name),
            "timed-out", Text::tr("To see how it ends: pptpctl status %1").arg(m_name));
        emit finished(exit_code::WaitExpired);
    }

    TunnelProperties m_last; ///< Outlives the tunnel, should the service go.
    QString m_name;
};

} // namespace

std::unique_ptr<Command> makeDisconnectCommand(const Session& session)
{
    return std::make_unique<DisconnectCommand>(session);
}

} // namespace pptp
