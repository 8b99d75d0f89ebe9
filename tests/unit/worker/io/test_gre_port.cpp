// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/worker/io/descriptors.h"
#include "worker/io/gre_port.h"

#include <QtTest>
#include <netinet/in.h>

using namespace pptp;

namespace {

/// A datagram socket connected to a port of this host at which nobody listens: everything sent to it comes
/// back as an ICMP error, as from a host without a GRE listener, and needs no privilege.
UniqueFd socketToNobody()
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    UniqueFd nobody(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int on = 1;
    if (::bind(nobody.get(), generic, length) != 0 || ::getsockname(nobody.get(), generic, &length) != 0 ||
        ::setsockopt(socket.get(), IPPROTO_IP, IP_RECVERR, &on, sizeof on) != 0 ||
        ::connect(socket.get(), generic, length) != 0)
        std::abort();
    return socket;
}

bool waitForError(int fd)
{
    pollfd wait{fd, 0, 0};
    return ::poll(&wait, 1, 5000) == 1 && (wait.revents & POLLERR) != 0;
}

} // namespace

class TestGrePort : public QObject {
    Q_OBJECT

private slots:
    void readsDatagramsUntilNoneIsLeft()
    {
        FdPair pair = socketPair(SOCK_DGRAM);
        GrePort port(std::move(pair.theirs));
        QVERIFY(!port.receive());
        QVERIFY(writeAll(pair.ours.get(), bytesOf("one")) && writeAll(pair.ours.get(), bytesOf("two")));
        for (const auto& expected : {bytesOf("one"), bytesOf("two")}) {
            const auto datagram = port.receive();
            QVERIFY(datagram);
            QCOMPARE(Bytes(datagram->begin(), datagram->end()), expected);
        }
        QVERIFY(!port.receive());
        QCOMPARE(port.takeErrors(), std::uint64_t{0});
    }

    void sendsWholeDatagrams()
    {
        FdPair pair = socketPair(SOCK_DGRAM);
        GrePort port(std::move(pair.theirs));
        QCOMPARE(port.send(bytesOf("packet")), SendOutcome::Sent);
        QCOMPARE(readSome(pair.ours.get()), bytesOf("packet"));
    }

    void survivesASendThatFails()
    {
        FdPair pair = socketPair(SOCK_DGRAM);
        GrePort port(std::move(pair.theirs));
        pair.ours.reset();
        QCOMPARE(port.send(bytesOf("packet")), SendOutcome::Failed);
    }

    void countsEachIcmpErrorOnceFromTheQueue()
    {
        GrePort port(socketToNobody());
        QCOMPARE(port.send(bytesOf("packet")), SendOutcome::Sent);
        QVERIFY(waitForError(port.fd()));
        port.drainErrorQueue();
        QVERIFY(!port.receive());
        QCOMPARE(port.takeErrors(), std::uint64_t{1});
        QCOMPARE(port.takeErrors(), std::uint64_t{0});
    }

    void doesNotLoseAPacketToTheErrorOfAnEarlierOne()
    {
        GrePort port(socketToNobody());
        QCOMPARE(port.send(bytesOf("first")), SendOutcome::Sent);
        QVERIFY(waitForError(port.fd()));
        QCOMPARE(port.send(bytesOf("second")), SendOutcome::Sent);
        QVERIFY(waitForError(port.fd())); // So it has really left.
        port.drainErrorQueue();
        QCOMPARE(port.takeErrors(), std::uint64_t{2});
    }
};

QTEST_APPLESS_MAIN(TestGrePort)
#include "test_gre_port.moc"
