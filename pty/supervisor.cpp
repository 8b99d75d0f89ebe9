// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/supervisor.h"

#include "common/names.h"
#include "pty/statistics_text.h"

#include <pwd.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QFileInfo>

namespace pptp {
namespace {

constexpr const char* RouteFolder = "/run/pptp-pty";
/// LCP's Terminate-Request is sent again after 3 s: one try.
constexpr std::chrono::milliseconds PppdGrace{2500};
constexpr const char* StandardName = "anon"; // pptp-linux's

std::string workerProgram(const PtyOptions& options)
{
    if (!options.worker.empty())
        return options.worker;
    // In a build tree; an installed one has its own folder.
    const QFileInfo beside(QCoreApplication::applicationDirPath() + QStringLiteral("/pptp-worker"));
    return beside.isExecutable() ? beside.filePath().toStdString() : names::WorkerProgram;
}

/// Empty: no other than ours.
std::string workerUser(const PtyOptions& options)
{
    if (!options.workerUser.empty()) {
        const passwd* user = ::getpwnam(options.workerUser.c_str());
        return user != nullptr && user->pw_uid == ::geteuid() ? std::string() : options.workerUser;
    }
    if (::geteuid() != 0)
        return {};
    return ::getpwnam(names::WorkerUser) != nullptr ? names::WorkerUser : "nobody";
}

std::string logName(const PtyOptions& options)
{
    return options.profile.logString.empty() ? StandardName : options.profile.logString;
}

} // namespace

Supervisor::Supervisor(const PtyOptions& options, std::optional<LaunchLink> link)
    : m_options(options), m_output(options.debug),
      m_log(logName(options),
            [this](int priority, const std::string& line) { m_output.write(priority, line); }),
      m_stray(m_log), m_route(RouteFolder, "call-" + std::to_string(::getpid()), RouteKernel::real()),
      m_launcher(workerProgram(options), workerUser(options)),
      m_call(m_options.profile, m_log, m_route, m_launcher,
             {.up = [this] { onUp(); }, .ended = [this](ExitStatus status) { onEnded(status); }}),
      m_signals({.end = [this] { onEndSignal(); }, .statistics = [this] { logStatistics(); }})
{
    m_pppdGrace.setSingleShot(true);
    QObject::connect(&m_pppdGrace, &QTimer::timeout, &m_pppdGrace, [this] { m_call.clear(); });
    if (link)
        m_pppd.emplace(std::move(*link), [this](const Error& error) { onPppdFailed(error); });
}

Supervisor::~Supervisor() = default;

Result<UniqueFd> Supervisor::terminal()
{
    if (m_pppd)
        return m_pppd->openTerminal();
    auto input = StandardInput::take();
    if (!input)
        return tl::unexpected(input.error());
    m_input.emplace(std::move(*input));
    return m_input->duplicate();
}

Result<void> Supervisor::start()
{
    auto opened = terminal();
    if (!opened)
        return tl::unexpected(opened.error());
    if (!m_pppd) {
        m_hangUp = std::make_unique<HangUpWatch>(opened->get(), [this] { onHangUp(); });
        if (!m_options.pppdWords.empty())
            m_log.warn("with --nolaunchpppd options for pppd have no effect: " + m_options.pppdWords.front());
    }
    m_call.start(std::move(*opened));
    return {};
}

void Supervisor::onUp()
{
    m_hangUp.reset(); // the worker sees it itself now
    if (!m_pppd)
        return;
    m_pppd->startPppd();
    if (m_options.debug)
        return;
    m_output.leaveStandardError();
    detachStandardStreams(false);
    [[maybe_unused]] const int moved = ::chdir("/");
}

/// pppd ends its link while there is still a call for it, and then the call ends; a second signal, or a pppd
/// that takes too long or is in the background, ends the call as it is.
void Supervisor::onEndSignal()
{
    if (m_pppd && !m_pppdGrace.isActive() && m_pppd->terminate())
        m_pppdGrace.start(PppdGrace);
    else
        m_call.clear();
}

void Supervisor::onHangUp()
{
    m_log.log("pppd closed its side.");
    m_call.clear();
}

void Supervisor::onPppdFailed(const Error& error)
{
    m_log.warn(error.detail);
    m_call.clear(exitStatus(error));
}

void Supervisor::fail(const Error& error)
{
    m_log.fatal(error.detail);
    onEnded(exitStatus(error));
}

void Supervisor::onEnded(ExitStatus status)
{
    if (m_pppd) {
        (void)m_pppd->terminate();
        m_pppd->abandon(static_cast<int>(status));
    }
    QCoreApplication::exit(static_cast<int>(status));
}

void Supervisor::logStatistics()
{
    for (const std::string& line : statisticsLines(m_call.statistics()))
        m_log.plain(line);
}

} // namespace pptp
