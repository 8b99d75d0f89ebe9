// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Starting pppd as pptp-linux does: the process that the user started becomes pppd, once there is a call,
/// and another one that it started before cares for the call.
#pragma once

#include "common/error.h"
#include "common/unique_fd.h"
#include "daemon/tunnel/pty_pair.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <sys/types.h>
#include <vector>

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

namespace pptp {

/// The program and its arguments: the terminal, the speed that pptp-linux names, the user's own words.
[[nodiscard]] std::vector<std::string> pppdArguments(const std::string& program, const std::string& terminal,
                                                     std::span<const std::string> words);

/// What the two processes have of each other after the fork.
struct LaunchLink {
    UniqueFd channel;  ///< To the process that becomes pppd.
    UniqueFd original; ///< That process (pidfd), so that a signal never meets another one.
};

/// Forks. Returns in the child only, which has a session of its own unless it stays in the foreground. The
/// original process waits here for its order, and ends as pppd or with the exit status it is told.
[[nodiscard]] Result<LaunchLink> forkFromPppd(const std::string& program, std::span<const std::string> words,
                                              bool foreground);

/// The child's side: gives the order and knows when pppd has opened its terminal.
class PppdLaunch : public QObject {
public:
    /// Called at most once: pppd could not be executed, or the original process was ended before that.
    using Failed = std::function<void(Error)>;

    PppdLaunch(LaunchLink link, Failed failed);

    /// The master of a new terminal; its slave is held open until pppd has it open too.
    [[nodiscard]] Result<UniqueFd> openTerminal();
    void startPppd();
    /// The original process ends with this status, if it did not become pppd.
    void abandon(int exitStatus);
    /// Asks pppd to end. False: there is none yet, or it went into the background, where it notices only
    /// the end of its terminal.
    [[nodiscard]] bool terminate();

private:
    void onAnswer();
    void onOpened();
    void onOriginalEnded();

    LaunchLink m_link;
    Failed m_failed;
    std::string m_slavePath;
    UniqueFd m_slave;
    UniqueFd m_opened; ///< inotify: somebody opens the slave.
    bool m_started = false;
    bool m_originalEnded = false;
    QTimer m_holding; ///< How long the slave is kept for a pppd that does not open it.
    std::unique_ptr<QSocketNotifier> m_answerNotifier;
    std::unique_ptr<QSocketNotifier> m_openedNotifier;
    std::unique_ptr<QSocketNotifier> m_originalNotifier;
};

} // namespace pptp
