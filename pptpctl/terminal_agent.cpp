// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/terminal_agent.h"

#include "pptpctl/text.h"

#include <algorithm>

namespace pptp {

TerminalAgent::TerminalAgent(TunnelsClient& client, const Output& output, QObject* parent)
    : QObject(parent), m_agent(client), m_output(output), m_prompt(output.terminal())
{
    connect(&m_agent, &SecretAgent::registered, this, &TerminalAgent::registered);
    connect(&m_agent, &SecretAgent::cancelled, this, &TerminalAgent::drop);
    connect(&m_agent, &SecretAgent::asked, this, [this](const SecretPrompt& prompt) {
        m_waiting.push_back(prompt);
        if (!m_prompt.isOpen())
            askNext();
    });
}

void TerminalAgent::askNext()
{
    if (m_waiting.empty())
        return;
    const SecretPrompt& prompt = m_waiting.front();
    if (const QString refusal = prompt.refusal(); !refusal.isEmpty())
        m_output.notice(
            //: %1 is a tunnel's name, %2 a sentence that says what went wrong.
            Text::tr("%1: %2 Attempt %3 of %4.")
                .arg(prompt.tunnel, refusal)
                .arg(prompt.attempt)
                .arg(prompt.attempts));
    emit asking();
    //: %1 is a user's name, %2 a server's, %3 a tunnel's.
    m_prompt.ask(Text::tr("Password of %1 at %2 (%3): ").arg(prompt.user, prompt.server, prompt.tunnel),
                 [this](std::optional<Result<Secret>> answer) { onAnswer(std::move(answer)); });
}

void TerminalAgent::onAnswer(std::optional<Result<Secret>> answer)
{
    const SecretPrompt prompt = m_waiting.front();
    m_waiting.pop_front();
    if (answer && *answer)
        m_agent.answer(prompt.request, **answer);
    else
        m_agent.decline(prompt.request);
    if (answer && !*answer)
        m_output.notice(Text::tr("%1: not a usable password: 1 to 255 bytes are.").arg(prompt.tunnel));
    emit answered();
    askNext();
}

void TerminalAgent::drop(const QString& request)
{
    const auto dropped = std::ranges::find_if(
        m_waiting, [&](const SecretPrompt& prompt) { return prompt.request == request; });
    if (dropped == m_waiting.end())
        return;
    const bool onScreen = dropped == m_waiting.begin();
    m_waiting.erase(dropped);
    if (!onScreen)
        return;
    m_prompt.cancel();
    emit answered();
    askNext();
}

void TerminalAgent::decline()
{
    m_prompt.cancel();
    for (const SecretPrompt& prompt : std::exchange(m_waiting, {}))
        m_agent.decline(prompt.request);
}

} // namespace pptp
