// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The real program on a terminal of its own: how it asks for passwords, and that it leaves no trace of them.

#include "common/unique_fd.h"
#include "tests/unit/client/private_bus.h"

#include <QProcess>
#include <QSocketNotifier>
#include <QTemporaryFile>
#include <QTest>

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

using namespace pptp;

namespace {

constexpr int patienceMs = 20'000;
const QByteArray question = "Password of CORP\\alice at work.example.com (work): ";

/// A pptpctl whose three standard streams are one terminal, and the person at it.
class Session {
public:
    Session(const fakes::PrivateBus& bus, const QString& line)
    {
        int master = -1;
        int slave = -1;
        if (openpty(&master, &slave, nullptr, nullptr, nullptr) != 0)
            qFatal("no terminal");
        m_master.reset(master);
        m_slave.reset(slave);
        fcntl(master, F_SETFD, FD_CLOEXEC);
        fcntl(slave, F_SETFD, FD_CLOEXEC);
        fcntl(master, F_SETFL, O_NONBLOCK);
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove("LANGUAGE");
        environment.insert("LC_ALL", "C.UTF-8");
        m_process.setProcessEnvironment(environment);
        m_process.setChildProcessModifier([slave] {
            setsid();
            ioctl(slave, TIOCSCTTY, 0);
            for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
                dup2(slave, stream);
        });
        m_process.start(PPTPCTL, QStringList{"--bus", bus.address(), "--color=never"} +
                                     line.split(' ', Qt::SkipEmptyParts));
    }
    ~Session()
    {
        if (m_process.state() != QProcess::NotRunning) {
            m_process.kill();
            m_process.waitForFinished(patienceMs);
        }
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    void type(const QByteArray& bytes) const
    {
        QCOMPARE(write(m_master.get(), bytes.constData(), static_cast<std::size_t>(bytes.size())),
                 bytes.size());
    }
    /// Waits until the screen shows this text so many times.
    [[nodiscard]] bool shows(const QByteArray& text, int times = 1)
    {
        return QTest::qWaitFor([&] { return screen().count(text) >= times; }, patienceMs);
    }
    /// Everything that the program and the terminal's echo have written.
    [[nodiscard]] const QByteArray& screen()
    {
        QByteArray piece(4096, '\0');
        ssize_t size = 0;
        while ((size = read(m_master.get(), piece.data(), 4096)) > 0)
            m_screen += piece.left(size);
        return m_screen;
    }
    [[nodiscard]] bool echoes() const
    {
        termios settings{};
        return tcgetattr(m_slave.get(), &settings) == 0 && (settings.c_lflag & ECHO) != 0;
    }
    [[nodiscard]] int exitCode()
    {
        if (!QTest::qWaitFor([&] { return m_process.state() == QProcess::NotRunning; }, patienceMs))
            return -1;
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -2;
    }

private:
    UniqueFd m_master;
    UniqueFd m_slave;
    QProcess m_process;
    QByteArray m_screen;
};

} // namespace

class TestPasswordPrompt : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_bus = std::make_unique<fakes::PrivateBus>();
        QVERIFY(m_bus->start());
        QVERIFY(m_bus->startService({"--ask"}));
    }
    void cleanup() { m_bus.reset(); }

    void asksWithoutShowingTheAnswer()
    {
        Session session(*m_bus, "connect work");
        QVERIFY2(session.shows(question), session.screen());
        QVERIFY(!session.echoes());
        session.type("secret\n");
        QCOMPARE(session.exitCode(), 0);
        QVERIFY(session.echoes());
        QVERIFY2(session.screen().contains("work connected on ppp0"), session.screen());
        QVERIFY(!session.screen().contains("secret"));
    }

    void asksThreeTimesAndSaysWhy()
    {
        Session session(*m_bus, "connect work");
        for (int attempt = 1; attempt <= 3; ++attempt) {
            QVERIFY2(session.shows(question, attempt), session.screen());
            session.type("wrong\n");
        }
        QCOMPARE(session.exitCode(), 12);
        const QByteArray& screen = session.screen();
        QVERIFY2(screen.contains("work: The server refused this user name or password. Attempt 2 of 3."),
                 screen);
        QVERIFY2(screen.contains("Attempt 3 of 3."), screen);
        QVERIFY2(screen.contains("[auth-refused]"), screen);
        QVERIFY(!screen.contains("wrong"));
    }

    void givesTheTerminalBackWhenInterrupted()
    {
        Session session(*m_bus, "connect work");
        QVERIFY2(session.shows(question), session.screen());
        session.type("half\x03");
        QCOMPARE(session.exitCode(), 130);
        QVERIFY(session.echoes());
        QVERIFY(!session.screen().contains("half"));
        QVERIFY(!session.screen().contains("goes on"));
    }

    void cannotBeStoppedWhileItHidesTheInput()
    {
        Session session(*m_bus, "connect work");
        QVERIFY2(session.shows(question), session.screen());
        session.type("\x1a\x1c"); // Ctrl-Z and Ctrl-\\ are bytes like others here
        session.type("\x15secret\n");
        QCOMPARE(session.exitCode(), 0);
    }

    void endsWithTheInput()
    {
        Session session(*m_bus, "connect work");
        QVERIFY2(session.shows(question), session.screen());
        session.type("\x04");
        QCOMPARE(session.exitCode(), 12);
        QVERIFY2(session.screen().contains("[no-secrets]"), session.screen());
        QVERIFY(session.echoes());
    }

    void neverAsksIfToldSo()
    {
        Session session(*m_bus, "connect work --no-ask");
        QCOMPARE(session.exitCode(), 12);
        QVERIFY2(session.screen().contains("[no-agent]"), session.screen());
        QVERIFY(!session.screen().contains("Password of"));
    }

    void storesAPasswordThatWasTypedTwice()
    {
        Session session(*m_bus, "password work");
        QVERIFY2(session.shows("New password of “work”: "), session.screen());
        session.type("secret\n");
        QVERIFY2(session.shows("The same once more: "), session.screen());
        session.type("secret\n");
        QCOMPARE(session.exitCode(), 0);
        QVERIFY2(session.screen().contains("work: the password is stored."), session.screen());
        QVERIFY(!session.screen().contains("secret"));
    }

    void storesNoneThatWasMistyped()
    {
        Session session(*m_bus, "password work");
        QVERIFY2(session.shows("New password of “work”: "), session.screen());
        session.type("secret\n");
        QVERIFY2(session.shows("The same once more: "), session.screen());
        session.type("sceret\n");
        QCOMPARE(session.exitCode(), 2);
        QVERIFY2(session.screen().contains("not the same"), session.screen());
    }

    void anAgentAnswersForOthers()
    {
        Session agent(*m_bus, "agent");
        QVERIFY2(agent.shows("Ctrl-C ends it."), agent.screen());
        Session connecting(*m_bus, "connect work --no-ask");
        QVERIFY2(agent.shows(question), agent.screen());
        agent.type("secret\n");
        QCOMPARE(connecting.exitCode(), 0);
        agent.type("\x03");
        QCOMPARE(agent.exitCode(), 130);
        QVERIFY(agent.echoes());
    }

    void takesThePasswordFromAFileOrInput_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("exitCode");
        QTest::newRow("right") << QByteArray("secret\n") << 0;
        QTest::newRow("without a newline") << QByteArray("secret") << 0;
        QTest::newRow("wrong") << QByteArray("wrong\n") << 12;
        QTest::newRow("empty") << QByteArray() << 2;
        QTest::newRow("too long") << QByteArray(300, 'x') << 2;
        QTest::newRow("a zero byte") << QByteArray("a\0b", 3) << 2;
    }

    void takesThePasswordFromAFileOrInput()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, exitCode);
        QTemporaryFile file;
        QVERIFY(file.open() && file.write(content) == content.size() && file.flush());
        QCOMPARE(run("connect work --password-file " + file.fileName(), {}), exitCode);
        (void)run("disconnect work", {});
        QCOMPARE(run("connect work --password-file -", content), exitCode);
        (void)run("disconnect work", {});
        QCOMPARE(run("connect work --password-fd 0", content), exitCode);
        (void)run("disconnect work", {});
    }

    void storesAndClearsFromAScript()
    {
        QCOMPARE(run("password work --clear", {}), 0);
        QCOMPARE(run("password work --clear", {}), 12);
        QCOMPARE(run("password work --password-file -", "secret\n"), 0);
        QCOMPARE(run("password work", {}), 2);             // nobody to ask
        QCOMPARE(run("password work --ask", "a\na\n"), 0); // unless somebody says that there is
        QCOMPARE(run("password nowhere --password-file -", "secret\n"), 10);
        QCOMPARE(run("connect work --password-file /nowhere", {}), 2);
        QCOMPARE(run("agent", {}), 12);
    }

    void answersFromAPipeIfToldSo()
    {
        QCOMPARE(run("connect work --ask", "wrong\nsecret\n"), 0);
        QCOMPARE(run("disconnect work", {}), 0);
        QCOMPARE(run("connect work", "secret\n"), 12); // not by itself
    }

private:
    /// Without a terminal.
    [[nodiscard]] int run(const QString& line, const QByteArray& input) const
    {
        QProcess process;
        process.start(PPTPCTL, QStringList{"--bus", m_bus->address()} + line.split(' ', Qt::SkipEmptyParts));
        process.write(input);
        process.closeWriteChannel();
        if (!process.waitForFinished(patienceMs))
            process.kill();
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }

    std::unique_ptr<fakes::PrivateBus> m_bus;
};

QTEST_GUILESS_MAIN(TestPasswordPrompt)
#include "test_password_prompt.moc"
