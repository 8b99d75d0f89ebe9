// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/command.h"
#include "pptpctl/json.h"
#include "pptpctl/password_prompt.h"
#include "pptpctl/text.h"

#include <QPointer>

namespace pptp {
namespace {

class PasswordCommand final : public Command {
public:
    explicit PasswordCommand(const Session& session) : Command(session), m_prompt(session.output.terminal())
    {
    }

    void run() override
    {
        m_tunnel = findTunnel(options().names.first());
        if (!m_tunnel)
            return;
        m_last = m_tunnel->properties();
        connect(m_tunnel, &RemoteTunnel::changed, this,
                [this, tunnel = m_tunnel.data()] { m_last = tunnel->properties(); });
        if (options().clear)
            clear();
        else if (!password().empty())
            store(password());
        else if (PasswordPrompt::isPossible(options()))
            askFirst();
        else
            endUnusable(Text::tr("There is no terminal to ask on."), Text::tr("Use --password-file."));
    }

    void interrupted() override { m_prompt.cancel(); }

private:
    void askFirst()
    {
        m_prompt.ask(Text::tr("New password of “%1”: ").arg(m_last.name),
                     [this](std::optional<Result<Secret>> answer) {
                         if (!isUsable(answer))
                             return;
                         m_first = std::move(**answer);
                         askAgain();
                     });
    }

    void askAgain()
    {
        m_prompt.ask(Text::tr("The same once more: "), [this](std::optional<Result<Secret>> answer) {
            if (!isUsable(answer))
                return;
            if ((*answer)->reveal() != m_first.reveal())
                endUnusable(Text::tr("The two passwords are not the same."), {});
            else
                store(m_first);
        });
    }

    bool isUsable(const std::optional<Result<Secret>>& answer)
    {
        if (answer && *answer)
            return true;
        endUnusable(Text::tr("Not a usable password: 1 to 255 bytes are."), {});
        return false;
    }

    void store(const Secret& secret)
    {
        if (m_tunnel)
            m_tunnel->setSecret(secret, call(), this, [this](const auto& error) { end(error); });
    }

    void clear()
    {
        m_tunnel->clearSecret(call(), this, [this](const auto& error) { end(error); });
    }

    [[nodiscard]] CallOptions call() const { return {.interactive = !options().noAsk}; }

    void end(const std::optional<RemoteError>& error)
    {
        if (error) {
            output().error(m_last.name, *error, m_last);
            emit finished(error->exitCode());
            return;
        }
        if (output().isJson())
            output().tunnels({tunnelToJson(m_last, nullptr)});
        else
            output().data(options().clear ? Text::tr("%1: the stored password is removed.").arg(m_last.name)
                                          : Text::tr("%1: the password is stored.").arg(m_last.name));
        emit finished(exit_code::Success);
    }

    void endUnusable(const QString& sentence, const QString& hint)
    {
        output().error(sentence, "invalid-arguments", hint);
        emit finished(exit_code::Usage);
    }

    QPointer<RemoteTunnel> m_tunnel;
    TunnelProperties m_last; ///< Outlives the tunnel, should the service go.
    PasswordPrompt m_prompt;
    Secret m_first;
};

} // namespace

std::unique_ptr<Command> makePasswordCommand(const Session& session)
{
    return std::make_unique<PasswordCommand>(session);
}

} // namespace pptp
