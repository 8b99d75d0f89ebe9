// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The real program against the daemon's real bus side: what it prints where, and how it ends.

#include "tests/unit/client/private_bus.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <csignal>

using namespace pptp;

namespace {

constexpr int patienceMs = 20'000;

struct Outcome {
    int exitCode = -1;
    QString out;
    QString err;
};

} // namespace

class TestPptpctl : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_bus = std::make_unique<fakes::PrivateBus>();
        QVERIFY(m_bus->start());
    }

    void cleanup() { m_bus.reset(); }

    void showsAllTunnelsWithoutACommand()
    {
        QVERIFY(m_bus->startService());
        const Outcome outcome = run("");
        QCOMPARE(outcome.out, "  NAME     STATE         IFACE  ADDRESS  SINCE  RTT  LOSS\n"
                              "○ broken   disconnected\n"
                              "✗ invalid  failed        -      -        invalid-settings\n"
                              "○ slow     disconnected\n"
                              "○ work     disconnected\n"
                              "4 tunnels, 0 connected.\n");
        QCOMPARE(outcome.err, "");
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(run("status").out, outcome.out);
        QCOMPARE(run("--no-legend").out, "○ broken   disconnected\n"
                                         "✗ invalid  failed        -  -  invalid-settings\n"
                                         "○ slow     disconnected\n"
                                         "○ work     disconnected\n");
    }

    void listsServers()
    {
        QVERIFY(m_bus->startService());
        const Outcome outcome = run("list");
        QCOMPARE(outcome.out, "NAME     STATE         USER        SERVER\n"
                              "broken   disconnected  CORP\\alice  broken.example.com\n"
                              "invalid  failed        -           -\n"
                              "slow     disconnected  CORP\\alice  slow.example.com\n"
                              "work     disconnected  CORP\\alice  work.example.com\n");
        QCOMPARE(outcome.exitCode, 0);
    }

    void connectsAndTellsHowItGoes()
    {
        QVERIFY(m_bus->startService());
        const Outcome outcome = run("connect work");
        QCOMPARE(outcome.exitCode, 0);
        const QRegularExpression summary(
            "^● work connected on ppp0 in \\d+\\.\\d s   10\\.99\\.0\\.2 → 10\\.99\\.0\\.1   "
            "MPPE 128 bit stateless\n$");
        QVERIFY2(summary.match(outcome.out).hasMatch(), qPrintable(outcome.out));
        QCOMPARE(outcome.err, "work: looking up work.example.com …\n"
                              "work: connecting to 192.0.2.1 …\n"
                              "work: opening the control connection …\n"
                              "work: setting up the call …\n"
                              "work: agreeing on link settings …\n"
                              "work: checking user name and password …\n"
                              "work: agreeing on encryption …\n"
                              "work: agreeing on addresses …\n"
                              "work: setting up the network interface …\n"
                              "Warning: PPTP does not keep your traffic private.\n");
        QCOMPARE(run("status --check work").exitCode, 0);
        QVERIFY(run("").out.contains(
            QRegularExpression("● work +connected +ppp0 +10\\.99\\.0\\.2 +\\d\\d:\\d\\d \\(\\d+s\\)")));
        const Outcome again = run("up work");
        QCOMPARE(again.exitCode, 4);
        QCOMPARE(again.err, "Error: work: The tunnel is connected already. [already-connected]\n");
    }

    void reconnects()
    {
        QVERIFY(m_bus->startService());
        QCOMPARE(run("reconnect work").exitCode, 5);
        QCOMPARE(run("connect work").exitCode, 0);
        const Outcome outcome = run("reconnect work");
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY2(outcome.out.startsWith("● work connected on ppp0 in "), qPrintable(outcome.out));
        const QString status = run("status work").out;
        QVERIFY2(QRegularExpression("Reconnected: +1 time\n").match(status).hasMatch(), qPrintable(status));
        QCOMPARE(run("disconnect work").exitCode, 0);
    }

    void disconnects()
    {
        QVERIFY(m_bus->startService());
        QCOMPARE(run("connect work -q").err, "");
        const Outcome outcome = run("down ppp0");
        QCOMPARE(outcome.out, "○ work disconnected\n");
        QCOMPARE(outcome.err, "");
        QCOMPARE(outcome.exitCode, 0);
        const Outcome again = run("down work");
        QCOMPARE(again.out, "");
        QCOMPARE(again.err, "Error: work: The tunnel is not connected. [not-connected]\n");
        QCOMPARE(again.exitCode, 5);
    }

    void explainsARefusedPassword()
    {
        QVERIFY(m_bus->startService());
        const Outcome outcome = run("connect broken -q");
        QCOMPARE(outcome.out, "");
        QCOMPARE(outcome.err,
                 "Error: broken: The server refused this user name or password. The server said: "
                 "“Access denied”. [auth-refused]\n"
                 "Hint:  Check the user name, the domain (DOMAIN\\user) and the stored password.\n");
        QCOMPARE(outcome.exitCode, 12);
        QVERIFY(run("status broken").out.contains("[auth-refused]"));
        QCOMPARE(run("status --check broken").exitCode, 4);
    }

    void saysWhatElseWentWrong_data()
    {
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("code");
        QTest::newRow("connect nowhere") << 10 << "[not-found]";
        QTest::newRow("status nowhere") << 10 << "[not-found]";
        QTest::newRow("stats nowhere") << 10 << "[not-found]";
        QTest::newRow("disconnect nowhere") << 10 << "[not-found]";
        QTest::newRow("connect invalid") << 2 << "[invalid-settings]";
        QTest::newRow("connect slow -w 1") << 3 << "[timed-out]";
        QTest::newRow("connect") << 2 << "NAME";
    }
    void saysWhatElseWentWrong()
    {
        QFETCH(QString, code);
        QVERIFY(m_bus->startService());
        const Outcome outcome = run(QTest::currentDataTag());
        QTEST(outcome.exitCode, "exitCode");
        QCOMPARE(outcome.out, "");
        QVERIFY2(outcome.err.contains("Error: ") && outcome.err.contains(code), qPrintable(outcome.err));
    }

    void isSilentWhenItOnlyChecks()
    {
        QVERIFY(m_bus->startService());
        const Outcome outcome = run("status --check nowhere");
        QCOMPARE(outcome.exitCode, 10);
        QCOMPARE(outcome.out + outcome.err, "");
    }

    void doesNotWaitWhenToldSo()
    {
        QVERIFY(m_bus->startService());
        const Outcome outcome = run("connect slow --wait 0 -q");
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.out, "◐ slow connecting\n");
        QCOMPARE(run("disconnect slow").out, "○ slow disconnected\n");
    }

    void saysThatPolkitRefused()
    {
        QVERIFY(m_bus->startService({"--deny"}));
        const Outcome outcome = run("connect work");
        QCOMPARE(outcome.exitCode, 11);
        QVERIFY2(outcome.err.contains("[not-authorised]"), qPrintable(outcome.err));
    }

    void saysThatTheServiceIsMissing()
    {
        const Outcome outcome = run("connect work");
        QCOMPARE(outcome.exitCode, 8);
        QCOMPARE(outcome.out, "");
        QCOMPARE(outcome.err, "Error: The PPTP service is not running. [service-missing]\n"
                              "Hint:  Start it with: systemctl start pptp-tunneld\n");
        QProcess noBus;
        start(noBus, "list", "unix:path=/nowhere");
        QCOMPARE(finish(noBus).exitCode, 8);
    }

    void noticesThatTheServiceDied()
    {
        QVERIFY(m_bus->startService());
        QProcess connecting;
        start(connecting, "connect slow", m_bus->address());
        QVERIFY(awaitError(connecting, "control connection"));
        QProcess watching;
        start(watching, "stats slow --watch", m_bus->address());
        QVERIFY(awaitError(watching, "slow: connecting"));
        m_bus->killService();
        QCOMPARE(finish(connecting).exitCode, 8);
        QCOMPARE(finish(watching).exitCode, 8);
    }

    void leavesTheAttemptAloneOnInterrupt()
    {
        QVERIFY(m_bus->startService());
        QProcess process;
        start(process, "connect slow", m_bus->address());
        QVERIFY(awaitError(process, "control connection"));
        QCOMPARE(kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        const Outcome outcome = finish(process);
        QCOMPARE(outcome.exitCode, 130);
        QCOMPARE(outcome.out, "");
        QVERIFY2(outcome.err.contains("the attempt goes on. To stop it: pptpctl disconnect slow"),
                 qPrintable(outcome.err));
        QVERIFY(run("").out.contains("◐ slow     connecting"));
    }

    void speaksJson()
    {
        QVERIFY(m_bus->startService());
        const Outcome connected = run("connect work -q --json=short");
        QCOMPARE(connected.out.count('\n'), 1);
        QCOMPARE(object(connected)["api"], 1);
        QCOMPARE(object(connected)["tunnels"][0]["state"], "connected");

        const QJsonArray all = object(run("--json"))["tunnels"].toArray();
        QCOMPARE(all.size(), 4);
        QCOMPARE(all[0]["name"], "broken");
        QVERIFY(all[0]["counters"]["rx_accepted"].isNull());
        QCOMPARE(all[3]["interface"], "ppp0");
        QVERIFY(all[3]["counters"]["rx_accepted"].toInt() >= 10);
        QVERIFY(all[3]["gauges"]["rtt_ms"].toDouble() >= 12);

        QCOMPARE(run("list --json=lines").out.count('\n'), 4);
        QCOMPARE(object(run("stats work --json"))["tunnels"][0]["counters"].toObject().size(), 37);
    }

    void readsStatisticsOnce()
    {
        QVERIFY(m_bus->startService());
        run("connect work");
        const Outcome outcome = run("stats work --no-legend");
        QCOMPARE(outcome.exitCode, 0);
        // The fifteen and the loss; then three groups of 10, 3 and 3, each with a heading after an empty
        // line.
        QCOMPARE(outcome.out.count('\n'), 16 + (2 + 10) + (2 + 3) + (2 + 3));
        QVERIFY(!outcome.out.contains(QRegularExpression(" +\n")));
        QVERIFY2(outcome.out.contains(QRegularExpression("^  received +\\d\\d+\n")), qPrintable(outcome.out));
        QVERIFY(outcome.out.contains(QRegularExpression("round trip +1\\d\\.\\d ms\n")));
    }

    void watchesStatistics()
    {
        QVERIFY(m_bus->startService());
        run("connect work");
        const Outcome text = run("stats work --watch=0.2 --count 3");
        QCOMPARE(text.exitCode, 0);
        QCOMPARE(text.out.count('\n'), 4);
        QVERIFY2(text.out.startsWith("TIME          RX/S      TX/S"), qPrintable(text.out));

        const QStringList lines =
            run("stats work -w=0.2 --count 2 --json=lines").out.split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 2);
        const QJsonObject first = QJsonDocument::fromJson(lines[0].toUtf8()).object();
        const QJsonObject second = QJsonDocument::fromJson(lines[1].toUtf8()).object();
        QVERIFY(second["t"].toDouble() > first["t"].toDouble());
        QVERIFY(second["counters"]["rx_accepted"].toInt() > first["counters"]["rx_accepted"].toInt());
    }

    void watchesUntilInterrupted()
    {
        QVERIFY(m_bus->startService());
        QProcess process;
        start(process, "stats work --watch=0.2", m_bus->address());
        QVERIFY(awaitError(process, "work: disconnected"));
        run("connect work");
        QVERIFY(awaitError(process, "work: connected"));
        kill(static_cast<pid_t>(process.processId()), SIGINT);
        QCOMPARE(finish(process).exitCode, 130);
    }

    void usesColorOnlyWhenAsked()
    {
        QVERIFY(m_bus->startService());
        QVERIFY(!run("").out.contains('\x1b'));
        QVERIFY(run("-c always").out.contains("\x1b[31m✗\x1b[0m invalid"));
        QVERIFY(!run("-c never", {"CLICOLOR_FORCE=1"}).out.contains('\x1b'));
        QVERIFY(run("", {"CLICOLOR_FORCE=1"}).out.contains('\x1b'));
        QVERIFY(!run("", {"CLICOLOR_FORCE=1", "NO_COLOR=1"}).out.contains('\x1b'));
    }

    void speaksGermanAndPlainAscii()
    {
        QVERIFY(m_bus->startService());
        const Outcome german = run("connect broken -q", {"LC_ALL=de_DE.UTF-8"});
        QVERIFY2(german.err.startsWith(
                     "Fehler: broken: Der Server hat diesen Benutzernamen oder dieses Passwort abgelehnt."),
                 qPrintable(german.err));
        const Outcome plain = run("", {"LC_ALL=C"});
        QCOMPARE(plain.err, "");
        QVERIFY2(plain.out.contains("\nx broken   failed"), qPrintable(plain.out));
    }

private:
    static void start(QProcess& process, const QString& line, const QString& address,
                      const QStringList& variables = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"LANGUAGE", "NO_COLOR", "CLICOLOR_FORCE", "LC_MESSAGES", "LC_CTYPE"})
            environment.remove(name);
        environment.insert("LC_ALL", "C.UTF-8");
        for (const QString& variable : variables)
            environment.insert(variable.section('=', 0, 0), variable.section('=', 1));
        process.setProcessEnvironment(environment);
        process.start(PPTPCTL, QStringList{"--bus", address} + line.split(' ', Qt::SkipEmptyParts));
    }

    /// Reads standard error until it held `text`.
    static bool awaitError(QProcess& process, const QString& text)
    {
        QString seen;
        process.setReadChannel(QProcess::StandardError);
        while (!seen.contains(text)) {
            if (process.bytesAvailable() == 0 && !process.waitForReadyRead(patienceMs))
                return false;
            seen += QString::fromUtf8(process.readAllStandardError());
        }
        return true;
    }

    static Outcome finish(QProcess& process)
    {
        if (!process.waitForFinished(patienceMs))
            process.kill();
        return {.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                .out = QString::fromUtf8(process.readAllStandardOutput()),
                .err = QString::fromUtf8(process.readAllStandardError())};
    }

    Outcome run(const QString& line, const QStringList& variables = {}) const
    {
        QProcess process;
        start(process, line, m_bus->address(), variables);
        return finish(process);
    }

    static QJsonObject object(const Outcome& outcome)
    {
        return QJsonDocument::fromJson(outcome.out.toUtf8()).object();
    }

    std::unique_ptr<fakes::PrivateBus> m_bus;
};

QTEST_GUILESS_MAIN(TestPptpctl)
#include "test_pptpctl.moc"
