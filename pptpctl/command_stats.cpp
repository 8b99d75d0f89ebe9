// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/state_text.h"
#include "pptpctl/command.h"
#include "pptpctl/counters.h"
#include "pptpctl/format.h"
#include "pptpctl/json.h"
#include "pptpctl/text.h"

#include <QDateTime>

#include <cmath>
#include <ctime>

namespace pptp {
namespace {

/// Seconds since the epoch of a moment on CLOCK_MONOTONIC.
double realTime(qulonglong monotonicMicroseconds)
{
    timespec monotonic{};
    clock_gettime(CLOCK_MONOTONIC, &monotonic);
    const double age = static_cast<double>(monotonic.tv_sec) + static_cast<double>(monotonic.tv_nsec) / 1e9 -
                       static_cast<double>(monotonicMicroseconds) / 1e6;
    const double milliseconds = static_cast<double>(QDateTime::currentMSecsSinceEpoch()) - age * 1000;
    return std::round(milliseconds) / 1000;
}

class StatsCommand final : public Command {
public:
    using Command::Command;

    void run() override
    {
        m_tunnel = findTunnel(options().names.first());
        if (!m_tunnel)
            return;
        if (options().watchSeconds)
            watch();
        else
            readOnce();
    }

private:
    void readOnce()
    {
        m_tunnel->readCounters(
            this, [this](const std::optional<RemoteError>& error, const CounterReading& reading) {
                if (error) {
                    fail(*error);
                    return;
                }
                const TunnelProperties& p = m_tunnel->properties();
                if (output().isJson())
                    output().tunnels({statisticsToJson(p, reading.counters)});
                else
                    printCounters(p, reading.counters);
                emit finished(exit_code::Success);
            });
    }

    void printCounters(const TunnelProperties& p, const Counters& counters)
    {
        if (!options().noLegend) {
            const QString since = formatSince(p.connectedSince, QDateTime::currentDateTime());
            output().data(QStringList{output().mark(p) + ' ' + p.name, StateText::state(p), p.interface,
                                      p.isConnected() ? since : QString()}
                              .join("  ")
                              .trimmed());
        }
        for (const QString& line : formatTable(counterRows(counters)))
            output().data(line.isEmpty() ? line : "  " + line);
    }

    void watch()
    {
        connect(m_tunnel, &RemoteTunnel::sampled, this, &StatsCommand::show);
        connect(m_tunnel, &RemoteTunnel::changed, this, [this](const TunnelProperties& before) {
            if (m_tunnel->properties().state != before.state)
                tellState();
        });
        connect(&client(), &TunnelsClient::tunnelRemoved, this, [this](const RemoteTunnel* gone) {
            if (gone == m_tunnel)
                fail(RemoteError::of(client().service() == TunnelsClient::Service::Ready
                                         ? ErrorCode::NotFound
                                         : ErrorCode::ServiceMissing));
        });
        const auto interval = static_cast<uint>(std::lround(*options().watchSeconds * 1000));
        m_tunnel->subscribe(interval, this, [this](const std::optional<RemoteError>& error) {
            if (error)
                fail(*error);
            else if (!m_tunnel->properties().isConnected())
                tellState();
        });
        if (!output().isJson() && !options().noLegend)
            print({Text::tr("TIME"), Text::tr("RX/S"), Text::tr("TX/S"), Text::tr("RECEIVED"),
                   Text::tr("SENT"), Text::tr("LOST"), Text::tr("RTT")});
    }

    void tellState()
    {
        const TunnelProperties& p = m_tunnel->properties();
        output().progress(QStringLiteral("%1: %2").arg(p.name, StateText::state(p)));
    }

    void show(qulonglong monotonic, const Counters& counters)
    {
        const double seconds = realTime(monotonic);
        if (output().isJson())
            output().record(sampleToJson(m_tunnel->name(), seconds, counters));
        else
            printSample(monotonic, seconds, counters);
        m_before = counters;
        m_beforeMoment = monotonic;
        if (++m_shown == options().count)
            emit finished(exit_code::Success);
    }

    void printSample(qulonglong monotonic, double seconds, const Counters& counters)
    {
        const auto time = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(seconds * 1000));
        const auto number = [&counters](const char* name) { return QString::number(counters.value(name)); };
        print({time.toString("HH:mm:ss"), rate("RxAccepted", monotonic, counters),
               rate("TxSent", monotonic, counters), number("RxAccepted"), number("TxSent"), number("RxLost"),
               formatRoundTrip(counters)});
    }

    /// Packets a second since the sample before; nothing for the first, and when a new call began at 0.
    [[nodiscard]] QString rate(const char* name, qulonglong monotonic, const Counters& counters) const
    {
        const qulonglong before = m_before.value(name);
        const qulonglong now = counters.value(name);
        if (m_shown == 0 || monotonic <= m_beforeMoment || now < before)
            return QStringLiteral("-");
        const double elapsed = static_cast<double>(monotonic - m_beforeMoment) / 1e6;
        return QString::number(static_cast<double>(now - before) / elapsed, 'f', 0);
    }

    void print(const QStringList& cells) const
    {
        // Lines come one by one, so the widths are fixed: for 9 digits.
        QString line = cells.first().leftJustified(8);
        for (qsizetype i = 1; i < cells.size(); ++i)
            line += ' ' + cells[i].rightJustified(9);
        output().data(line);
    }

    void fail(const RemoteError& error)
    {
        output().error(options().names.first(), error);
        emit finished(error.exitCode());
    }

    RemoteTunnel* m_tunnel = nullptr;
    Counters m_before;
    qulonglong m_beforeMoment = 0;
    int m_shown = 0;
};

} // namespace

std::unique_ptr<Command> makeStatsCommand(const Session& session)
{
    return std::make_unique<StatsCommand>(session);
}

} // namespace pptp
