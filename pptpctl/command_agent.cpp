// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/command.h"
#include "pptpctl/terminal_agent.h"
#include "pptpctl/text.h"

namespace pptp {
namespace {

/// Stays until Ctrl-C, over restarts of the service too.
class AgentCommand final : public Command {
public:
    explicit AgentCommand(const Session& session) : Command(session), m_agent(session.client, session.output)
    {
        connect(&m_agent, &TerminalAgent::registered, this, &AgentCommand::onRegistered);
    }

    void run() override
    {
        if (PasswordPrompt::isPossible(options()))
            return; // the agent has registered by itself
        output().error(Text::tr("There is no terminal to ask on."), "no-agent",
                       Text::tr("To read passwords from standard input all the same: --ask"));
        emit finished(exit_code::PasswordProblem);
    }

    void interrupted() override { m_agent.decline(); }

private:
    void onRegistered(const std::optional<RemoteError>& error)
    {
        if (error) {
            output().error({}, *error);
            emit finished(error->exitCode());
            return;
        }
        output().progress(Text::tr("Passwords of your tunnels are asked for here. Ctrl-C ends it."));
    }

    TerminalAgent m_agent;
};

} // namespace

std::unique_ptr<Command> makeAgentCommand(const Session& session)
{
    return std::make_unique<AgentCommand>(session);
}

} // namespace pptp
