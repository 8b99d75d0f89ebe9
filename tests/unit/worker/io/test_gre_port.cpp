// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/worker/io/descriptors.h"
#include "worker/io/gre_port.h"

#include <QtTest>

using namespace pptp;

namespace {

/// Everything sent from it comes back as an ICMP error, as from a host without a GRE listener.
UniqueFd socketToNobody()
{
    return std::move(udpPair().theirs);
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
        QCOMPARE(port.takeErrors().other, std::uint64_t{0});
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

    void countsEachIcmpErrorOnceAndTellsTheFirst()
    {
        GrePort port(socketToNobody());
        // Port unreachable, from this host (RFC 792).
        const IcmpSeen unreachable{.type = 3, .code = 3, .mtu = 0, .sender = INADDR_LOOPBACK};
        for (const bool first : {true, false}) {
            QCOMPARE(port.send(bytesOf("packet")), SendOutcome::Sent);
            QVERIFY(waitForError(port.fd()));
            port.readErrorQueue();
            QVERIFY(!port.receive());
            const GreErrors errors = port.takeErrors();
            QCOMPARE(errors.icmp, std::uint64_t{1});
            QCOMPARE(errors.other, std::uint64_t{0});
            QCOMPARE(errors.firstSeen, first ? std::vector{unreachable} : std::vector<IcmpSeen>());
            QCOMPARE(port.takeErrors().icmp, std::uint64_t{0});
        }
    }

    void countsAnErrorOnceAlthoughAReadFailsWithItFirst()
    {
        GrePort port(socketToNobody());
        QCOMPARE(port.send(bytesOf("packet")), SendOutcome::Sent);
        QVERIFY(waitForError(port.fd()));
        QVERIFY(!port.receive());
        port.readErrorQueue();
        const GreErrors errors = port.takeErrors();
        QCOMPARE(errors.icmp, std::uint64_t{1});
        QCOMPARE(errors.other, std::uint64_t{0});
    }

    void doesNotLoseAPacketToTheErrorOfAnEarlierOne()
    {
        GrePort port(socketToNobody());
        QCOMPARE(port.send(bytesOf("first")), SendOutcome::Sent);
        QVERIFY(waitForError(port.fd()));
        QCOMPARE(port.send(bytesOf("second")), SendOutcome::Sent);
        QVERIFY(waitForError(port.fd())); // So it has really left.
        port.readErrorQueue();
        QCOMPARE(port.takeErrors().icmp, std::uint64_t{2});
    }

    void takesAFloodOfErrorsPieceByPiece()
    {
        GrePort port(socketToNobody());
        const auto sendMany = [&port](int packets) {
            for (int i = 0; i < packets; ++i)
                QCOMPARE(port.send(bytesOf("packet")), SendOutcome::Sent);
        };
        std::uint64_t total = 0;
        // Less at once than the host limits its own ICMP to and than the buffer holds.
        for (int round = 0; round < 40 && total <= 256; ++round) {
            sendMany(20);
            QVERIFY(waitForError(port.fd()));
            if (round % 20 != 19)
                continue;
            port.readErrorQueue();
            const std::uint64_t once = port.takeErrors().icmp;
            QVERIFY(once <= 256);
            total += once;
        }
        QVERIFY(total > 0);
        QVERIFY(port.takeErrors().firstSeen.empty());
    }
};

QTEST_APPLESS_MAIN(TestGrePort)
#include "test_gre_port.moc"
