// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/worker/io/descriptors.h"
#include "worker/io/daemon_channel.h"

#include <QtTest>

using namespace pptp;

namespace {

WorkerConfig testConfig()
{
    WorkerConfig config;
    config.callId = 0x1234;
    return config;
}

struct Bench {
    FdPair pair = socketPair(SOCK_SEQPACKET);
    FdPair tcp = socketPair(SOCK_STREAM);
    FdPair gre = socketPair(SOCK_DGRAM);
    FdPair pty = rawPty();
    UniqueFd page = memoryPage();
    UniqueFd history = memoryPage(LinkHistoryBytes);
    DaemonChannel channel = DaemonChannel::open(std::move(pair.theirs)).value();

    [[nodiscard]] std::vector<int> descriptors() const
    {
        return {tcp.theirs.get(), gre.theirs.get(), pty.theirs.get(), page.get(), history.get()};
    }
    [[nodiscard]] bool send(const WorkerCommand& command, const std::vector<int>& fds = {}) const
    {
        return sendWithDescriptors(pair.ours.get(), encodeRecord(command), fds);
    }
};

} // namespace

class TestDaemonChannel : public QObject {
    Q_OBJECT

private slots:
    void refusesAnythingButASequencedPacketSocket()
    {
        QVERIFY(!DaemonChannel::open(std::move(socketPair(SOCK_STREAM).theirs)));
        QVERIFY(!DaemonChannel::open(memoryPage()));
    }

    void receivesConfigurationAndDescriptors()
    {
        Bench bench;
        QVERIFY(bench.send(testConfig(), bench.descriptors()));
        auto start = bench.channel.receiveStart();
        QVERIFY(start);
        QCOMPARE(start->config, testConfig());
        const UniqueFd tcp = start->take(WorkerDescriptor::Tcp);
        QVERIFY(writeAll(tcp.get(), bytesOf("through")));
        QCOMPARE(readSome(bench.tcp.ours.get()), bytesOf("through"));
        for (const auto which : {WorkerDescriptor::Gre, WorkerDescriptor::Pty}) {
            const UniqueFd fd = start->take(which);
            QVERIFY((::fcntl(fd.get(), F_GETFL) & O_NONBLOCK) != 0);
            QVERIFY((::fcntl(fd.get(), F_GETFD) & FD_CLOEXEC) != 0);
        }
    }

    void takesNoDescriptorsOfDataWithAConfigurationForControlOnly()
    {
        WorkerConfig config = testConfig();
        config.controlOnly = 1;
        Bench bench;
        QVERIFY(bench.send(config, {bench.tcp.theirs.get(), bench.page.get(), bench.history.get()}));
        auto start = bench.channel.receiveStart();
        QVERIFY(start);
        QVERIFY(start->take(WorkerDescriptor::Tcp));
        QVERIFY(start->take(WorkerDescriptor::StatisticsPage));
        QVERIFY(start->take(WorkerDescriptor::History));
        QVERIFY(!start->take(WorkerDescriptor::Gre));
        QVERIFY(!start->take(WorkerDescriptor::Pty));
        QVERIFY(bench.send(config, bench.descriptors()));
        QVERIFY(!bench.channel.receiveStart());
        QVERIFY(bench.send(testConfig(), {bench.tcp.theirs.get(), bench.page.get(), bench.history.get()}));
        QVERIFY(!bench.channel.receiveStart());
    }

    void takesGreWithoutATerminalToLookOn()
    {
        WorkerConfig config = testConfig();
        config.controlOnly = 1;
        config.observed = 1;
        Bench bench;
        auto fds = bench.descriptors();
        fds.erase(fds.begin() + static_cast<int>(WorkerDescriptor::Pty));
        QVERIFY(bench.send(config, fds));
        auto start = bench.channel.receiveStart();
        QVERIFY(start);
        QVERIFY(start->take(WorkerDescriptor::Gre));
        QVERIFY(!start->take(WorkerDescriptor::Pty));
    }

    void refusesAnotherNumberOfDescriptors_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : {0, 1, 4, 6, 10, 11, 100})
            QTest::addRow("%d", count) << count;
    }
    void refusesAnotherNumberOfDescriptors()
    {
        QFETCH(int, count);
        Bench bench;
        auto fds = bench.descriptors();
        fds.resize(static_cast<std::size_t>(count), bench.page.get());
        QVERIFY(bench.send(testConfig(), fds));
        QVERIFY(!bench.channel.receiveStart());
    }

    void refusesDescriptorsOfAWrongKind_data()
    {
        QTest::addColumn<int>("wrong");
        QTest::addColumn<int>("instead");
        for (int wrong = 0; wrong < 5; ++wrong) {
            for (int instead = 0; instead < 5; ++instead) {
                if (wrong != instead)
                    QTest::addRow("%d in the place of %d", instead, wrong) << wrong << instead;
            }
        }
    }
    void refusesDescriptorsOfAWrongKind()
    {
        QFETCH(int, wrong);
        QFETCH(int, instead);
        Bench bench;
        auto fds = bench.descriptors();
        fds[static_cast<std::size_t>(wrong)] = bench.descriptors()[static_cast<std::size_t>(instead)];
        QVERIFY(bench.send(testConfig(), fds));
        // A local stream, as which TCP comes here, leads to a pppd as well as a terminal does.
        const bool leadsToPppd = wrong == 2 && instead == 0;
        QCOMPARE(bench.channel.receiveStart().has_value(), leadsToPppd);
    }

    void takesASocketOfUdpForTheLoopbackAndNothingElse()
    {
        WorkerConfig config = testConfig();
        config.loopback = 1;
        const FdPair loopback = udpPair();
        Bench bench;
        auto fds = bench.descriptors();
        QVERIFY(bench.send(config, fds)); // a terminal
        QVERIFY(!bench.channel.receiveStart());
        fds[2] = bench.gre.theirs.get(); // a local socket
        QVERIFY(bench.send(config, fds));
        QVERIFY(!bench.channel.receiveStart());
        fds[2] = loopback.theirs.get();
        QVERIFY(bench.send(testConfig(), fds));
        QVERIFY(!bench.channel.receiveStart());
        QVERIFY(bench.send(config, fds));
        QVERIFY(bench.channel.receiveStart());
    }

    void takesTheOtherSideOfAPtyToo()
    {
        Bench bench;
        auto fds = bench.descriptors();
        fds[2] = bench.pty.ours.get();
        QVERIFY(bench.send(testConfig(), fds));
        QVERIFY(bench.channel.receiveStart());
    }

    void refusesAPageOfAnotherSize()
    {
        Bench bench;
        const UniqueFd small = memoryPage(100);
        auto fds = bench.descriptors();
        fds[3] = small.get();
        QVERIFY(bench.send(testConfig(), fds));
        QVERIFY(!bench.channel.receiveStart());
    }

    void refusesAnotherFirstRecord()
    {
        Bench bench;
        QVERIFY(bench.send(ClearCall{}, bench.descriptors()));
        QVERIFY(!bench.channel.receiveStart());
        QVERIFY(sendWithDescriptors(bench.pair.ours.get(), std::string(300, 'x'), bench.descriptors()));
        QVERIFY(!bench.channel.receiveStart());
    }

    void tellsThatTheDaemonNeedsNoWorker()
    {
        Bench bench;
        bench.pair.ours.reset();
        const auto start = bench.channel.receiveStart();
        QVERIFY(!start);
        QCOMPARE(start.error().code, ErrorCode::Cancelled);
    }

    void takesClearCallAndEndOfFileForTheSame()
    {
        Bench bench;
        QCOMPARE(bench.channel.receiveCommand(), DaemonChannel::Command::None);
        QVERIFY(bench.send(ClearCall{}));
        QCOMPARE(bench.channel.receiveCommand(), DaemonChannel::Command::Clear);
        bench.pair.ours.reset();
        QCOMPARE(bench.channel.receiveCommand(), DaemonChannel::Command::Clear);
    }

    void tellsACommandThatMakesNoSense()
    {
        Bench bench;
        QVERIFY(bench.send(testConfig()));
        QCOMPARE(bench.channel.receiveCommand(), DaemonChannel::Command::Broken);
        QVERIFY(bench.send(ClearCall{}, {bench.page.get()}));
        QCOMPARE(bench.channel.receiveCommand(), DaemonChannel::Command::Broken);
        QVERIFY(sendWithDescriptors(bench.pair.ours.get(), "?", {}));
        QCOMPARE(bench.channel.receiveCommand(), DaemonChannel::Command::Broken);
    }

    void sendsReportsAndSurvivesADaemonThatIsGone()
    {
        Bench bench;
        const WorkerReport up = CallUp{1, 2, 3};
        bench.channel.send(up);
        const auto report = decodeReport(readSome(bench.pair.ours.get()));
        QVERIFY(report);
        QCOMPARE(*report, up);
        bench.pair.ours.reset();
        bench.channel.send(up);
        QCOMPARE(bench.channel.receiveCommand(), DaemonChannel::Command::Clear);
    }
};

QTEST_APPLESS_MAIN(TestDaemonChannel)
#include "test_daemon_channel.moc"
