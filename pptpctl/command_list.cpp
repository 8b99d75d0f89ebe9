// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/state_text.h"
#include "pptpctl/command.h"
#include "pptpctl/format.h"
#include "pptpctl/json.h"
#include "pptpctl/text.h"

namespace pptp {
namespace {

class ListCommand final : public Command {
public:
    using Command::Command;

    void run() override
    {
        if (output().isJson())
            printJson();
        else
            printTable();
        emit finished(exit_code::Success);
    }

private:
    void printJson()
    {
        QJsonArray tunnels;
        for (const RemoteTunnel* tunnel : client().tunnels())
            tunnels.append(tunnelToJson(tunnel->properties(), nullptr));
        output().tunnels(tunnels);
    }

    void printTable()
    {
        QList<QStringList> rows;
        if (!options().noLegend)
            rows.append({Text::tr("NAME"), Text::tr("STATE"), Text::tr("USER"), Text::tr("SERVER")});
        for (const RemoteTunnel* tunnel : client().tunnels()) {
            const TunnelProperties& p = tunnel->properties();
            const auto orDash = [](const QString& text) {
                return text.isEmpty() ? QStringLiteral("-") : text;
            };
            rows.append({p.name, StateText::state(p), orDash(p.user), orDash(p.server)});
        }
        for (const QString& line : formatTable(rows))
            output().data(line);
    }
};

} // namespace

std::unique_ptr<Command> makeListCommand(const Session& session)
{
    return std::make_unique<ListCommand>(session);
}

} // namespace pptp
