// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/log_output.h"

#include <array>
#include <fcntl.h>
#include <syslog.h>
#include <unistd.h>

namespace pptp {
namespace {

constexpr std::size_t MaxLineBytes = 1000;

} // namespace

LogOutput::LogOutput(bool everythingToStandardError)
    : m_everything(everythingToStandardError || ::isatty(STDERR_FILENO) != 0),
      m_standardError(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1))
{
    ::openlog("pptp", LOG_PID, LOG_DAEMON);
}

void LogOutput::write(int priority, const std::string& line) const
{
    ::syslog(priority, "%s", line.c_str());
    if (!m_standardError || (!m_everything && priority > LOG_CRIT))
        return;
    const std::string ended = line + '\n';
    [[maybe_unused]] const auto written = ::write(m_standardError.get(), ended.data(), ended.size());
}

StrayOutput::StrayOutput(const CallLog& log) : m_log(log)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return;
    m_pipe.reset(ends[0]);
    const UniqueFd input(ends[1]);
    // Ours never blocks; the writers are children that may.
    ::fcntl(m_pipe.get(), F_SETFL, O_NONBLOCK);
    ::dup2(input.get(), STDERR_FILENO);
    m_notifier = std::make_unique<QSocketNotifier>(m_pipe.get(), QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                     [this] { onReadable(); });
}

StrayOutput::~StrayOutput()
{
    if (m_pipe)
        onReadable(); // a worker's last words
}

void StrayOutput::onReadable()
{
    std::array<char, 4096> buffer;
    const ssize_t count = ::read(m_pipe.get(), buffer.data(), buffer.size());
    if (count > 0)
        m_text.append(buffer.data(), static_cast<std::size_t>(count));
    logLines();
}

void StrayOutput::logLines()
{
    for (auto end = m_text.find('\n'); end != m_text.npos; end = m_text.find('\n')) {
        m_log.log(m_text.substr(0, std::min(end, MaxLineBytes)));
        m_text.erase(0, end + 1);
    }
    if (m_text.size() > MaxLineBytes)
        m_text.clear();
}

} // namespace pptp
