// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// Where the lines of the log go: to syslog, and to whoever started us as long as that makes sense.
#pragma once

#include "common/unique_fd.h"
#include "pty/call_log.h"

#include <memory>
#include <string>

#include <QSocketNotifier>

namespace pptp {

/// Opens syslog as pptp-linux does: "pptp[123]: ...", facility daemon.
class LogOutput {
public:
    /// What is fatal goes to standard error too; everything does if that is a terminal, or wanted.
    explicit LogOutput(bool everythingToStandardError);

    void write(int priority, const std::string& line) const;
    void leaveStandardError() { m_standardError.reset(); }

private:
    bool m_everything;
    UniqueFd m_standardError; ///< A copy: what else writes to it is caught (StrayOutput).
};

/// Becomes standard error and turns what libraries and children say there into lines of the log: in
/// pppd's pty option it would end up in a file that nobody reads.
class StrayOutput {
public:
    explicit StrayOutput(const CallLog& log);
    ~StrayOutput();
    StrayOutput(const StrayOutput&) = delete;
    StrayOutput& operator=(const StrayOutput&) = delete;

private:
    void onReadable();
    void logLines();

    const CallLog& m_log;
    UniqueFd m_pipe;
    std::string m_text; ///< A line that has no end yet.
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace pptp
