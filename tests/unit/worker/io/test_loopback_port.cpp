// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The kernel's L2TP is played by a plain socket of UDP.
#include "tests/unit/worker/io/descriptors.h"
#include "worker/io/loopback_port.h"

#include <netinet/udp.h>

#include <QtTest>

using namespace pptp;

namespace {

constexpr LoopbackIds ids{.tunnel = 0x1234, .session = 0xABCD};
const Bytes header = bytesOf(std::string("\x00\x02\x12\x34\xAB\xCD", 6));

Bytes operator+(Bytes first, const Bytes& second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

Bytes frameOfSize(std::size_t size, char fill)
{
    return bytesOf("\xff\x03" + std::string(size - 2, fill));
}

/// The next datagram at the kernel's end; empty if there is none.
Bytes received(int fd)
{
    Bytes datagram(4096);
    const ssize_t count = ::recv(fd, datagram.data(), datagram.size(), MSG_DONTWAIT);
    datagram.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return datagram;
}

void send(int fd, const Bytes& datagram)
{
    QCOMPARE(::send(fd, datagram.data(), datagram.size(), 0), static_cast<ssize_t>(datagram.size()));
}

bool readSome(LoopbackPort& port)
{
    return port.read() == PppInput::Data;
}

std::vector<Bytes> framesOf(LoopbackPort& port)
{
    std::vector<Bytes> frames;
    while (readSome(port)) {
        while (const auto next = port.nextFrame())
            frames.emplace_back(next->begin(), next->end());
    }
    return frames;
}

} // namespace

class TestLoopbackPort : public QObject {
    Q_OBJECT

private slots:
    void sendsAFrameAsADataMessageOfL2tp()
    {
        FdPair pair = udpPair();
        LoopbackPort port(std::move(pair.theirs), ids);
        const Bytes frame = bytesOf("\xff\x03\xc0\x21 a frame");
        port.deliver(frame, TimePoint{});
        QCOMPARE(received(pair.ours.get()), Bytes());
        port.flush();
        QCOMPARE(received(pair.ours.get()), header + frame);
        QCOMPARE(received(pair.ours.get()), Bytes());
    }

    /// The kernel takes no message below 14 bytes, whatever its header.
    void givesAddressAndControlToAFrameThatHasNone()
    {
        FdPair pair = udpPair();
        LoopbackPort port(std::move(pair.theirs), ids);
        const Bytes resetRequest = bytesOf(std::string("\x80\xfd\x0e\x01\x00\x04", 6));
        port.deliver(resetRequest, TimePoint{});
        port.flush();
        QCOMPARE(received(pair.ours.get()), header + bytesOf("\xff\x03") + resetRequest);
    }

    void keepsTheBordersOfABatchWhateverItsSizes_data()
    {
        QTest::addColumn<QList<int>>("sizes");
        QTest::newRow("all of one size") << QList<int>(64, 1400);
        QTest::newRow("more than a batch") << QList<int>(200, 1400);
        QTest::newRow("a shorter one last") << QList<int>{1400, 1400, 1400, 52};
        QTest::newRow("a longer one last") << QList<int>{52, 52, 52, 1400};
        QTest::newRow("shorter ones in between") << QList<int>{1400, 60, 1400, 1400, 60, 60, 60, 1400};
        QTest::newRow("each of another size") << QList<int>{100, 90, 80, 70, 80, 90, 100};
        QTest::newRow("more than a datagram of UDP can hold") << QList<int>(64, 2048);
        QTest::newRow("one") << QList<int>{1400};
    }
    void keepsTheBordersOfABatchWhateverItsSizes()
    {
        QFETCH(const QList<int>, sizes);
        FdPair pair = udpPair();
        const int bytes = 4 << 20;
        QCOMPARE(::setsockopt(pair.ours.get(), SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes), 0);
        LoopbackPort port(std::move(pair.theirs), ids);
        char fill = 0;
        for (const int size : sizes)
            port.deliver(frameOfSize(static_cast<std::size_t>(size), ++fill), TimePoint{});
        port.flush();
        fill = 0;
        for (const int size : sizes)
            QCOMPARE(received(pair.ours.get()), header + frameOfSize(static_cast<std::size_t>(size), ++fill));
        QCOMPARE(received(pair.ours.get()), Bytes());
        QCOMPARE(port.droppedFrames(), 0U);
    }

    /// Without checksums the system does not cut what it is given; the frames go one by one.
    void sendsFramesOneByOneIfTheSystemDoesNotCutRuns()
    {
        FdPair pair = udpPair();
        const int on = 1;
        QCOMPARE(::setsockopt(pair.theirs.get(), SOL_SOCKET, SO_NO_CHECK, &on, sizeof on), 0);
        LoopbackPort port(std::move(pair.theirs), ids);
        port.deliver(frameOfSize(40, 'a'), TimePoint{});
        for (int i = 0; i < 3; ++i)
            port.deliver(frameOfSize(60, 'b'), TimePoint{});
        port.flush();
        QCOMPARE(received(pair.ours.get()), header + frameOfSize(40, 'a'));
        for (int i = 0; i < 3; ++i)
            QCOMPARE(received(pair.ours.get()), header + frameOfSize(60, 'b'));
        QCOMPARE(received(pair.ours.get()), Bytes());
        QCOMPARE(port.droppedFrames(), 0U);
    }

    void dropsAFrameThatIsTooLong()
    {
        FdPair pair = udpPair();
        LoopbackPort port(std::move(pair.theirs), ids);
        port.deliver(frameOfSize(LoopbackPort::MaxFrame + 1, 'x'), TimePoint{});
        port.flush();
        QCOMPARE(received(pair.ours.get()), Bytes());
        QCOMPARE(port.droppedFrames(), 1U);
    }

    void countsWhatTheSystemRefuses()
    {
        FdPair pair = udpPair();
        LoopbackPort port(std::move(pair.theirs), ids);
        QCOMPARE(::shutdown(port.fd(), SHUT_WR), 0);
        port.deliver(frameOfSize(60, 'a'), TimePoint{});
        port.deliver(frameOfSize(60, 'b'), TimePoint{});
        port.flush();
        QCOMPARE(port.droppedFrames(), 2U);
    }

    void readsABatchOfFrames()
    {
        FdPair pair = udpPair();
        LoopbackPort port(std::move(pair.theirs), ids);
        QVERIFY(!readSome(port));
        std::vector<Bytes> sent;
        for (std::size_t i = 0; i < LoopbackPort::MaxBatch + 3; ++i) {
            sent.push_back(frameOfSize(20 + i, static_cast<char>(i)));
            send(pair.ours.get(), header + sent.back());
        }
        QVERIFY(readSome(port));
        QVERIFY(port.hasMore());
        std::vector<Bytes> frames;
        while (const auto next = port.nextFrame())
            frames.emplace_back(next->begin(), next->end());
        QCOMPARE(frames.size(), LoopbackPort::MaxBatch);
        QVERIFY(readSome(port));
        QVERIFY(!port.hasMore());
        while (const auto next = port.nextFrame())
            frames.emplace_back(next->begin(), next->end());
        QCOMPARE(frames, sent);
        QVERIFY(!readSome(port));
    }

    void countsWhatIsNoFrameOfThisCall_data()
    {
        QTest::addColumn<Bytes>("datagram");
        QTest::addColumn<bool>("isShort");
        const Bytes frame = bytesOf("\xff\x03 frame");
        const auto bytes = [](const char(&text)[7]) { return bytesOf(std::string(text, 6)); };
        QTest::newRow("a control message") << bytes("\xC8\x02\x12\x34\xAB\xCD") + frame << false;
        QTest::newRow("another version") << bytes("\x00\x03\x12\x34\xAB\xCD") + frame << false;
        QTest::newRow("another tunnel") << bytes("\x00\x02\x12\x35\xAB\xCD") + frame << false;
        QTest::newRow("another session") << bytes("\x00\x02\x12\x34\xAB\xCE") + frame << false;
        QTest::newRow("a part of a header") << Bytes(header.begin(), header.end() - 1) << false;
        QTest::newRow("no frame") << header << true;
        QTest::newRow("one byte") << header + bytesOf("\x21") << true;
        QTest::newRow("too long") << header + frameOfSize(LoopbackPort::MaxFrame + 1, 'x') << false;
        QTest::newRow("far too long") << header + frameOfSize(9000, 'x') << false;
    }
    void countsWhatIsNoFrameOfThisCall()
    {
        QFETCH(const Bytes, datagram);
        QFETCH(const bool, isShort);
        FdPair pair = udpPair();
        LoopbackPort port(std::move(pair.theirs), ids);
        const Bytes good = frameOfSize(LoopbackPort::MaxFrame, 'y');
        send(pair.ours.get(), datagram);
        send(pair.ours.get(), header + good);
        QCOMPARE(framesOf(port), std::vector<Bytes>{good});
        QCOMPARE(port.invalidFrames(), 1U);
        QCOMPARE(port.shortFrames(), isShort ? 1U : 0U);
        if (isShort)
            QCOMPARE(port.lastShortFrame(), datagram.size() - header.size());
    }

    void countsWhatTheKernelHasNoRoomFor()
    {
        constexpr std::uint64_t Sent = 100;
        FdPair pair = udpPair();
        const int bytes = 8192;
        QCOMPARE(::setsockopt(pair.theirs.get(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes), 0);
        LoopbackPort port(std::move(pair.theirs), ids);
        const Bytes frame = frameOfSize(1000, 'x');
        for (std::uint64_t i = 0; i < Sent; ++i)
            send(pair.ours.get(), header + frame);
        const std::uint64_t received = framesOf(port).size();
        QVERIFY(received != 0 && received < Sent);
        QCOMPARE(port.kernelDropped(), 0U); // It is told with the next one.
        send(pair.ours.get(), header + frame);
        QCOMPARE(framesOf(port).size(), 1U);
        QCOMPARE(port.kernelDropped(), Sent - received);
        QCOMPARE(port.invalidFrames(), 0U);
    }

    void goesOnWhenTheKernelsEndIsGone()
    {
        FdPair pair = udpPair();
        LoopbackPort port(std::move(pair.theirs), ids);
        pair.ours.reset();
        for (int i = 0; i < 3; ++i) {
            port.deliver(frameOfSize(60, 'a'), TimePoint{});
            port.flush();
            QVERIFY(!readSome(port));
        }
    }
};

QTEST_GUILESS_MAIN(TestLoopbackPort)
#include "test_loopback_port.moc"
