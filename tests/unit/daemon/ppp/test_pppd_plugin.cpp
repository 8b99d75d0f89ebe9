// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The real pppd and our plugin: it knows every option that we give it, and loads what we built. No PPP in
/// the kernel is needed for that; pppd looks for it (exit code 4) after it has read its options (exit code
/// 2).
#include "common/names.h"
#include "daemon/ppp/pppd_options.h"
#include "daemon/ppp/pppd_process.h"

#include <cstdlib>
#include <fcntl.h>
#include <functional>
#include <unistd.h>
#include <vector>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace pptp;

namespace {

constexpr int OptionError = 2;
constexpr int NoKernelSupport = 4;

/// pppd wants to be root, and only root may execute the installed one. For anybody else a copy in a user
/// namespace does: it comes no further than its options.
class Command {
public:
    Command()
    {
        if (geteuid() == 0)
            return;
        m_words = {"/usr/bin/unshare", "--map-root-user", m_folder.filePath("pppd").toStdString()};
        QFile installed(names::PppdProgram);
        QVERIFY(installed.copy(m_folder.filePath("pppd")));
        QVERIFY(QFile::setPermissions(m_folder.filePath("pppd"), QFile::ReadOwner | QFile::ExeOwner));
    }
    void start(PppdProcess& pppd, const std::function<std::vector<std::string>(int)>& argumentsFor) const
    {
        pppd.start(m_words.front(), [&](int descriptor) {
            std::vector<std::string> arguments(m_words.begin() + 1, m_words.end());
            for (std::string& argument : argumentsFor(descriptor))
                arguments.push_back(std::move(argument));
            arguments.emplace_back("dryrun"); // where the kernel has PPP, nothing more than that
            return arguments;
        });
    }

private:
    QTemporaryDir m_folder;
    std::vector<std::string> m_words{names::PppdProgram};
};

struct RealPppd {
    Command command;
    UniqueFd line{posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)};
    std::vector<PppReport> reports;
    std::vector<std::string> log;
    std::optional<PppdEnd> end;
    PppdProcess pppd{{.report = [this](const PppReport& report) { reports.push_back(report); },
                      .secretWanted = []() -> Result<Secret> { return fail(ErrorCode::NoSecrets); },
                      .logLine = [this](const std::string& text) { log.push_back(text); },
                      .ended = [this](const PppdEnd& last) { end = last; }}};

    void run(const std::vector<std::string>& arguments)
    {
        command.start(pppd, [&](int) { return arguments; });
    }
    void runWithOurs(const std::string& user, const std::vector<std::string>& more = {})
    {
        QVERIFY(grantpt(line.get()) == 0 && unlockpt(line.get()) == 0);
        Profile profile;
        profile.user = user;
        command.start(pppd, [&](int descriptor) {
            auto arguments = pppdArguments(profile, {"work", ptsname(line.get()), PPPD_PLUGIN, descriptor});
            arguments.insert(arguments.end(), more.begin(), more.end());
            return arguments;
        });
    }
    [[nodiscard]] QByteArray words() const
    {
        QByteArray all;
        for (const std::string& text : log)
            all += QByteArray::fromStdString(text) + '\n';
        return all;
    }
};

} // namespace

class TestPppdPlugin : public QObject {
    Q_OBJECT
private slots:
    void acceptsOurOptionsAndLoadsThePlugin_data();
    void acceptsOurOptionsAndLoadsThePlugin();
    void wouldNoticeAnUnknownOption();
    void refusesADescriptorThatIsNoChannel_data();
    void refusesADescriptorThatIsNoChannel();
    void refusesALinkThatIsNotTheKernels_data();
    void refusesALinkThatIsNotTheKernels();
};

void TestPppdPlugin::acceptsOurOptionsAndLoadsThePlugin_data()
{
    QTest::addColumn<QString>("user");
    QTest::newRow("plain") << "alice";
    QTest::newRow("domain") << "CORP\\alice";
    QTest::newRow("like an option") << "nonsense";
    QTest::newRow("blanks and quotes") << "al \"ice'";
}

void TestPppdPlugin::acceptsOurOptionsAndLoadsThePlugin()
{
    QFETCH(QString, user);
    RealPppd real;
    real.runWithOurs(user.toStdString());
    QTRY_VERIFY(real.end.has_value());
    const bool accepted = real.end->exitCode == 0 || real.end->exitCode == NoKernelSupport;
    QVERIFY2(accepted, real.words().constData());
    QVERIFY(!real.reports.empty());
    QVERIFY(std::holds_alternative<PppHello>(real.reports.front()));
}

void TestPppdPlugin::wouldNoticeAnUnknownOption()
{
    RealPppd real;
    real.runWithOurs("alice", {"require-mppe-129"});
    QTRY_VERIFY(real.end.has_value());
    QCOMPARE(real.end->exitCode, std::optional(OptionError));
    QCOMPARE(real.end->lastError, std::string("unrecognized option 'require-mppe-129'"));
}

void TestPppdPlugin::refusesADescriptorThatIsNoChannel_data()
{
    QTest::addColumn<QString>("descriptor");
    for (const char* descriptor : {"2", "0", "-1", "99", "x", "", "7x", "99999999999999999999"})
        QTest::newRow(descriptor) << descriptor;
}

void TestPppdPlugin::refusesADescriptorThatIsNoChannel()
{
    QFETCH(QString, descriptor);
    RealPppd real;
    real.run({"/dev/null", "noauth", "plugin", PPPD_PLUGIN, "pptp-tunnel-fd", descriptor.toStdString()});
    QTRY_VERIFY(real.end.has_value());
    QCOMPARE(real.end->exitCode, std::optional(OptionError));
    QVERIFY2(real.words().contains("is not the plugin's channel"), real.words().constData());
}

void TestPppdPlugin::refusesALinkThatIsNotTheKernels_data()
{
    QTest::addColumn<QString>("descriptor");
    for (const char* descriptor : {"2", "0", "-1", "99", "x", "", "7x", "99999999999999999999"})
        QTest::newRow(descriptor) << descriptor;
    QTest::newRow("the plugin's own") << "=";
}

void TestPppdPlugin::refusesALinkThatIsNotTheKernels()
{
    QFETCH(QString, descriptor);
    RealPppd real;
    real.command.start(real.pppd, [&](int own) {
        const std::string link = descriptor == "=" ? std::to_string(own) : descriptor.toStdString();
        return std::vector<std::string>{"noauth", "plugin", PPPD_PLUGIN, "pptp-tunnel-link", link};
    });
    QTRY_VERIFY(real.end.has_value());
    QCOMPARE(real.end->exitCode, std::optional(OptionError));
    QVERIFY2(real.words().contains("is not a channel of the kernel"), real.words().constData());
}

QTEST_GUILESS_MAIN(TestPppdPlugin)
#include "test_pppd_plugin.moc"
