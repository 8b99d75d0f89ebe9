// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/worker/io/descriptors.h"
#include "worker/io/pty_port.h"

#include <QtTest>

using namespace pptp;
using namespace std::chrono_literals;

namespace {

const Bytes frame = bytesOf("\xff\x03\xc0\x21 a frame");
constexpr TimePoint start{1000s};

Bytes encoded(const Bytes& plain)
{
    Bytes out(maxHdlcBytes(plain.size()));
    out.resize(encodeHdlc(plain, out));
    return out;
}

std::vector<Bytes> framesOf(PtyPort& port)
{
    std::vector<Bytes> frames;
    while (const auto next = port.nextFrame())
        frames.emplace_back(next->begin(), next->end());
    return frames;
}

} // namespace

class TestPtyPort : public QObject {
    Q_OBJECT

private slots:
    void holdsFramesUntilPppdHasSpoken()
    {
        FdPair pty = rawPty();
        PtyPort port(std::move(pty.theirs), PtyFraming::Asynchronous);
        port.deliver(frame, start);
        QVERIFY(!waitReadable(pty.ours.get(), 0));
        QVERIFY(!port.wantsWrite());
        QCOMPARE(port.deadline(), std::optional(start + PtyPort::HoldLimit));

        QVERIFY(writeAll(pty.ours.get(), encoded(frame)));
        QVERIFY(waitReadable(port.fd()));
        QCOMPARE(port.read(), PtyInput::Data);
        QCOMPARE(framesOf(port), std::vector<Bytes>{frame});
        QCOMPARE(readExactly(pty.ours.get(), encoded(frame).size()), encoded(frame));
        QVERIFY(!port.deadline());

        port.deliver(frame, start);
        QVERIFY(!waitReadable(pty.ours.get(), 0));
        port.flush();
        QCOMPARE(readExactly(pty.ours.get(), encoded(frame).size()), encoded(frame));
    }

    void writesABatchAtOnceWithOneFlagBetweenItsFrames()
    {
        FdPair pair = socketPair(SOCK_SEQPACKET); // Shows where one write ends and the next begins.
        PtyPort port(std::move(pair.theirs), PtyFraming::Asynchronous);
        port.onTimer(start);
        const Bytes plain = encoded(frame);
        for (int round = 0; round < 2; ++round) {
            Bytes expected = plain;
            for (int i = 0; i < 20; ++i) {
                port.deliver(frame, start);
                if (i > 0)
                    expected.insert(expected.end(), plain.begin() + 1, plain.end());
            }
            port.onTimer(start + PtyPort::HoldLimit);
            port.flush();
            QCOMPARE(readSome(pair.ours.get()), expected);
            QVERIFY(!port.wantsWrite());
        }
    }

    void servesASilentPppdAfterTheLimit()
    {
        FdPair pty = rawPty();
        PtyPort port(std::move(pty.theirs), PtyFraming::Asynchronous);
        port.deliver(frame, start);
        port.onTimer(start + PtyPort::HoldLimit - 1ms);
        QVERIFY(!waitReadable(pty.ours.get(), 0));
        port.onTimer(start + PtyPort::HoldLimit);
        QCOMPARE(readExactly(pty.ours.get(), encoded(frame).size()), encoded(frame));
    }

    void keepsWhatPppdDoesNotReadInOrderAndDropsBeyondTheLimit()
    {
        FdPair pty = rawPty();
        PtyPort port(std::move(pty.theirs), PtyFraming::Asynchronous);
        port.onTimer(start);
        std::vector<Bytes> expected;
        for (int i = 0; port.droppedFrames() == 0; ++i) {
            QVERIFY(i < 100'000);
            const Bytes numbered = bytesOf("frame " + std::to_string(i) + std::string(1400, 'x'));
            port.deliver(numbered, start);
            const Bytes whole = encoded(numbered);
            expected.emplace_back(whole.begin() + (i == 0 ? 0 : 1), whole.end());
        }
        expected.pop_back();
        port.onTimer(start + PtyPort::HoldLimit);
        QVERIFY(port.pendingBytes() <= PtyPort::MaxPendingBytes);
        for (const Bytes& whole : expected) {
            Bytes got;
            while (got.size() < whole.size()) {
                port.onWritable();
                QVERIFY(waitReadable(pty.ours.get()));
                Bytes piece(whole.size() - got.size());
                const ssize_t count = ::read(pty.ours.get(), piece.data(), piece.size());
                QVERIFY(count > 0);
                got.insert(got.end(), piece.begin(), piece.begin() + count);
            }
            QCOMPARE(got, whole);
        }
        QVERIFY(!port.wantsWrite());
        QCOMPARE(port.droppedFrames(), std::uint64_t{1});
    }

    /// More is offered than pppd reads, for several times what can wait.
    void dropsWholeFramesAndKeepsTheRestInOrderWhilePppdIsTooSlow()
    {
        FdPair pty = rawPty();
        PtyPort port(std::move(pty.theirs), PtyFraming::Asynchronous);
        HdlcDecoder decoder;
        std::uint64_t offered = 0;
        std::uint64_t received = 0;
        std::optional<std::uint64_t> last;
        const auto pppdReads = [&] {
            const Bytes piece = readSome(pty.ours.get());
            std::span<const std::byte> unread = piece;
            while (const auto found = decoder.next(unread)) {
                const std::string number(reinterpret_cast<const char*>(found->data()), 10);
                QVERIFY(!last || *last < std::stoull(number));
                last = std::stoull(number);
                ++received;
            }
        };
        for (int round = 0; round < 500; ++round) {
            for (int i = 0; i < 8; ++i) {
                const std::string number = std::to_string(1'000'000'000 + offered++);
                port.deliver(bytesOf(number + std::string(1400, 'x')), start);
            }
            port.onTimer(start + PtyPort::HoldLimit);
            port.flush();
            QVERIFY(port.pendingBytes() <= PtyPort::MaxPendingBytes);
            pppdReads();
            port.onWritable();
        }
        QVERIFY(port.droppedFrames() > 0);
        while (received + port.droppedFrames() < offered && waitReadable(pty.ours.get())) {
            pppdReads();
            port.onWritable();
        }
        QCOMPARE(received + port.droppedFrames(), offered);
        QVERIFY(!port.wantsWrite());
        const auto& damaged = decoder.dropped();
        QCOMPARE(damaged, HdlcDecoder::Dropped{});
    }

    void readsOnWhileTheTerminalGivesMuch()
    {
        FdPair pair = socketPair(SOCK_DGRAM);
        for (const auto framing : {PtyFraming::Asynchronous, PtyFraming::Synchronous}) {
            PtyPort port(UniqueFd(::dup(pair.theirs.get())), framing);
            for (const std::size_t bytes : {std::size_t{1}, PtyPort::LargeRead - 1, PtyPort::LargeRead}) {
                QVERIFY(writeAll(pair.ours.get(), Bytes(bytes)));
                QCOMPARE(port.read(), PtyInput::Data);
                while (port.nextFrame()) {
                }
                QCOMPARE(port.hasMore(), bytes == PtyPort::LargeRead || framing == PtyFraming::Synchronous);
            }
        }
    }

    void waitsForRoomInAFullTerminal()
    {
        FdPair pair = socketPair(SOCK_STREAM);
        PtyPort port(std::move(pair.theirs), PtyFraming::Asynchronous);
        while (!port.wantsWrite()) {
            port.deliver(Bytes(PtyPort::MaxFrame), start);
            port.onTimer(start + PtyPort::HoldLimit);
            port.flush();
        }
        const auto full = port.pendingBytes();
        while (waitReadable(pair.ours.get(), 0))
            (void)readSome(pair.ours.get());
        port.flush();
        QCOMPARE(port.pendingBytes(), full); // Until it is told, it does not ask.
        port.onWritable();
        QVERIFY(!port.wantsWrite());
    }

    void dropsAFrameThatIsTooLong()
    {
        FdPair pty = rawPty();
        PtyPort port(std::move(pty.theirs), PtyFraming::Asynchronous);
        port.deliver(Bytes(PtyPort::MaxFrame + 1), start);
        QCOMPARE(port.droppedFrames(), std::uint64_t{1});
        QCOMPARE(port.pendingBytes(), std::size_t{0});
    }

    void tellsThatNobodyHasTheOtherSideOpen()
    {
        FdPair pty = rawPty();
        PtyPort port(std::move(pty.theirs), PtyFraming::Asynchronous);
        QCOMPARE(port.read(), PtyInput::Nothing);
        pty.ours.reset();
        QCOMPARE(port.read(), PtyInput::Closed);
    }

    void findsTheFramesOfOneRead()
    {
        FdPair pty = rawPty();
        PtyPort port(std::move(pty.theirs), PtyFraming::Asynchronous);
        Bytes stream = encoded(frame);
        const Bytes next = encoded(bytesOf("the next"));
        stream.insert(stream.end(), next.begin(), next.end());
        QVERIFY(writeAll(pty.ours.get(), stream));
        QCOMPARE(port.read(), PtyInput::Data);
        QVERIFY(port.nextFrame());
        QCOMPARE(framesOf(port), std::vector<Bytes>{bytesOf("the next")});
        QCOMPARE(port.invalidFrames(), std::uint64_t{0});
    }

    void countsDamagedFrames()
    {
        FdPair pty = rawPty();
        PtyPort port(std::move(pty.theirs), PtyFraming::Asynchronous);
        // A wrong checksum, three bytes, an abort.
        QVERIFY(writeAll(pty.ours.get(), bytesOf("~\xff\x03wrong~abc~whatever\x7d~")));
        QCOMPARE(port.read(), PtyInput::Data);
        QCOMPARE(framesOf(port), std::vector<Bytes>());
        QCOMPARE(port.invalidFrames(), std::uint64_t{3});
        QCOMPARE(port.shortFrames(), std::uint64_t{1});
        QCOMPARE(port.lastShortFrame(), std::size_t{3});
    }

    void takesEachReadForAFrameWhenSynchronous()
    {
        FdPair pty = rawPty();
        PtyPort port(std::move(pty.theirs), PtyFraming::Synchronous);
        // Nothing in it is framing, whatever it looks like; no length of IP is believed.
        const Bytes misleading = bytesOf(std::string("~\x7d\xff\x03\x00\x21\x45\x00\xff\xff", 10));
        for (const Bytes& sent : {misleading, bytesOf("ab")}) {
            QVERIFY(writeAll(pty.ours.get(), sent));
            QVERIFY(waitReadable(port.fd()));
            QCOMPARE(port.read(), PtyInput::Data);
            QCOMPARE(framesOf(port), std::vector<Bytes>{sent});
        }
        QCOMPARE(port.invalidFrames(), std::uint64_t{0});
    }

    /// pppd writes the request and the answer at once while it negotiates, and the terminal gives them as
    /// one.
    void tellsSynchronousControlPacketsApart()
    {
        const Bytes lcp = bytesOf(std::string("\xff\x03\xc0\x21\x09\x00\x00\x08\x01\x02\x03\x04", 12));
        const Bytes compressed =
            bytesOf(std::string("\x80\xfd\x02\x01\x00\x04", 6)); // no address and control
        const Bytes data =
            bytesOf(std::string("\xfd\x90\x00\x00\x04 encrypted, with a compressed protocol", 42));
        FdPair pty = rawPty();
        PtyPort port(std::move(pty.theirs), PtyFraming::Synchronous);
        Bytes together;
        for (const Bytes& packet : {lcp, compressed, lcp, data})
            together.insert(together.end(), packet.begin(), packet.end());
        QVERIFY(writeAll(pty.ours.get(), together));
        QVERIFY(waitReadable(port.fd()));
        QCOMPARE(port.read(), PtyInput::Data);
        QCOMPARE(framesOf(port), (std::vector<Bytes>{lcp, compressed, lcp, data}));
        QCOMPARE(port.invalidFrames(), std::uint64_t{0});
    }

    void countsSynchronousFramesOfNoSize()
    {
        FdPair pair = socketPair(SOCK_DGRAM); // A terminal would cut what is too long itself.
        PtyPort port(std::move(pair.theirs), PtyFraming::Synchronous);
        QVERIFY(writeAll(pair.ours.get(), bytesOf("x")));
        QCOMPARE(port.read(), PtyInput::Data);
        QCOMPARE(framesOf(port), std::vector<Bytes>());
        QCOMPARE(port.shortFrames(), std::uint64_t{1});
        QCOMPARE(port.lastShortFrame(), std::size_t{1});
        for (const std::size_t size : {PtyPort::MaxFrame, PtyPort::MaxFrame + 1, PtyPort::MaxFrame + 1000}) {
            QVERIFY(writeAll(pair.ours.get(), Bytes(size)));
            QCOMPARE(port.read(), PtyInput::Data);
            QCOMPARE(framesOf(port).size(), size == PtyPort::MaxFrame ? std::size_t{1} : std::size_t{0});
        }
        QCOMPARE(port.invalidFrames(), std::uint64_t{3});
    }

    void writesEachSynchronousFrameByItself()
    {
        FdPair pair = socketPair(SOCK_SEQPACKET); // Shows where one write ends and the next begins.
        PtyPort port(std::move(pair.theirs), PtyFraming::Synchronous);
        std::vector<Bytes> sent;
        for (int i = 0; i < 300; ++i) {
            sent.push_back(bytesOf("~frame " + std::to_string(i) + std::string(1400, '\x03')));
            port.deliver(sent.back(), start); // All of them wait for pppd, and then for room.
        }
        port.onTimer(start + PtyPort::HoldLimit);
        QVERIFY(port.wantsWrite());
        for (const Bytes& whole : sent) {
            QCOMPARE(readSome(pair.ours.get()), whole);
            port.onWritable();
        }
        QVERIFY(!port.wantsWrite());
        QCOMPARE(port.droppedFrames(), std::uint64_t{0});
    }

    void neverSendsTheRestOfASynchronousFrameThatWasCutOff()
    {
        FdPair pty = rawPty();
        PtyPort port(std::move(pty.theirs), PtyFraming::Synchronous);
        port.onTimer(start);
        std::size_t delivered = 0;
        // Nobody reads: at some point the terminal takes a part of a frame, or none of it.
        for (; port.droppedFrames() == 0 && !port.wantsWrite(); ++delivered) {
            QVERIFY(delivered < 100'000);
            port.deliver(Bytes(1501, std::byte{'f'}), start);
            port.flush();
            if (delivered == 0)
                port.onTimer(start + PtyPort::HoldLimit);
        }
        const std::size_t whole = delivered - 1;
        std::size_t received = 0;
        for (Bytes some; waitReadable(pty.ours.get(), 100) && !(some = readSome(pty.ours.get())).empty();)
            received += some.size();
        QCOMPARE(received / 1501, whole);
        QCOMPARE(received % 1501 != 0, port.droppedFrames() == 1);
    }
};

QTEST_APPLESS_MAIN(TestPtyPort)
#include "test_pty_port.moc"
