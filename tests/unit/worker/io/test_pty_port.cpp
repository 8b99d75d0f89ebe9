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

} // namespace

class TestPtyPort : public QObject {
    Q_OBJECT

private slots:
    void holdsFramesUntilPppdHasSpoken()
    {
        FdPair pty = rawPty();
        PtyPort port(std::move(pty.theirs));
        port.deliver(frame, start);
        QVERIFY(!waitReadable(pty.ours.get(), 0));
        QVERIFY(!port.wantsWrite());
        QCOMPARE(port.deadline(), std::optional(start + PtyPort::HoldLimit));

        QVERIFY(writeAll(pty.ours.get(), encoded(frame)));
        QVERIFY(waitReadable(port.fd()));
        const PtyInput input = port.read();
        QCOMPARE(Bytes(input.bytes.begin(), input.bytes.end()), encoded(frame));
        QCOMPARE(readExactly(pty.ours.get(), encoded(frame).size()), encoded(frame));
        QVERIFY(!port.deadline());

        port.deliver(frame, start);
        QCOMPARE(readExactly(pty.ours.get(), encoded(frame).size()), encoded(frame));
    }

    void servesASilentPppdAfterTheLimit()
    {
        FdPair pty = rawPty();
        PtyPort port(std::move(pty.theirs));
        port.deliver(frame, start);
        port.onTimer(start + PtyPort::HoldLimit - 1ms);
        QVERIFY(!waitReadable(pty.ours.get(), 0));
        port.onTimer(start + PtyPort::HoldLimit);
        QCOMPARE(readExactly(pty.ours.get(), encoded(frame).size()), encoded(frame));
    }

    void keepsWhatPppdDoesNotReadInOrderAndDropsBeyondTheLimit()
    {
        FdPair pty = rawPty();
        PtyPort port(std::move(pty.theirs));
        port.onTimer(start);
        std::vector<Bytes> expected;
        for (int i = 0; port.droppedFrames() == 0; ++i) {
            QVERIFY(i < 100'000);
            const Bytes numbered = bytesOf("frame " + std::to_string(i) + std::string(1400, 'x'));
            port.deliver(numbered, start);
            expected.push_back(encoded(numbered));
        }
        expected.pop_back();
        port.onTimer(start + PtyPort::HoldLimit);
        QVERIFY(port.pendingBytes() <= PtyPort::MaxPendingBytes);
        for (const Bytes& whole : expected) {
            Bytes got;
            while (got.size() < whole.size()) {
                port.flush();
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

    void dropsAFrameThatIsTooLong()
    {
        FdPair pty = rawPty();
        PtyPort port(std::move(pty.theirs));
        port.deliver(Bytes(PtyPort::MaxFrame + 1), start);
        QCOMPARE(port.droppedFrames(), std::uint64_t{1});
        QCOMPARE(port.pendingBytes(), std::size_t{0});
    }

    void tellsThatNobodyHasTheOtherSideOpen()
    {
        FdPair pty = rawPty();
        PtyPort port(std::move(pty.theirs));
        QVERIFY(!port.read().closed);
        pty.ours.reset();
        QVERIFY(port.read().closed);
    }
};

QTEST_APPLESS_MAIN(TestPtyPort)
#include "test_pty_port.moc"
