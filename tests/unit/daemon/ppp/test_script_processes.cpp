// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/script_processes.h"

#include <csignal>

#include <QFile>
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

/// Or a zombie, until init has reaped it.
bool isGone(const QByteArray& process)
{
    QFile stat("/proc/" + process + "/stat");
    return !stat.open(QIODevice::ReadOnly) || stat.readAll().contains(") Z ");
}

} // namespace

class TestScriptProcesses : public QObject {
    Q_OBJECT
private slots:
    void killsThoseOfThisPppdOnly();
    void killsWhatAScriptLeftInASessionOfItsOwn();
};

void TestScriptProcesses::killsThoseOfThisPppdOnly()
{
    Script ours("99999999");
    Script another("9999999");
    Script longer("999999990");
    killScripts(Pppd);
    QTRY_VERIFY(!ours.runs());
    QCOMPARE(ours.process.exitStatus(), QProcess::CrashExit);
    QVERIFY(another.runs() && longer.runs());
}

void TestScriptProcesses::killsWhatAScriptLeftInASessionOfItsOwn()
{
    Script script("99999999", {"sh", "-c", "setsid sleep 60 & echo $!; setsid sleep 60 & echo $!"});
    QTRY_VERIFY(!script.runs());
    const QList<QByteArray> left = script.process.readAll().split('\n');
    QCOMPARE(left.size(), 3); // and the end of the last line
    QVERIFY(!isGone(left[0]) && !isGone(left[1]));
    killScripts(Pppd);
    QTRY_VERIFY(isGone(left[0]) && isGone(left[1]));
}

QTEST_GUILESS_MAIN(TestScriptProcesses)
#include "test_script_processes.moc"
