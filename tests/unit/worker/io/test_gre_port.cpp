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

std::vector<Bytes> received(GrePort& port)
{
    std::vector<Bytes> all;
    for (const GreDatagram& datagram : port.receive())
        all.emplace_back(datagram.bytes.begin(), datagram.bytes.end());
    return all;
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
        QVERIFY(port.receive().empty());
        for (int round = 0; round < 2; ++round) {
            QVERIFY(writeAll(pair.ours.get(), bytesOf("one")) &&
                    writeAll(pair.ours.get(), bytesOf("second")));
            QCOMPARE(received(port), (std::vector{bytesOf("one"), bytesOf("second")}));
        }
        QVERIFY(port.receive().empty());
        QCOMPARE(port.takeErrors().other, std::uint64_t{0});
    }

    void readsABatchAndLeavesTheRest()
    {
        FdPair pair = udpPair();
        GrePort port(std::move(pair.theirs));
        for (std::size_t i = 0; i < GrePort::MaxBatch + 3; ++i)
            QVERIFY(writeAll(pair.ours.get(), bytesOf(std::to_string(i))));
        const auto first = received(port);
        QCOMPARE(first.size(), GrePort::MaxBatch);
        QCOMPARE(first.back(), bytesOf("63"));
        QCOMPARE(received(port), (std::vector{bytesOf("64"), bytesOf("65"), bytesOf("66")}));
    }

    void cutsOffWhatIsLongerThanAnyFrame()
    {
        FdPair pair = udpPair();
        GrePort port(std::move(pair.theirs));
        QVERIFY(writeAll(pair.ours.get(), Bytes(60'000, std::byte{'x'})));
        QVERIFY(writeAll(pair.ours.get(), bytesOf("next")));
        QCOMPARE(received(port), (std::vector{Bytes(GrePort::MaxDatagram, std::byte{'x'}), bytesOf("next")}));
    }

    void tellsWhatTheKernelHadNoRoomFor()
    {
        FdPair pair = udpPair();
        const int bytes = 4096;
        QCOMPARE(::setsockopt(pair.theirs.get(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes), 0);
        GrePort port(std::move(pair.theirs));
        for (int i = 0; i < 100; ++i)
            QVERIFY(writeAll(pair.ours.get(), Bytes(1000)));
        std::size_t got = 0;
        for (const GreDatagram& datagram : port.receive()) {
            QCOMPARE(datagram.droppedBefore, 0U);
            ++got;
        }
        QVERIFY(got < 100);
        for (const std::size_t dropped : {100 - got, std::size_t{0}}) {
            QVERIFY(writeAll(pair.ours.get(), bytesOf("x")));
            const auto datagrams = port.receive();
            QCOMPARE(datagrams.size(), std::size_t{1});
            QCOMPARE(std::size_t{datagrams[0].droppedBefore}, dropped);
        }
    }

    void sendsABatchInTwoPiecesEach()
    {
        FdPair pair = socketPair(SOCK_DGRAM);
        GrePort port(std::move(pair.theirs));
        const Bytes header = bytesOf("head ");
        const Bytes one = bytesOf("one");
        const Bytes two = bytesOf("two");
        std::array packets{OutgoingPacket{header, one}, OutgoingPacket{header, two, true}};
        QCOMPARE(port.send(packets), std::size_t{2});
        QVERIFY(!packets[0].isShort && !packets[1].isShort);
        QCOMPARE(readSome(pair.ours.get()), bytesOf("head one"));
        QCOMPARE(readSome(pair.ours.get()), bytesOf("head two"));
    }

    void tellsHowManyOfABatchTheSystemTook()
    {
        FdPair pair = socketPair(SOCK_DGRAM);
        GrePort port(std::move(pair.theirs));
        const Bytes payload(1000);
        std::vector packets(500, OutgoingPacket{payload, payload});
        const std::size_t taken = port.send(packets);
        QVERIFY(taken > 0 && taken < packets.size());
        for (std::size_t i = 0; i < taken; ++i)
            QCOMPARE(readSome(pair.ours.get()).size(), std::size_t{2000});
        QVERIFY(!waitReadable(pair.ours.get(), 0));
        QCOMPARE(port.send(std::span(packets).first(1)), std::size_t{1});
    }

    void doesNotLoseAPacketOfABatchToTheErrorOfAnEarlierOne()
    {
        GrePort port(socketToNobody());
        const Bytes payload = bytesOf("packet");
        std::array packets{OutgoingPacket{payload, payload}, OutgoingPacket{payload, payload},
                           OutgoingPacket{payload, payload}};
        QCOMPARE(port.send(bytesOf("first")), SendOutcome::Sent);
        QVERIFY(waitForError(port.fd()));
        QCOMPARE(port.send(packets), packets.size());
        QVERIFY(waitForError(port.fd()));
        port.readErrorQueue();
        QCOMPARE(port.takeErrors().icmp, std::uint64_t{4});
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
            QVERIFY(port.receive().empty());
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
        QVERIFY(port.receive().empty());
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
