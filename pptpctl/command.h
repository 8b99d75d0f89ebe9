// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// One verb of the command line, run once the service is known; ends with an exit code.
#pragma once

#include "client/tunnels_client.h"
#include "pptpctl/options.h"
#include "pptpctl/output.h"

#include <QObject>

#include <functional>
#include <memory>

namespace pptp {

struct Session {
    TunnelsClient& client;
    const Options& options;
    const Output& output;
    const Secret& password; ///< Given on the command line by file or descriptor; else empty.
};

namespace exit_code {
inline constexpr int Success = 0;
inline constexpr int Usage = 2;
inline constexpr int WaitExpired = 3;
inline constexpr int ConnectFailed = 4;
inline constexpr int DisconnectFailed = 5;
inline constexpr int ServiceMissing = 8;
inline constexpr int NotFound = 10;
inline constexpr int PasswordProblem = 12;
inline constexpr int ProblemsFound = 20;
inline constexpr int WarningsFound = 21;
inline constexpr int Interrupted = 130;
} // namespace exit_code

class Command : public QObject {
    Q_OBJECT

public:
    explicit Command(const Session& session) : m_session(session) {}

    virtual void run() = 0;
    /// Ctrl-C: says what becomes of the work that was begun.
    virtual void interrupted() {}

signals:
    void finished(int exitCode);

protected:
    [[nodiscard]] const Output& output() const { return m_session.output; }
    [[nodiscard]] const Options& options() const { return m_session.options; }
    [[nodiscard]] TunnelsClient& client() const { return m_session.client; }
    [[nodiscard]] const Secret& password() const { return m_session.password; }

    /// The one tunnel that `text` means; otherwise says why not, finishes, and returns null.
    RemoteTunnel* findTunnel(const QString& text);

    using Readings = QMap<QString, CounterReading>; ///< By tunnel name.
    /// The counters of every tunnel in `tunnels`, all asked for at once. One that cannot be read stays empty.
    void readCounters(const QList<RemoteTunnel*>& tunnels, std::function<void(const Readings&)> done);

private:
    const Session m_session;
};

std::unique_ptr<Command> makeListCommand(const Session& session);
std::unique_ptr<Command> makeStatusCommand(const Session& session);
std::unique_ptr<Command> makeConnectCommand(const Session& session);
std::unique_ptr<Command> makeReconnectCommand(const Session& session);
std::unique_ptr<Command> makeDisconnectCommand(const Session& session);
std::unique_ptr<Command> makeAgentCommand(const Session& session);
std::unique_ptr<Command> makePasswordCommand(const Session& session);
std::unique_ptr<Command> makeDiagnoseCommand(const Session& session);
std::unique_ptr<Command> makeStatsCommand(const Session& session);

} // namespace pptp
