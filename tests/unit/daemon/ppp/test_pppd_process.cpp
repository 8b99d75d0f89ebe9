// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/pppd_options.h"
#include "daemon/ppp/pppd_process.h"
#include "tests/fakes/fake_hdlc.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <vector>

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

using namespace pptp;
using namespace std::chrono_literals;

namespace {

/// A pppd with everything it says, on a terminal of its own.
struct Link {
    Profile settings{};
    UniqueFd line{posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
    std::string password = "secret";
    std::optional<Error> noPassword{};
    std::vector<PppReport> reports{};
    std::vector<std::string> log{};
    std::optional<PppdEnd> end{};
    int ends = 0;
    std::unique_ptr<PppdProcess> pppd = std::make_unique<PppdProcess>(
        PppdProcess::Observer{.report = [this](const PppReport& report) { reports.push_back(report); },
                              .secretWanted = [this]() -> Result<Secret> {
                                  if (noPassword)
                                      return tl::unexpected(*noPassword);
                                  return Secret(std::string(password));
                              },
                              .logLine = [this](const std::string& text) { log.push_back(text); },
                              .ended =
                                  [this](const PppdEnd& last) {
                                      end = last;
                                      ++ends;
                                  }},
        settings);

    void startFake(const std::string& behaviour)
    {
        QVERIFY(grantpt(line.get()) == 0 && unlockpt(line.get()) == 0);
        Profile profile;
        profile.user = "alice";
        pppd->start(FAKE_PPPD, [&](int descriptor) {
            return pppdArguments(profile, {behaviour, ptsname(line.get()), "/nowhere/plugin.so", descriptor});
        });
    }
    void startShell(const std::string& script, int kernelLink = -1)
    {
        const auto arguments = [&](int descriptor) {
            return std::vector<std::string>{"-c", script, "sh", std::to_string(descriptor)};
        };
        pppd->start("/bin/sh", arguments, kernelLink);
    }
    template <class Report>
    [[nodiscard]] bool has() const
    {
        return std::ranges::any_of(reports,
                                   [](const auto& one) { return std::holds_alternative<Report>(one); });
    }
    [[nodiscard]] bool logged(const std::string& text) const
    {
        return std::ranges::find(log, text) != log.end();
    }
};

bool exists(qint64 process)
{
    return ::kill(static_cast<pid_t>(process), 0) == 0;
}

/// Or a zombie, until init has reaped it.
bool isGone(qint64 process)
{
    QFile stat(QString("/proc/%1/stat").arg(process));
    return !exists(process) || !stat.open(QIODevice::ReadOnly) || stat.readAll().contains(") Z ");
}

} // namespace

class TestPppdProcess : public QObject {
    Q_OBJECT
private slots:
    void comesUpAndEndsWhenTold();
    void reportsNoWayBackThroughThePhases();
    void everyBehaviourHasItsError_data();
    void everyBehaviourHasItsError();
    void tellsWhyThereWasNoPassword();
    void refusesAPasswordThatIsTooLong();
    void passesFramesThroughTheTerminal();
    void endsWithTheTerminal();
    void killsOneThatIgnoresTerm();
    void killsTheWholeGroup();
    void killsWhatItsScriptsLeft();
    void endsAPluginThatMakesNoSense();
    void boundsTheLog();
    void inheritsNothingButWhatItNeeds();
    void inheritsTheKernelsLinkUnderItsNumber();
    void saysThatItCouldNotStart();
    void leavesNothingBehindWhenDeleted();
    void mayBeDeletedInItsOwnEnd();
};

void TestPppdProcess::comesUpAndEndsWhenTold()
{
    Link link;
    link.startFake("work");
    QVERIFY(link.pppd->isRunning());
    QTRY_VERIFY(link.has<PppUp>());
    QCOMPARE(link.reports.front(), PppReport(PppHello{"2.4.9"}));
    QCOMPARE(std::get<PppUp>(link.reports.back()).localAddress, Ipv4Address{0x0A630002});
    link.pppd->terminate(5s);
    QTRY_VERIFY(link.end.has_value());
    QVERIFY(!link.pppd->isRunning());
    QCOMPARE(link.end->exitCode, std::optional(5));
    QCOMPARE(link.end->report, std::optional(PppExit{5, PppPhase::Running, PppFailure::None}));
    QCOMPARE(pppdEndError(*link.end).code, ErrorCode::Cancelled);
    QVERIFY(link.has<PppDown>());
    QCOMPARE(link.ends, 1);
}

void TestPppdProcess::reportsNoWayBackThroughThePhases()
{
    Link link;
    link.startFake("closed");
    QTRY_VERIFY(link.end.has_value());
    std::vector<PppPhase> phases;
    for (const PppReport& report : link.reports) {
        if (const auto* change = std::get_if<PppPhaseChange>(&report))
            phases.push_back(change->phase);
    }
    using enum PppPhase;
    QCOMPARE(phases,
             (std::vector{Starting, Establish, Authenticate, Network, Running, Terminate, Disconnect, Dead}));
}

void TestPppdProcess::everyBehaviourHasItsError_data()
{
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, ErrorCode code) { QTest::newRow(name) << static_cast<int>(code); };
    row("nomethod", ErrorCode::AuthMethod);
    row("nomppe", ErrorCode::EncryptionRequired);
    row("weakmppe", ErrorCode::EncryptionTooWeak);
    row("noaddress", ErrorCode::AddressFailed);
    row("crash", ErrorCode::PppdFailed);
    row("closed", ErrorCode::ClosedByServer);
    row("peerdead", ErrorCode::PeerUnreachable);
    row("noppp", ErrorCode::NotSupported);
    row("badoption", ErrorCode::PppdFailed);
}

void TestPppdProcess::everyBehaviourHasItsError()
{
    QFETCH(int, code);
    Link link;
    link.startFake(QTest::currentDataTag());
    QTRY_VERIFY(link.end.has_value());
    QCOMPARE(static_cast<int>(pppdEndError(*link.end).code), code);
}

void TestPppdProcess::tellsWhyThereWasNoPassword()
{
    Link link;
    link.noPassword = Error{ErrorCode::NoSecrets, "none is stored", {}, {}};
    link.startFake("work");
    QTRY_VERIFY(link.end.has_value());
    QCOMPARE(pppdEndError(*link.end), *link.noPassword);

    Link wrong;
    wrong.password = "wrong";
    wrong.startFake("work");
    QTRY_VERIFY(wrong.end.has_value());
    QCOMPARE(pppdEndError(*wrong.end).code, ErrorCode::AuthRefused);
    QVERIFY(!wrong.logged("wrong"));
}

void TestPppdProcess::refusesAPasswordThatIsTooLong()
{
    Link link;
    link.password = std::string(256, 'x');
    link.startFake("work");
    QTRY_VERIFY(link.end.has_value());
    QCOMPARE(pppdEndError(*link.end).code, ErrorCode::NoSecrets);
}

void TestPppdProcess::passesFramesThroughTheTerminal()
{
    Link link;
    link.startFake("work");
    fake::HdlcReader reader;
    std::vector<fake::Frame> frames;
    const auto receive = [&] {
        std::array<unsigned char, 4096> bytes{};
        const ssize_t size = read(link.line.get(), bytes.data(), bytes.size());
        for (ssize_t i = 0; i < size; ++i) {
            if (auto frame = reader.next(bytes.at(static_cast<std::size_t>(i))))
                frames.push_back(*frame);
        }
        return frames.size();
    };
    QTRY_COMPARE(receive(), std::size_t{4});
    QCOMPARE(frames[0], fake::lcpConfigureRequest());
    QCOMPARE(frames[3], fake::ipPacket(1396));
    const fake::Frame packet = fake::hdlc(fake::ipPacket(100));
    QCOMPARE(write(link.line.get(), packet.data(), packet.size()), static_cast<ssize_t>(packet.size()));
    QTRY_COMPARE(receive(), std::size_t{5});
    QCOMPARE(frames[4], fake::ipPacket(100));
}

void TestPppdProcess::endsWithTheTerminal()
{
    Link link;
    link.startFake("work");
    QTRY_VERIFY(link.has<PppUp>());
    link.line.reset();
    QTRY_VERIFY(link.end.has_value());
    QCOMPARE(link.end->report->status, 16);
    QCOMPARE(pppdEndError(*link.end).code, ErrorCode::ClosedByServer);
}

void TestPppdProcess::killsOneThatIgnoresTerm()
{
    Link link;
    link.startFake("stubborn");
    QTRY_VERIFY(link.has<PppUp>());
    const qint64 process = link.pppd->processId();
    QElapsedTimer elapsed;
    elapsed.start();
    link.pppd->terminate(300ms);
    link.pppd->terminate(1h); // never a longer life than promised
    QTRY_VERIFY(link.end.has_value());
    QVERIFY(elapsed.elapsed() >= 300);
    QCOMPARE(link.end->signal, SIGKILL);
    QCOMPARE(pppdEndError(*link.end).code, ErrorCode::Cancelled);
    QVERIFY(!exists(process));
}

void TestPppdProcess::killsTheWholeGroup()
{
    Link link;
    link.startShell("trap '' TERM; sleep 1000 & echo child $!; wait; wait");
    QTRY_VERIFY(!link.log.empty());
    const qint64 child = std::stoll(link.log.front().substr(6));
    QVERIFY(exists(child));
    link.pppd->terminate(0ms);
    QTRY_VERIFY(link.end.has_value());
    QTRY_VERIFY(isGone(child));
}

/// As pppd starts them: in a session of their own, with its number in their environment.
void TestPppdProcess::killsWhatItsScriptsLeft()
{
    Profile settings;
    settings.runPppScripts = true;
    Link link{.settings = settings};
    link.startShell(
        "PPPD_PID=$$ setsid sleep 60 & echo $!; PPPD_PID=$$ setsid sleep 60 & echo $!; exec sleep 60");
    QTRY_COMPARE(link.log.size(), 2U);
    link.pppd->terminate(5s);
    QTRY_VERIFY(link.end.has_value());
    for (const std::string& line : link.log)
        QTRY_VERIFY2(isGone(std::stoi(line)), line.c_str());
}

void TestPppdProcess::endsAPluginThatMakesNoSense()
{
    Link link;
    link.startFake("garbage");
    QTRY_VERIFY(link.end.has_value());
    const Error error = pppdEndError(*link.end);
    QCOMPARE(error.code, ErrorCode::PppdFailed);
    QVERIFY2(error.detail.find("unknown record") != std::string::npos, error.detail.c_str());
}

void TestPppdProcess::boundsTheLog()
{
    Link link;
    link.startFake("babble");
    const auto said = [&](const std::string& end) {
        return std::ranges::any_of(link.log, [&](const std::string& line) { return line.ends_with(end); });
    };
    QTRY_VERIFY(link.has<PppUp>());
    link.pppd->terminate(5s);
    QTRY_VERIFY(link.end.has_value());
    QVERIFY(link.log.size() < 1000);
    QVERIFY(said("lines left out)"));
}

void TestPppdProcess::inheritsTheKernelsLinkUnderItsNumber()
{
    const UniqueFd kernelLink(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    const std::string number = std::to_string(kernelLink.get());
    Link with;
    with.startShell("readlink /proc/$$/fd/" + number, kernelLink.get());
    QTRY_VERIFY(with.end.has_value());
    QVERIFY(with.logged("/dev/full"));
    Link without;
    without.startShell("readlink /proc/$$/fd/" + number + " || echo none");
    QTRY_VERIFY(without.end.has_value());
    QVERIFY(!without.logged("/dev/full"));
}

void TestPppdProcess::inheritsNothingButWhatItNeeds()
{
    const UniqueFd leaked(open("/dev/null", O_RDONLY)); // without CLOEXEC: what a careless library does
    QVERIFY(leaked.get() > 2);
    qputenv("PPTP_TEST_SECRET", "in the daemon's environment");
    Link link;
    link.startShell("env | sort; readlink /proc/self/fd/0; echo plugin $1;"
                    "for d in /proc/$$/fd/*; do echo fd ${d##*/}; done; grep Sig /proc/self/status;"
                    "echo group $(ps -o pgid= -p $$) $$; pwd");
    QTRY_VERIFY(link.end.has_value());
    qunsetenv("PPTP_TEST_SECRET");
    QVERIFY(link.logged("LANG=C"));
    QVERIFY(link.logged("PATH=/usr/sbin:/usr/bin:/sbin:/bin"));
    QVERIFY(link.logged("/dev/null"));
    QVERIFY(link.logged("/"));
    QVERIFY(link.logged("SigBlk:\t0000000000000000") || link.logged("SigBlk:\xEF\xBF\xBD"
                                                                    "0000000000000000"));
    int descriptors = 0;
    std::string plugin;
    for (const std::string& line : link.log) {
        QVERIFY2(line.find("PPTP_TEST_SECRET") == std::string::npos, line.c_str());
        descriptors += line.starts_with("fd ") ? 1 : 0;
        if (line.starts_with("plugin "))
            plugin = line.substr(7);
        if (line.starts_with("group ")) {
            const QStringList words = QString::fromStdString(line).split(' ', Qt::SkipEmptyParts);
            QCOMPARE(words.at(1), words.at(2));
        }
    }
    QVERIFY(link.logged("fd " + plugin));
    QVERIFY2(descriptors <= 5, "0, 1, 2, the plugin's and what the shell has open for the loop");
    QVERIFY(!link.logged("fd " + std::to_string(leaked.get())) || plugin == std::to_string(leaked.get()));
}

void TestPppdProcess::saysThatItCouldNotStart()
{
    Link link;
    link.pppd->start("/nowhere/pppd", [](int) { return std::vector<std::string>{}; });
    QCOMPARE(link.ends, 0); // never before start() has returned
    QTRY_VERIFY(link.end.has_value());
    QVERIFY(!link.pppd->isRunning());
    QVERIFY(!link.end->exitCode.has_value());
    const Error error = pppdEndError(*link.end);
    QCOMPARE(error.code, ErrorCode::PppdFailed);
    QVERIFY2(error.detail.starts_with("pppd could not be started; pppd said: "), error.detail.c_str());
    QCOMPARE(link.ends, 1);
}

void TestPppdProcess::leavesNothingBehindWhenDeleted()
{
    Link link;
    link.startFake("stubborn");
    QTRY_VERIFY(link.has<PppUp>());
    const qint64 process = link.pppd->processId();
    link.pppd.reset();
    QVERIFY(!exists(process));
    QCOMPARE(link.ends, 0);
}

void TestPppdProcess::mayBeDeletedInItsOwnEnd()
{
    Link link;
    std::unique_ptr<PppdProcess> pppd;
    int ends = 0;
    pppd = std::make_unique<PppdProcess>(PppdProcess::Observer{.report = [](const PppReport&) {},
                                                               .secretWanted = {},
                                                               .logLine = [](const std::string&) {},
                                                               .ended =
                                                                   [&](const PppdEnd&) {
                                                                       pppd.reset();
                                                                       ++ends;
                                                                   }});
    pppd->start("/bin/true", [](int) { return std::vector<std::string>{}; });
    QTRY_COMPARE(ends, 1);
    QVERIFY(!pppd);
}

QTEST_GUILESS_MAIN(TestPppdProcess)
#include "test_pppd_process.moc"
