// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/worker/io/descriptors.h"
#include "worker/io/tcp_port.h"

#include <QtTest>
#include <netinet/in.h>

using namespace pptp;

class TestTcpPort : public QObject {
    Q_OBJECT

private slots:
    void readsWhatIsThereAndThenTheEnd()
    {
        FdPair pair = socketPair(SOCK_STREAM);
        TcpPort port(std::move(pair.theirs));
        QVERIFY(port.read().bytes.empty());
        QVERIFY(writeAll(pair.ours.get(), bytesOf("hello")));
        const TcpInput input = port.read();
        QCOMPARE(Bytes(input.bytes.begin(), input.bytes.end()), bytesOf("hello"));
        QVERIFY(!port.read().ended);
        pair.ours.reset();
        QVERIFY(port.read().ended);
        QCOMPARE(port.read().systemError, 0);
    }

    void tellsAReset()
    {
        FdPair pair = socketPair(SOCK_STREAM);
        TcpPort port(std::move(pair.theirs));
        QVERIFY(port.send(bytesOf("never read")));
        pair.ours.reset(); // With unread bytes: that resets the connection.
        const TcpInput input = port.read();
        QVERIFY(input.ended);
        QCOMPARE(input.systemError, ECONNRESET);
        QVERIFY(port.send(bytesOf("into the void")));
        QVERIFY(!port.wantsWrite());
    }

    void keepsWhatThePeerDoesNotReadUpToTheLimit()
    {
        FdPair pair = socketPair(SOCK_STREAM);
        TcpPort port(std::move(pair.theirs));
        const Bytes message(160, std::byte{7});
        std::size_t sent = 0;
        while (port.send(message)) {
            ++sent;
            QVERIFY(sent < 100'000);
        }
        QVERIFY(port.wantsWrite());
        std::size_t received = 0;
        while (received < sent * message.size()) {
            const Bytes some = readSome(pair.ours.get());
            QVERIFY(!some.empty());
            QVERIFY(std::all_of(some.begin(), some.end(), [](std::byte b) { return b == std::byte{7}; }));
            received += some.size();
            port.flush();
        }
        QCOMPARE(received, sent * message.size());
        QVERIFY(!port.wantsWrite());
        QVERIFY(port.send(message));
    }

    void endsTheStreamWithoutAResetAlthoughSomethingWasNotRead()
    {
        // Over real TCP: only there does a close with unread bytes destroy what was sent before.
        const UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        QCOMPARE(::bind(listener.get(), generic, length), 0);
        QCOMPARE(::listen(listener.get(), 1), 0);
        QCOMPARE(::getsockname(listener.get(), generic, &length), 0);
        UniqueFd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        QCOMPARE(::connect(client.get(), generic, length), 0);
        const UniqueFd server(::accept(listener.get(), nullptr, nullptr));
        ::fcntl(client.get(), F_SETFL, O_NONBLOCK);

        QVERIFY(writeAll(server.get(), bytesOf("never read by the port")));
        QVERIFY(waitReadable(client.get()));
        TcpPort port(std::move(client));
        QVERIFY(port.send(bytesOf("last words")));
        GreStats known;
        port.addRoundTrip(known); // as the handshake has shown it
        QVERIFY(known.roundTripMicroseconds > 0 && known.roundTripMinimumMicroseconds > 0);
        port.close();
        GreStats unknown;
        port.addRoundTrip(unknown);
        QVERIFY(unknown == GreStats{});
        int error = -1;
        socklen_t size = sizeof error;
        QCOMPARE(::getsockopt(server.get(), SOL_SOCKET, SO_ERROR, &error, &size), 0);
        QCOMPARE(error, 0);
        QCOMPARE(readExactly(server.get(), 10), bytesOf("last words"));
        std::byte end{};
        QVERIFY(waitReadable(server.get()));
        QCOMPARE(::read(server.get(), &end, 1), ssize_t{0});
    }
};

QTEST_APPLESS_MAIN(TestTcpPort)
#include "test_tcp_port.moc"
