// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// A port that has what the test put into it, and an engine whose packets are counted.
#include "tests/unit/worker/io/descriptors.h"
#include "worker/io/ppp_reader.h"

#include <deque>

#include <QtTest>

using namespace pptp;

namespace {

class ScriptedPort final : public PppPort {
public:
    std::deque<std::vector<Bytes>> reads; ///< The frames of each.
    PppInput end = PppInput::Nothing;     ///< After them.
    bool more = true;
    int readCount = 0;

    PppInput read() override
    {
        ++readCount;
        if (reads.empty())
            return end;
        m_frames = std::move(reads.front());
        reads.pop_front();
        m_next = 0;
        return PppInput::Data;
    }
    bool hasMore() const override { return more; }
    std::optional<std::span<const std::byte>> nextFrame() override
    {
        while (m_next < m_frames.size()) {
            const Bytes& frame = m_frames[m_next++];
            if (frame.size() > 1)
                return frame;
            ++m_short;
            m_lastShort = frame.size();
        }
        return std::nullopt;
    }
    void deliver(std::span<const std::byte> /*frame*/, TimePoint /*now*/) override {}
    void flush() override {}
    std::uint64_t droppedFrames() const override { return 0; }
    std::uint64_t invalidFrames() const override { return m_short; }
    std::uint64_t shortFrames() const override { return m_short; }
    std::size_t lastShortFrame() const override { return m_lastShort; }
    int fd() const override { return -1; }

private:
    std::vector<Bytes> m_frames;
    std::size_t m_next = 0;
    std::uint64_t m_short = 0;
    std::size_t m_lastShort = 0;
};

struct Sink final : GreSink {
    std::vector<std::size_t> batches; ///< Packets in each.
    std::vector<std::pair<LogNoteKind, std::uint32_t>> notes;

    SendOutcome sendGre(std::span<const std::byte> /*packet*/) override
    {
        batches.push_back(1);
        return SendOutcome::Sent;
    }
    std::size_t sendGreBatch(std::span<OutgoingPacket> packets) override
    {
        batches.push_back(packets.size());
        return packets.size();
    }
    void deliverPpp(std::span<const std::byte> /*frame*/) override {}
    void note(LogNoteKind kind, std::uint32_t first, std::uint32_t /*second*/) override
    {
        notes.emplace_back(kind, first);
    }
};

Bytes frameOfSize(std::size_t size)
{
    return bytesOf(std::string(size, 'x'));
}

std::size_t sum(const std::vector<std::size_t>& numbers)
{
    std::size_t all = 0;
    for (const std::size_t number : numbers)
        all += number;
    return all;
}

} // namespace

class TestPppReader : public QObject {
    Q_OBJECT

private slots:
    void sendsTheFramesOfSeveralReadsTogether()
    {
        ScriptedPort port;
        port.reads = {{frameOfSize(40)}, {frameOfSize(50), frameOfSize(60)}, {frameOfSize(70)}};
        Sink sink;
        GreEngine engine(GreConfig{}, sink);
        PppReader reader;
        QCOMPARE(reader.read(port, engine, sink), PppInput::Nothing);
        QCOMPARE(sink.batches, std::vector<std::size_t>{4});
        QCOMPARE(engine.stats().txSent, 4U);
    }

    void sendsWhatIsEnoughAtOnce()
    {
        ScriptedPort port;
        port.reads = {std::vector<Bytes>(40, frameOfSize(1400))};
        Sink sink;
        GreEngine engine(GreConfig{}, sink);
        PppReader reader;
        QCOMPARE(reader.read(port, engine, sink), PppInput::Nothing);
        QCOMPARE(sum(sink.batches), 40U);
        QVERIFY(sink.batches.size() > 1);
    }

    void readsNoMoreThanATurnMayTake()
    {
        ScriptedPort port;
        for (int i = 0; i < 2 * PppReader::MaxReads; ++i)
            port.reads.push_back({frameOfSize(40)});
        Sink sink;
        GreEngine engine(GreConfig{}, sink);
        PppReader reader;
        QCOMPARE(reader.read(port, engine, sink), PppInput::Data);
        QCOMPARE(port.readCount, PppReader::MaxReads);
        QCOMPARE(sum(sink.batches), static_cast<std::size_t>(PppReader::MaxReads));
    }

    void readsOnceIfMoreWouldBeInVain()
    {
        ScriptedPort port;
        port.reads = {{frameOfSize(40)}, {frameOfSize(40)}};
        port.more = false;
        Sink sink;
        GreEngine engine(GreConfig{}, sink);
        PppReader reader;
        QCOMPARE(reader.read(port, engine, sink), PppInput::Data);
        QCOMPARE(port.readCount, 1);
    }

    void tellsThatPppdIsGoneAndSendsItsLastFrames()
    {
        ScriptedPort port;
        port.reads = {{frameOfSize(40)}};
        port.end = PppInput::Closed;
        Sink sink;
        GreEngine engine(GreConfig{}, sink);
        PppReader reader;
        QCOMPARE(reader.read(port, engine, sink), PppInput::Closed);
        QCOMPARE(sum(sink.batches), 1U);
    }

    void notesAFrameThatIsTooShort()
    {
        ScriptedPort port;
        port.reads = {{frameOfSize(40), frameOfSize(1)}, {frameOfSize(40)}};
        Sink sink;
        GreEngine engine(GreConfig{}, sink);
        PppReader reader;
        QCOMPARE(reader.read(port, engine, sink), PppInput::Nothing);
        QCOMPARE(sink.notes.size(), std::size_t{1});
        QCOMPARE(sink.notes.front(), std::pair(LogNoteKind::ShortRead, std::uint32_t{1}));
    }
};

QTEST_GUILESS_MAIN(TestPppReader)
#include "test_ppp_reader.moc"
