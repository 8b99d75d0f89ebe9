// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/spawner_launcher.h"

#include "common/local_message.h"
#include "tests/unit/common/local_socket.h"

#include <cerrno>
#include <filesystem>
#include <optional>

#include <QTemporaryDir>
#include <QTest>

using namespace pptp;

namespace {

struct Heard {
    SpawnRequest request;
    std::vector<UniqueFd> descriptors;
};

/// In the spawner's place.
class Listener {
public:
    Listener() : m_socket(listenAt(path())) {}

    [[nodiscard]] std::string path() const { return m_folder.filePath("spawner").toStdString(); }

    void close() { m_socket.reset(); }

    UniqueFd accept()
    {
        return UniqueFd(becomesReadable(m_socket) ? ::accept(m_socket.get(), nullptr, nullptr) : -1);
    }

    [[nodiscard]] bool isAskedAgain() const
    {
        pollfd waited{m_socket.get(), POLLIN, 0};
        return ::poll(&waited, 1, 0) == 1;
    }

    static std::optional<Heard> hear(const UniqueFd& connection)
    {
        std::array<std::byte, 256> buffer{};
        auto message = becomesReadable(connection) ? receiveMessage(connection.get(), buffer, MSG_DONTWAIT)
                                                   : std::nullopt;
        if (!message || message->size == 0)
            return std::nullopt;
        const auto request = decodeSpawnRequest(std::span(buffer).first(message->size));
        return request ? std::optional(Heard{*request, std::move(message->descriptors)}) : std::nullopt;
    }

private:
    QTemporaryDir m_folder;
    UniqueFd m_socket;
};

void notExpected(const Error& error)
{
    QFAIL(error.detail.c_str());
}

} // namespace

class TestSpawnerLauncher : public QObject {
    Q_OBJECT
private slots:
    void asksForAWorkerWithItsChannel()
    {
        Listener listener;
        SpawnerLauncher launcher(listener.path());
        const UniqueFd connection = listener.accept(); // before any worker is wanted
        auto [ours, theirs] = messagePair();
        const auto worker = launcher.launch("work", std::move(theirs), notExpected);
        QVERIFY(worker);
        const auto heard = Listener::hear(connection);
        QVERIFY(heard);
        QVERIFY(heard->request.kind == SpawnRequest::Kind::Start);
        QCOMPARE(heard->request.tunnelName(), std::string("work"));
        QCOMPARE(heard->descriptors.size(), std::size_t{1});
        QVERIFY(sendMessage(heard->descriptors.front().get(), "hello"));
        QCOMPARE(nextMessage(ours), std::string("hello"));
    }

    void endsAWorkerByItsNumberUnlessItHasEnded()
    {
        Listener listener;
        SpawnerLauncher launcher(listener.path());
        const UniqueFd connection = listener.accept();
        auto first = launcher.launch("one", messagePair().first, notExpected);
        auto second = launcher.launch("two", messagePair().first, notExpected);
        const auto one = Listener::hear(connection);
        const auto two = Listener::hear(connection);
        QVERIFY(one && two);
        QVERIFY(one->request.number != two->request.number);
        first->ended();
        first.reset();
        second.reset();
        const auto kill = Listener::hear(connection);
        QVERIFY(kill);
        QVERIFY(kill->request == SpawnRequest::kill(two->request.number));
        pollfd more{connection.get(), POLLIN, 0};
        QCOMPARE(::poll(&more, 1, 0), 0);
    }

    void asksTheNextSpawnerWhenOneHasEnded_data()
    {
        QTest::addColumn<bool>("noticed");
        QTest::newRow("noticed") << true;
        QTest::newRow("not noticed yet") << false;
    }
    void asksTheNextSpawnerWhenOneHasEnded()
    {
        QFETCH(bool, noticed);
        Listener listener;
        SpawnerLauncher launcher(listener.path());
        UniqueFd connection = listener.accept();
        auto old = launcher.launch("old", messagePair().first, notExpected);
        QVERIFY(Listener::hear(connection));
        connection.reset();
        if (noticed)
            QCoreApplication::processEvents();
        QVERIFY(!listener.isAskedAgain()); // not before there is a worker to start
        const auto worker = launcher.launch("new", messagePair().first, notExpected);
        QVERIFY(worker);
        connection = listener.accept();
        const auto heard = Listener::hear(connection);
        QVERIFY(heard);
        QCOMPARE(heard->request.tunnelName(), std::string("new"));
        old.reset(); // ended with its spawner: nobody else's worker must be killed for it
        pollfd more{connection.get(), POLLIN, 0};
        QCOMPARE(::poll(&more, 1, 0), 0);
    }

    void aCheckIsAConnection()
    {
        Listener listener;
        SpawnerLauncher launcher(listener.path());
        UniqueFd connection = listener.accept();
        QVERIFY(launcher.check());
        QVERIFY(!listener.isAskedAgain());
        connection.reset();
        QCoreApplication::processEvents();
        QVERIFY(launcher.check());
        QVERIFY(listener.isAskedAgain());
        connection = listener.accept();
        connection.reset();
        listener.close();
        QCoreApplication::processEvents();
        const auto refused = launcher.check();
        QVERIFY(!refused);
        QCOMPARE(static_cast<int>(refused.error().numbers.at("errno")), ECONNREFUSED);
    }

    void aSpawnerThatDoesNotKeepUpIsAnErrorOfOneWorker()
    {
        Listener listener;
        SpawnerLauncher launcher(listener.path());
        const UniqueFd connection = listener.accept();
        std::vector<std::unique_ptr<LaunchedWorker>> workers;
        std::optional<Error> error;
        for (int i = 0; i < 10'000 && !error; ++i)
            workers.push_back(
                launcher.launch("work", messagePair().first, [&error](const Error& e) { error = e; }));
        QVERIFY(error);
        QCOMPARE(error->code, ErrorCode::WorkerFailed);
        QCOMPARE(static_cast<int>(error->numbers.at("errno")), EAGAIN);
        QVERIFY(!workers.back());
        QVERIFY(Listener::hear(connection));
        QVERIFY(launcher.launch("work", messagePair().first, notExpected));
        QVERIFY(!listener.isAskedAgain());
    }

    void saysWhyThereIsNone_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("number");
        QTest::newRow("no socket") << "/nonexistent/spawner" << ENOENT;
        QTest::newRow("too long") << QString(200, 'x') << ENAMETOOLONG;
    }
    void saysWhyThereIsNone()
    {
        QFETCH(QString, path);
        QFETCH(int, number);
        SpawnerLauncher launcher(path.toStdString());
        std::optional<Error> error;
        QVERIFY(!launcher.launch("work", messagePair().first, [&error](const Error& e) { error = e; }));
        QVERIFY(error);
        QCOMPARE(error->code, ErrorCode::WorkerFailed);
        QCOMPARE(static_cast<int>(error->numbers.at("errno")), number);
        QVERIFY(error->detail.find(path.toStdString()) != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestSpawnerLauncher)
#include "test_spawner_launcher.moc"
