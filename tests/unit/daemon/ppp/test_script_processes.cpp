// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/script_processes.h"

#include <csignal>

#include <QProcess>
#include <QProcessEnvironment>
#include <QTest>

using namespace pptp;

namespace {

/// A number that no process of a test machine has.
constexpr pid_t Pppd = 99'999'999;

/// A process as pppd starts its scripts: with its own number in the environment.
struct Script {
    QProcess process;

    explicit Script(const QString& pppd, const QStringList& command = {"sleep", "60"})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("PPPD_PID", pppd);
        process.setProcessEnvironment(environment);
        process.start(command.first(), command.mid(1));
        process.waitForStarted();
    }
    ~Script()
    {
        process.kill();
        process.waitForFinished();
    }
    [[nodiscard]] bool runs() const { return process.state() == QProcess::Running; }
};

} // namespace

class TestScriptProcesses : public QObject {
    Q_OBJECT
private slots:
    void killsThoseOfThisPppdOnly();
    void killsWhatAScriptLeftInASessionOfItsOwn();
    void findsNoneWhereNoneIs();
};

void TestScriptProcesses::killsThoseOfThisPppdOnly()
{
    Script ours("99999999");
    Script another("9999999");
    Script longer("999999990");
    QCOMPARE(killScripts(Pppd), 1);
    QTRY_VERIFY(!ours.runs());
    QCOMPARE(ours.process.exitStatus(), QProcess::CrashExit);
    QVERIFY(another.runs() && longer.runs());
}

void TestScriptProcesses::killsWhatAScriptLeftInASessionOfItsOwn()
{
    Script script("99999999", {"sh", "-c", "setsid sleep 60 & setsid sleep 60 & echo; exec sleep 0"});
    QTRY_VERIFY(!script.runs());
    QCOMPARE(killScripts(Pppd), 2);
    QTRY_COMPARE(killScripts(Pppd), 0);
}

void TestScriptProcesses::findsNoneWhereNoneIs()
{
    QCOMPARE(killScripts(Pppd), 0);
}

QTEST_GUILESS_MAIN(TestScriptProcesses)
#include "test_script_processes.moc"
