// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/state_text.h"
#include "pptpctl/command.h"
#include "pptpctl/format.h"
#include "pptpctl/json.h"
#include "pptpctl/terminal_agent.h"
#include "pptpctl/text.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

namespace pptp {
namespace {

constexpr int standardWaitSeconds = 90;

/// What both begin is an attempt to connect, and ends in the same ways.
using Begin = void (RemoteTunnel::*)(const CallOptions&, QObject*, RemoteTunnel::Done);

class ConnectCommand final : public Command {
public:
    ConnectCommand(const Session& session, Begin how) : Command(session), m_begin(how) {}

    void run() override
    {
        RemoteTunnel* tunnel = findTunnel(options().names.first());
        if (!tunnel)
            return;
        m_last = tunnel->properties();
        m_name = m_last.name;
        connect(tunnel, &RemoteTunnel::changed, this, [this, tunnel](const TunnelProperties& before) {
            m_last = tunnel->properties();
            showPhase(before);
        });
        m_seconds = options().waitSeconds.value_or(standardWaitSeconds);
        m_patience.setSingleShot(true);
        m_patience.setInterval(std::chrono::seconds(m_seconds));
        connect(&m_patience, &QTimer::timeout, this, [this] { expire(); });
        m_tunnel = tunnel;
        // Without waiting there would be nobody to ask by the time that the service wants to.
        if (m_begin == &RemoteTunnel::connectTunnel && m_seconds > 0 && password().empty() &&
            PasswordPrompt::isPossible(options()))
            offerToAsk();
        else
            begin();
    }

    void interrupted() override
    {
        if (m_agent && m_agent->isAsking()) {
            m_agent->decline();
            return;
        }
        output().warning(
            Text::tr("interrupted; the attempt goes on. To stop it: pptpctl disconnect %1").arg(m_name));
    }

private:
    void offerToAsk()
    {
        m_agent = std::make_unique<TerminalAgent>(client(), output());
        m_agent->limitTo(m_tunnel->path());
        // Also if it cannot: whether a password is needed is not known yet.
        connect(
            m_agent.get(), &TerminalAgent::registered, this, [this] { begin(); }, Qt::SingleShotConnection);
        // What a person takes is not the service's time.
        connect(m_agent.get(), &TerminalAgent::asking, &m_patience, &QTimer::stop);
        connect(m_agent.get(), &TerminalAgent::answered, this, [this] { m_patience.start(); });
    }

    void begin()
    {
        if (!m_tunnel)
            return fail(RemoteError::of(ErrorCode::NotFound));
        const CallOptions call{.wait = m_seconds > 0,
                               .interactive = !options().noAsk,
                               .password = password().empty() ? nullptr : &password()};
        m_elapsed.start();
        (m_tunnel->*m_begin)(call, this, [this](const std::optional<RemoteError>& error) { end(error); });
        if (m_seconds > 0)
            m_patience.start();
    }

    void showPhase(const TunnelProperties& before)
    {
        const QString phase = StateText::phase(m_last);
        const bool prompts = m_agent && m_last.phase == "password";
        if (m_last.phase != before.phase && !phase.isEmpty() && !prompts)
            output().progress(QStringLiteral("%1: %2 …").arg(m_name, phase));
    }

    void end(const std::optional<RemoteError>& error)
    {
        if (error)
            fail(*error);
        else
            succeed();
    }

    void fail(const RemoteError& error)
    {
        // The same failure stands in the properties, with what the server said about it.
        const auto failure = m_last.failure();
        const bool same = failure && failure->codeName == error.codeName;
        output().error(m_name, same ? *failure : error, m_last);
        emit finished(error.exitCode());
    }

    void succeed()
    {
        // The last change reached us before the reply did.
        if (output().isJson())
            output().tunnels({tunnelToJson(m_last, nullptr)});
        else
            output().data(summary(m_last));
        if (m_last.isConnected() && !m_last.isPrivate)
            output().warning(StateText::notPrivate());
        emit finished(exit_code::Success);
    }

    [[nodiscard]] QString summary(const TunnelProperties& tunnel) const
    {
        const QString mark = output().mark(tunnel);
        if (!tunnel.isConnected())
            return QStringLiteral("%1 %2 %3").arg(mark, m_name, StateText::state(tunnel));
        const QString seconds = QString::number(static_cast<double>(m_elapsed.elapsed()) / 1000, 'f', 1);
        QStringList parts{
            Text::tr("%1 %2 connected on %3 in %4 s").arg(mark, m_name, tunnel.interface, seconds)};
        parts.append(tunnel.peerAddress.isEmpty()
                         ? tunnel.localAddress
                         : QStringLiteral("%1 → %2").arg(tunnel.localAddress, tunnel.peerAddress));
        parts.append(StateText::encryption(tunnel.encryption));
        return parts.join("   ");
    }

    void expire()
    {
        output().error(
            Text::tr("%1: not connected after %n second(s); the attempt goes on.", nullptr, m_seconds)
                .arg(m_name),
            "timed-out", Text::tr("To stop it: pptpctl disconnect %1").arg(m_name));
        emit finished(exit_code::WaitExpired);
    }

    Begin m_begin;
    TunnelProperties m_last; ///< Outlives the tunnel, should the service go.
    QString m_name;
    QElapsedTimer m_elapsed;
    QPointer<RemoteTunnel> m_tunnel;
    int m_seconds = 0; ///< How long to wait; 0 does not.
    QTimer m_patience;
    std::unique_ptr<TerminalAgent> m_agent;
};

} // namespace

std::unique_ptr<Command> makeConnectCommand(const Session& session)
{
    return std::make_unique<ConnectCommand>(session, &RemoteTunnel::connectTunnel);
}

std::unique_ptr<Command> makeReconnectCommand(const Session& session)
{
    return std::make_unique<ConnectCommand>(session, &RemoteTunnel::reconnectTunnel);
}

} // namespace pptp
