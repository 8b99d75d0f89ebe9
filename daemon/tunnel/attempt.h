// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Everything that one attempt to connect set up outside of the daemon, and the undoing of it in reverse.
#pragma once

#include "common/profile.h"
#include "common/unique_fd.h"
#include "daemon/net/resolver.h"
#include "daemon/net/route_table.h"
#include "daemon/net/tcp_connector.h"
#include "daemon/ppp/pppd_process.h"
#include "daemon/profiles/secret_store.h"
#include "daemon/tunnel/call_socket.h"
#include "daemon/tunnel/call_statistics.h"
#include "daemon/tunnel/call_table.h"
#include "daemon/tunnel/link_evidence.h"
#include "daemon/tunnel/link_setup.h"
#include "daemon/tunnel/pty_pair.h"
#include "daemon/tunnel/secret_source.h"
#include "daemon/tunnel/tunnel_machine.h"
#include "daemon/tunnel/tunnel_status.h"
#include "daemon/tunnel/turns.h"
#include "daemon/tunnel/worker_notes.h"
#include "daemon/tunnel/worker_process.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace pptp {

/// What all tunnels share.
struct TunnelServices {
    LinkServices link;
    CallTable& calls;
    WorkerLauncher& launcher;
    const SecretStore& secrets;
    SecretAsker& asker;
    std::string pppdProgram;
    std::string pluginPath;
    Turns turns{};
};

class Attempt : public QObject {
public:
    /// post is called for whatever happens, possibly from inside a method of this class. history is the
    /// tunnel's memory for it, or -1. The secret outlives the attempt.
    Attempt(std::string tunnel, Profile profile, TunnelServices& services, SecretSource& secret, int history,
            std::function<void(Event)> post);
    ~Attempt() override;

    /// The secret must have been obtained.
    void resolve();
    void connectServer(Ipv4Address address);
    void startCall();
    void startPppd();
    /// Undoes every step in reverse, each within its bounds, and posts TornDown.
    void tearDown();

    /// State, phase and errors are not filled in; everything else is.
    [[nodiscard]] const TunnelStatus& details() const { return m_details; }
    /// Nothing before the call.
    [[nodiscard]] std::optional<CallStatistics> statistics();
    /// Who counts them; nothing before the call.
    [[nodiscard]] std::optional<Counting> counting() const;
    /// What was seen of the server's data so far.
    [[nodiscard]] LinkEvidence evidence();

private:
    enum class Step { Worker, HostRoute, CallSocket, Call, Pty, Pppd, Link };

    [[nodiscard]] Result<void> prepareServer(Ipv4Address address);
    [[nodiscard]] Result<void> configureWorker();
    [[nodiscard]] Result<void> preparePty();
    void onWorkerReport(const WorkerReport& report);
    void onCallUp(const CallUp& up);
    void broken(Error error);
    void onWorkerGone(const std::optional<Error>& error);
    void onPppReport(const PppReport& report);
    void onPppUp(const PppUp& up);
    void setUpLink(const PppUp& up);
    void takeDownLink();
    void onPppdEnded(const PppdEnd& end);
    void undo();
    [[nodiscard]] bool undoStep(Step step); ///< False: wait for the end of a process.
    void undoServer();

    std::string m_tunnel;
    Profile m_profile;
    TunnelServices& m_services;
    SecretSource& m_secret;
    int m_history;
    std::function<void(Event)> m_post;
    std::string m_logName; ///< What log lines about this call begin with.
    WorkerNotes m_notes;
    TunnelStatus m_details;

    std::vector<Step> m_steps;     ///< What has to be undone, in the order in which it was done.
    std::optional<Step> m_awaited; ///< The step being undone, if that takes a while.
    QTimer m_undoDeadline;         ///< For the worker's polite end.

    Resolver m_resolver;
    TcpConnector m_connector;
    std::optional<HostRoute> m_hostRoute;
    UniqueFd m_tcp;
    std::optional<std::uint32_t> m_pathMtu; ///< To the server that is connected.
    std::unique_ptr<CallSocket> m_callSocket;
    PtyPair m_pty; ///< Not with the kernel's path.
    Counting m_counting;
    InterfaceCounters m_interface;
    std::unique_ptr<WorkerProcess> m_worker;
    bool m_workerGone = false;
    bool m_callUp = false; ///< And not yet summed up.
    QElapsedTimer m_sinceCallUp;
    LinkEvidence m_evidence;
    std::unique_ptr<PppdProcess> m_pppd;
    LinkSetup m_link;
};

} // namespace pptp
