// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/error_text.h"
#include "client/state_text.h"
#include "pptpctl/command.h"
#include "pptpctl/format.h"
#include "pptpctl/json.h"
#include "pptpctl/text.h"

namespace pptp {
namespace {

constexpr const char* dash = "-";

class StatusCommand final : public Command {
public:
    using Command::Command;

    void run() override
    {
        if (options().check) {
            check();
            return;
        }
        QList<RemoteTunnel*> chosen = options().names.isEmpty() ? client().tunnels() : QList<RemoteTunnel*>();
        for (const QString& name : options().names) {
            RemoteTunnel* tunnel = findTunnel(name);
            if (!tunnel)
                return;
            chosen.append(tunnel);
        }
        readCounters(chosen, [this, chosen](const Readings& readings) {
            print(chosen, readings);
            emit finished(exit_code::Success);
        });
    }

private:
    void check()
    {
        bool allConnected = !options().names.isEmpty();
        for (const QString& name : options().names) {
            const auto found = client().matching(name);
            if (found.isEmpty()) {
                emit finished(exit_code::NotFound);
                return;
            }
            allConnected = allConnected && found.first()->properties().isConnected();
        }
        emit finished(allConnected ? exit_code::Success : exit_code::ConnectFailed);
    }

    void print(const QList<RemoteTunnel*>& tunnels, const Readings& readings)
    {
        if (output().isJson())
            printJson(tunnels, readings);
        else if (options().names.isEmpty())
            printOverview(tunnels, readings);
        else
            printDetails(tunnels, readings);
    }

    void printJson(const QList<RemoteTunnel*>& tunnels, const Readings& readings)
    {
        QJsonArray array;
        for (const RemoteTunnel* tunnel : tunnels) {
            const CounterReading reading = readings.value(tunnel->name());
            array.append(tunnelToJson(tunnel->properties(), &reading));
        }
        output().tunnels(array);
    }

    void printOverview(const QList<RemoteTunnel*>& tunnels, const Readings& readings)
    {
        QList<QStringList> rows;
        if (!options().noLegend)
            rows.append({Text::tr("NAME"), Text::tr("STATE"), Text::tr("IFACE"), Text::tr("ADDRESS"),
                         Text::tr("SINCE"), Text::tr("RTT"), Text::tr("LOSS")});
        const QDateTime now = QDateTime::currentDateTime();
        for (const RemoteTunnel* tunnel : tunnels)
            rows.append(overviewRow(tunnel->properties(), readings.value(tunnel->name()).counters, now));
        // The mark stands outside the table, as colour would count as width.
        QStringList lines = formatTable(rows);
        if (!options().noLegend)
            output().data("  " + lines.takeFirst());
        for (qsizetype i = 0; i < tunnels.size(); ++i)
            output().data(output().mark(tunnels[i]->properties()) + ' ' + lines[i]);
        if (!options().noLegend)
            output().data(summary(tunnels));
    }

    static QStringList overviewRow(const TunnelProperties& p, const Counters& counters, const QDateTime& now)
    {
        if (p.isConnected())
            return {p.name,
                    StateText::state(p),
                    p.interface,
                    p.localAddress,
                    formatSince(p.connectedSince, now),
                    formatRoundTrip(counters),
                    formatLoss(counters)};
        const QString remark = p.isBusy() ? phaseText(p, now) : p.error;
        if (remark.isEmpty())
            return {p.name, StateText::state(p), {}};
        return {p.name, StateText::state(p), dash, dash, remark};
    }

    static QString summary(const QList<RemoteTunnel*>& tunnels)
    {
        int connected = 0;
        for (const RemoteTunnel* tunnel : tunnels)
            connected += tunnel->properties().isConnected() ? 1 : 0;
        return Text::tr("%n tunnel(s), %1 connected.", nullptr, static_cast<int>(tunnels.size()))
            .arg(connected);
    }

    void printDetails(const QList<RemoteTunnel*>& tunnels, const Readings& readings)
    {
        const QDateTime now = QDateTime::currentDateTime();
        for (const RemoteTunnel* tunnel : tunnels)
            printTunnel(tunnel->properties(), readings.value(tunnel->name()).counters, now);
    }

    void printTunnel(const TunnelProperties& p, const Counters& counters, const QDateTime& now)
    {
        QString headline = output().mark(p) + ' ' + p.name;
        if (!p.server.isEmpty())
            headline += p.serverAddress.isEmpty() || p.serverAddress == p.server
                            ? " - " + p.server
                            : QStringLiteral(" - %1 (%2)").arg(p.serverAddress, p.server);
        output().data(headline);
        QList<QStringList> rows;
        const auto addRow = [&rows](const QString& label, const QString& value) {
            if (!value.isEmpty())
                rows.append({label + ':', value});
        };
        addRow(Text::tr("State"), stateLine(p, now));
        addRow(Text::tr("Account"), accountLine(p));
        addRow(Text::tr("Encryption"), encryptionLine(p));
        addRow(Text::tr("Weakened by"), p.weaknesses.join(", "));
        addRow(Text::tr("Interface"), interfaceLine(p));
        addRow(Text::tr("Address"), addressLine(p));
        addRow(Text::tr("Routes"), p.routes.join(", "));
        if (p.dnsKeeper.isEmpty())
            addRow(Text::tr("DNS offered"), p.dnsServers.join(", "));
        else
            addRow(Text::tr("DNS"), dnsLine(p));
        addRow(Text::tr("Server's name"), peerLine(p));
        if (p.isConnected())
            addRow(Text::tr("Link"), Text::tr("round trip %1, loss %2, received %3, sent %4 packets")
                                         .arg(formatRoundTrip(counters), formatLoss(counters))
                                         .arg(counters.value("RxAccepted"))
                                         .arg(counters.value("TxSent")));
        addRow(Text::tr("Error"), errorLine(p));
        addRow(Text::tr("Hint"), hintLine(p));
        addRow(Text::tr("Reconnected"), reconnectsLine(p));
        addRow(Text::tr("Last error"), lastErrorLine(p));
        for (const QString& line : formatTable(rows))
            output().data("  " + line);
    }

    static QString dnsLine(const TunnelProperties& p)
    {
        const QString servers = Text::tr("%1 by %2").arg(p.dnsServers.join(", "), p.dnsKeeper);
        return p.dnsDomains.isEmpty() ? servers
                                      : Text::tr("%1, domains %2").arg(servers, p.dnsDomains.join(", "));
    }

    static QString stateLine(const TunnelProperties& p, const QDateTime& now)
    {
        if (p.isConnected()) {
            const auto since = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(p.connectedSince / 1000));
            return Text::tr("%1 since %2; %3")
                .arg(StateText::state(p), since.toString("yyyy-MM-dd HH:mm:ss t"),
                     formatDuration(since.secsTo(now)));
        }
        const QString phase = phaseText(p, now);
        return phase.isEmpty() ? StateText::state(p)
                               : QStringLiteral("%1 (%2)").arg(StateText::state(p), phase);
    }

    static QString phaseText(const TunnelProperties& p, const QDateTime& now)
    {
        const bool waits = phaseFromName(p.phase.toStdString()) == Phase::Waiting;
        return waits ? StateText::waiting(p, now.toMSecsSinceEpoch()) : StateText::phase(p);
    }

    static QString reconnectsLine(const TunnelProperties& p)
    {
        return p.reconnects == 0 ? QString()
                                 : Text::tr("%n time(s)", nullptr, static_cast<int>(p.reconnects));
    }

    static QString accountLine(const TunnelProperties& p)
    {
        if (p.authentication.isEmpty())
            return p.user;
        return QStringLiteral("%1 (%2)").arg(p.user, StateText::authentication(p.authentication));
    }

    static QString encryptionLine(const TunnelProperties& p)
    {
        if (p.encryption.isEmpty())
            return {};
        return p.isPrivate ? StateText::encryption(p.encryption)
                           : Text::tr("%1 (not private)").arg(StateText::encryption(p.encryption));
    }

    static QString interfaceLine(const TunnelProperties& p)
    {
        return p.interface.isEmpty()
                   ? QString()
                   : Text::tr("%1 (%2), MTU %3").arg(p.interface).arg(p.interfaceIndex).arg(p.mtu);
    }

    static QString addressLine(const TunnelProperties& p)
    {
        return p.peerAddress.isEmpty() ? p.localAddress
                                       : Text::tr("%1, peer %2").arg(p.localAddress, p.peerAddress);
    }

    static QString peerLine(const TunnelProperties& p)
    {
        const QString vendor = p.peerVendor.isEmpty() ? QString() : QStringLiteral("(%1)").arg(p.peerVendor);
        return QStringList{p.peerHostName, vendor}.join(' ').trimmed();
    }

    static QString errorLine(const TunnelProperties& p)
    {
        const auto failure = p.failure();
        if (!failure)
            return {};
        return QStringLiteral("%1 [%2]").arg(ErrorText::of(*failure, p).sentence, p.error);
    }

    static QString hintLine(const TunnelProperties& p)
    {
        const auto failure = p.failure();
        return failure ? ErrorText::of(*failure, p).hint : QString();
    }

    static QString lastErrorLine(const TunnelProperties& p)
    {
        if (p.lastError.isEmpty() || !p.error.isEmpty())
            return {};
        const auto when = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(p.lastErrorTime / 1000));
        return QStringLiteral("%1 (%2)").arg(p.lastError, when.toString("yyyy-MM-dd HH:mm:ss"));
    }
};

} // namespace

std::unique_ptr<Command> makeStatusCommand(const Session& session)
{
    return std::make_unique<StatusCommand>(session);
}

} // namespace pptp
