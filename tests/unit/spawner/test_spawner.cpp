// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The real pptp-spawner, with shell scripts for workers.

#include "common/local_message.h"
#include "common/spawn_request.h"
#include "tests/unit/common/local_socket.h"

#include <optional>
#include <unistd.h>

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace pptp;

namespace {

/// Says how it was started and what it has, and ends with its channel.
constexpr const char* Worker =
    "#!/bin/sh\n"
    "printf '%s' \"$*, $(ls /proc/$$/fd | tr '\\n' ' ')$(grep SigBlk /proc/$$/status)\" >&0\n"
    "exec cat >/dev/null\n";
/// Says that it is there, and does not care for its channel.
constexpr const char* DeafWorker = "#!/bin/sh\n"
                                   "printf 'deaf' >&0\n"
                                   "exec sleep 1000\n";

class Bench {
public:
    explicit Bench(const char* script)
    {
        const QString worker = m_folder.filePath("worker");
        QFile file(worker);
        if (script != nullptr && (!file.open(QFile::WriteOnly) || file.write(script) < 0 ||
                                  !file.setPermissions(QFile::ReadOwner | QFile::ExeOwner)))
            std::abort();
        file.close();
        const UniqueFd listener = listenAt(path());
        m_process.setChildProcessModifier([&listener] { ::dup2(listener.get(), STDIN_FILENO); });
        m_process.start(PPTP_SPAWNER_PROGRAM, {"--patience", "2", worker});
        if (!m_process.waitForStarted(5'000))
            std::abort();
    }
    ~Bench()
    {
        m_process.kill();
        m_process.waitForFinished(5'000);
    }

    [[nodiscard]] std::string path() const { return m_folder.filePath("socket").toStdString(); }
    [[nodiscard]] UniqueFd connect() const { return connectTo(path()); }
    [[nodiscard]] bool ends() { return m_process.waitForFinished(15'000) && m_process.exitCode() == 0; }
    [[nodiscard]] bool runs() { return runsFor(0); }
    [[nodiscard]] bool runsFor(int milliseconds)
    {
        m_process.waitForFinished(milliseconds);
        return m_process.state() == QProcess::Running;
    }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
};

/// Our end of the channel of a worker that was asked for.
UniqueFd ask(const UniqueFd& connection, std::uint32_t number)
{
    auto [ours, theirs] = messagePair();
    const int descriptor = theirs.get();
    if (!sendMessage(connection.get(), encodeSpawnRequest(SpawnRequest::start(number, "work")),
                     {&descriptor, 1}))
        std::abort();
    return std::move(ours);
}

void askToKill(const UniqueFd& connection, std::uint32_t number)
{
    if (!sendMessage(connection.get(), encodeSpawnRequest(SpawnRequest::kill(number))))
        std::abort();
}

} // namespace

class TestSpawner : public QObject {
    Q_OBJECT
private slots:
    void aWorkerHasItsChannelAndNothingElse()
    {
        Bench bench(Worker);
        const UniqueFd connection = bench.connect();
        const UniqueFd first = ask(connection, 1);
        const UniqueFd second = ask(connection, 2);
        for (const UniqueFd* channel : {&first, &second}) {
            const std::string said = nextMessage(*channel);
            // 10 is the script that the shell reads, 3 its pipe from ls, which would be 4 if there were
            // another 3.
            QVERIFY2(said.starts_with("--tunnel work, 0 1 10 2 3 S"), said.c_str());
            QVERIFY2(said.ends_with("SigBlk:\t0000000000000000"), said.c_str());
        }
    }

    void itWaitsAWhileForTheNextDaemon()
    {
        Bench bench(Worker);
        UniqueFd connection = bench.connect();
        UniqueFd first = ask(connection, 1);
        QVERIFY(!nextMessage(first).empty());
        connection.reset();
        // The one that starts after one that was killed.
        connection = bench.connect();
        const UniqueFd second = ask(connection, 1);
        QVERIFY(!nextMessage(second).empty());
        QVERIFY(bench.runs());
        connection.reset();
        QVERIFY(bench.ends());
    }

    void itDoesNotEndWhileThereIsADaemonWithoutWorkers()
    {
        Bench bench(Worker);
        const UniqueFd connection = bench.connect();
        UniqueFd channel = ask(connection, 1);
        QVERIFY(!nextMessage(channel).empty());
        channel.reset();
        QVERIFY(bench.runsFor(2'500));
        QVERIFY(!nextMessage(ask(connection, 2)).empty());
    }

    void aWorkerWhoseDaemonIsGoneIsKilledInTheEnd()
    {
        Bench bench(DeafWorker);
        UniqueFd connection = bench.connect();
        const UniqueFd channel = ask(connection, 1);
        QCOMPARE(nextMessage(channel), std::string("deaf"));
        connection.reset();
        QVERIFY(isHungUp(channel));
        QVERIFY(bench.ends());
    }

    void aWorkerThatDoesNotEndIsKilled()
    {
        Bench bench(DeafWorker);
        const UniqueFd connection = bench.connect();
        const UniqueFd one = ask(connection, 1);
        const UniqueFd other = ask(connection, 2);
        QCOMPARE(nextMessage(one), std::string("deaf"));
        QCOMPARE(nextMessage(other), std::string("deaf"));
        askToKill(connection, 3); // there is none
        askToKill(connection, 2);
        QVERIFY(isHungUp(other));
        askToKill(connection, 2); // it has ended
        // Whoever has connected has numbers of its own.
        UniqueFd stranger = bench.connect();
        askToKill(stranger, 1);
        const UniqueFd last = ask(stranger, 9);
        QCOMPARE(nextMessage(last), std::string("deaf"));
        char byte = 0;
        QCOMPARE(::recv(one.get(), &byte, 1, MSG_DONTWAIT), -1);
        QCOMPARE(errno, EAGAIN);
        askToKill(connection, 1);
        QVERIFY(isHungUp(one));
    }

    void aProgramThatCannotBeRunHangsUp()
    {
        Bench bench(nullptr);
        const UniqueFd connection = bench.connect();
        QVERIFY(isHungUp(ask(connection, 1)));
        QVERIFY(isHungUp(ask(connection, 2)));
    }

    void whatItDoesNotUnderstandChangesNothing()
    {
        Bench bench(Worker);
        const UniqueFd connection = bench.connect();
        const auto [one, other] = messagePair();
        const std::array two{one.get(), other.get()};
        const std::string_view start = encodeSpawnRequest(SpawnRequest::start(1, "work"));
        const std::string withoutDescriptor(start);
        QVERIFY(sendMessage(connection.get(), withoutDescriptor));
        QVERIFY(sendMessage(connection.get(), withoutDescriptor, two));
        QVERIFY(sendMessage(connection.get(), encodeSpawnRequest(SpawnRequest::kill(1)),
                            std::span(two).first(1)));
        QVERIFY(sendMessage(connection.get(), encodeSpawnRequest(SpawnRequest::start(1, "-"))));
        QVERIFY(sendMessage(connection.get(), "x"));
        QVERIFY(sendMessage(connection.get(), withoutDescriptor + "x"));
        QVERIFY(nextMessage(ask(connection, 1)).starts_with("--tunnel work"));
    }

    void moreClientsThanThereCanBeAreHungUpOn()
    {
        Bench bench(Worker);
        std::vector<UniqueFd> connections;
        for (int i = 0; i < 8; ++i)
            connections.push_back(bench.connect());
        QVERIFY(isHungUp(bench.connect()));
        QVERIFY(!nextMessage(ask(connections.back(), 1)).empty());
    }

    void itIsOfNoUseByItself()
    {
        QProcess process;
        process.setStandardInputFile("/dev/null");
        const auto run = [&process](const QStringList& arguments) {
            process.start(PPTP_SPAWNER_PROGRAM, arguments);
            return process.waitForFinished(5'000) ? process.exitCode() : -1;
        };
        QCOMPARE(run({"/bin/true"}), 2);
        QVERIFY(process.readAllStandardError().contains("not a socket that listens"));
        QCOMPARE(run({"true"}), 2);
        for (const char* seconds : {"0", "3601", "-1", "1s", ""})
            QCOMPARE(run({"--patience", seconds, "/bin/true"}), 2);
        QVERIFY(process.readAllStandardError().startsWith("usage: pptp-spawner"));
        QCOMPARE(run({"/bin/true", "/bin/false"}), 2);
        QCOMPARE(run({}), 2);
        QCOMPARE(run({"--help"}), 0);
        QVERIFY(process.readAllStandardOutput().startsWith("usage: pptp-spawner"));
        QCOMPARE(run({"--version"}), 0);
    }
};

QTEST_GUILESS_MAIN(TestSpawner)
#include "test_spawner.moc"
