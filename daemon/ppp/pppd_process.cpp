// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/pppd_process.h"

#include "daemon/ppp/log_lines.h"
#include "daemon/ppp/plugin_channel.h"
#include "daemon/ppp/ppp_folder.h"
#include "daemon/ppp/protection.h"
#include "daemon/ppp/script_processes.h"

#include <csignal>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <QProcessEnvironment>

namespace pptp {
namespace {

constexpr int CannotPrepare = 127; ///< As a shell says "could not be executed".
/// For a pppd whose plugin broke the protocol: it deserves no longer good-bye.
constexpr std::chrono::milliseconds ShortGrace{500};
/// Even a killed process may be stuck in the kernel; the daemon must not be stuck with it.
constexpr int ReapMilliseconds = 2000;

/// Between fork and exec: only calls that are safe after the fork of a threaded process.
void prepareChild(int pluginDescriptor, int link)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    struct sigaction standard {};
    standard.sa_handler = SIG_DFL;
    for (int signal = 1; signal < NSIG; ++signal)
        sigaction(signal, &standard, nullptr);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    // Marked, not closed: QProcess needs its own pipe until exec. Whatever the daemon holds ends there.
    if (close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) != 0 || fcntl(pluginDescriptor, F_SETFD, 0) != 0 ||
        (link >= 0 && fcntl(link, F_SETFD, 0) != 0))
        _exit(CannotPrepare);
}

QProcessEnvironment fixedEnvironment()
{
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("PATH"), QStringLiteral("/usr/sbin:/usr/bin:/sbin:/bin"));
    environment.insert(QStringLiteral("LANG"), QStringLiteral("C"));
    return environment;
}

LogLines::Time now()
{
    return std::chrono::steady_clock::now();
}

} // namespace

class PppdProcess::Private {
public:
    Private(PppdProcess* owner, Observer callbacks, Profile settings);

    void configure(const std::string& program, const std::vector<std::string>& arguments, int descriptor,
                   int link);
    void onReport(const PppReport& report);
    void onPhase(const PppPhaseChange& change);
    void onSecretRequest(const PppSecretRequest& request);
    void onBroken(const Error& error);
    void onFinished(int exitCode, QProcess::ExitStatus exitStatus);
    void onFailed(const std::string& why);
    void refuse(const Error& error);
    void deliverEnd();
    void killGroup();
    void endScripts() const;

    PppdProcess* q;
    Observer observer;
    Profile profile;
    pid_t pid = 0; ///< Also when it is over: what it has started is known by it.
    PppdEnd end;
    bool running = false;
    bool closing = false; ///< The phases run backwards from here on.
    LogLines log;
    PluginChannel channel;
    QTimer killTimer;
    QProcess process;
};

PppdProcess::Private::Private(PppdProcess* owner, Observer callbacks, Profile settings)
    : q(owner), observer(std::move(callbacks)), profile(std::move(settings)),
      log([this](const std::string& line) { observer.logLine(line); }),
      channel({.report = [this](const PppReport& report) { onReport(report); },
               .broken = [this](const Error& error) { onBroken(error); }})
{
    killTimer.setSingleShot(true);
    QObject::connect(&killTimer, &QTimer::timeout, q, [this] { killGroup(); });
    QObject::connect(&process, &QProcess::readyRead, q,
                     [this] { log.feed(process.readAll().toStdString(), now()); });
    QObject::connect(&process, &QProcess::finished, q,
                     [this](int code, QProcess::ExitStatus how) { onFinished(code, how); });
    QObject::connect(&process, &QProcess::errorOccurred, q, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            onFailed(process.errorString().toStdString());
    });
}

void PppdProcess::Private::configure(const std::string& program, const std::vector<std::string>& arguments,
                                     int descriptor, int link)
{
    QStringList list;
    for (const std::string& argument : arguments)
        list << QString::fromStdString(argument);
    process.setProgram(QString::fromStdString(program));
    process.setArguments(list);
    process.setWorkingDirectory(QStringLiteral("/"));
    process.setProcessEnvironment(fixedEnvironment());
    process.setStandardInputFile(QProcess::nullDevice());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setChildProcessModifier([descriptor, link] { prepareChild(descriptor, link); });
}

void PppdProcess::Private::onReport(const PppReport& report)
{
    if (const auto* change = std::get_if<PppPhaseChange>(&report))
        onPhase(*change);
    else if (const auto* request = std::get_if<PppSecretRequest>(&report))
        onSecretRequest(*request);
    else if (const auto* exit = std::get_if<PppExit>(&report))
        end.report = *exit;
    else
        observer.report(report);
}

void PppdProcess::Private::onPhase(const PppPhaseChange& change)
{
    // pppd goes through NETWORK and ESTABLISH once more while it takes the link down.
    const bool ending = change.phase == PppPhase::Terminate || change.phase == PppPhase::Disconnect ||
                        change.phase == PppPhase::Dead;
    closing = closing || ending;
    if (ending || !closing)
        observer.report(change);
}

void PppdProcess::Private::onSecretRequest(const PppSecretRequest& request)
{
    // The options refuse every other method; a request for one means that they were not obeyed.
    if (!allowsAuthentication(profile, request.authentication))
        return refuse(
            {ErrorCode::AuthMethod, "pppd wanted the password for " + request.authentication, {}, {}});
    const Result<Secret> secret = observer.secretWanted();
    if (!secret)
        return refuse(secret.error());
    if (const Result<void> answered = channel.answer(*secret); !answered)
        end.cause = answered.error();
}

void PppdProcess::Private::refuse(const Error& error)
{
    end.cause = error;
    channel.refuse();
}

void PppdProcess::Private::onBroken(const Error& error)
{
    end.cause = error;
    q->terminate(ShortGrace);
}

void PppdProcess::Private::onFinished(int exitCode, QProcess::ExitStatus exitStatus)
{
    killTimer.stop();
    endScripts();
    // pppd is gone, and what it wrote is in our buffers: nothing more has to be waited for.
    log.feed(process.readAll().toStdString(), now());
    log.finish(now());
    channel.drain();
    end.lastError = log.lastError();
    if (exitStatus == QProcess::CrashExit)
        end.signal = exitCode;
    else
        end.exitCode = exitCode;
    deliverEnd();
}

void PppdProcess::Private::onFailed(const std::string& why)
{
    killTimer.stop();
    end.lastError = why;
    deliverEnd();
}

void PppdProcess::Private::deliverEnd()
{
    // Later, not now: the observer may delete us, and a QProcess must not be deleted inside its own signal.
    const auto deliver = [this] {
        running = false;
        const auto ended = std::move(observer.ended);
        const PppdEnd last = end;
        ended(last);
    };
    QMetaObject::invokeMethod(q, deliver, Qt::QueuedConnection);
}

void PppdProcess::Private::killGroup()
{
    if (process.processId() <= 0)
        return; // it is reaped, and the number may be somebody else's
    ::kill(-pid, SIGKILL);
    ::kill(pid, SIGKILL); // in case it has not yet become the group's leader
}

void PppdProcess::Private::endScripts() const
{
    if (profile.runPppScripts && pid > 0)
        killScripts(pid);
}

PppdProcess::PppdProcess(Observer observer, Profile profile)
    : d(std::make_unique<Private>(this, std::move(observer), std::move(profile)))
{
}

PppdProcess::~PppdProcess()
{
    d->process.disconnect();
    d->killTimer.stop();
    if (d->process.state() == QProcess::NotRunning)
        return;
    d->killGroup();
    d->process.waitForFinished(ReapMilliseconds);
    d->endScripts();
}

void PppdProcess::start(const std::string& program,
                        const std::function<std::vector<std::string>(int pluginDescriptor)>& argumentsFor,
                        int link)
{
    d->running = true;
    if (const auto trusted = checkPppFolder(PppFolder); !trusted) {
        d->end.cause = trusted.error();
        return d->deliverEnd();
    }
    const Result<UniqueFd> pluginEnd = d->channel.open();
    if (!pluginEnd)
        return d->onFailed(pluginEnd.error().detail);
    const int descriptor = pluginEnd->get();
    d->configure(program, argumentsFor(descriptor), descriptor, link);
    d->process.start(QIODevice::ReadOnly);
    d->pid = static_cast<pid_t>(d->process.processId());
    // The fork is done: with our copy of its end closed, the channel ends when pppd does.
}

void PppdProcess::terminate(std::chrono::milliseconds grace)
{
    if (!d->running)
        return;
    const auto pid = static_cast<pid_t>(d->process.processId());
    if (pid <= 0)
        return; // it has ended by itself, and ended will be called
    d->end.terminated = true;
    d->endScripts(); // before ip-down is started, which has its time
    ::kill(pid, SIGTERM);
    if (!d->killTimer.isActive() || grace < d->killTimer.remainingTimeAsDuration())
        d->killTimer.start(grace);
}

bool PppdProcess::isRunning() const
{
    return d->running;
}

qint64 PppdProcess::processId() const
{
    return d->process.processId();
}

} // namespace pptp
