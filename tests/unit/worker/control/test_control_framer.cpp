// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/control/control_framer.h"

#include <QtTest>

using namespace pptp;

namespace {

using Bytes = std::vector<std::byte>;

Bytes raw(const char* digits)
{
    const QByteArray data = QByteArray::fromHex(digits);
    const auto* first = reinterpret_cast<const std::byte*>(data.data());
    return {first, first + data.size()};
}

Bytes operator+(Bytes a, const Bytes& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

Bytes encoded(const ControlMessage& message)
{
    const auto bytes = encodeControl(message);
    return {bytes.view().begin(), bytes.view().end()};
}

/// All messages in the input; nothing if the framer refused it.
std::optional<std::vector<Bytes>> feed(ControlFramer& framer, std::span<const std::byte> input)
{
    std::vector<Bytes> messages;
    for (;;) {
        const auto message = framer.next(input);
        if (!message)
            return std::nullopt;
        if (!*message)
            return messages;
        messages.emplace_back((*message)->begin(), (*message)->end());
    }
}

const Bytes echo = encoded(EchoRequest{7});
const Bytes reply = encoded(StartReply{.result = 1});
const Bytes unknown = raw("001400011a2b3c4d00630000aaaaaaaaaaaaaaaa");

} // namespace

class TestControlFramer : public QObject {
    Q_OBJECT

private slots:
    void separatesCoalescedMessages()
    {
        ControlFramer framer;
        const auto messages = feed(framer, echo + reply + unknown + echo);
        QVERIFY(messages);
        QCOMPARE(*messages, (std::vector<Bytes>{echo, reply, unknown, echo}));
    }

    void joinsAMessageSplitAtEveryOffset()
    {
        const Bytes stream = echo + reply + echo;
        for (std::size_t cut = 1; cut < stream.size(); ++cut) {
            ControlFramer framer;
            auto messages = feed(framer, std::span(stream).first(cut));
            const auto rest = feed(framer, std::span(stream).subspan(cut));
            QVERIFY(messages && rest);
            messages->insert(messages->end(), rest->begin(), rest->end());
            QCOMPARE(*messages, (std::vector<Bytes>{echo, reply, echo}));
        }
    }

    void joinsATrickleOfSingleBytes()
    {
        ControlFramer framer;
        std::vector<Bytes> messages;
        for (const std::byte byte : reply + echo) {
            const auto some = feed(framer, {&byte, 1});
            QVERIFY(some);
            messages.insert(messages.end(), some->begin(), some->end());
        }
        QCOMPARE(messages, (std::vector<Bytes>{reply, echo}));
    }

    void tellsKnownFromUnknownMessages()
    {
        QVERIFY(isKnownControl(echo));
        QVERIFY(!isKnownControl(unknown));
        QVERIFY(!isKnownControl(raw("000c00011a2b3c4dffff0000")));
        QVERIFY(!isKnownControl(raw("001000021a2b3c4d0005000000000007"))); // A management message.
    }

    void refusesWhatNoMessageCanBe_data()
    {
        QTest::addColumn<QByteArray>("digits");
        QTest::newRow("ssh") << QByteArray("5353482d32");
        QTest::newRow("http") << QByteArray("485454502f312e31");
        QTest::newRow("tls alert") << QByteArray("15030300020228");
        QTest::newRow("last byte of the magic") << QByteArray("001000011a2b3c4e");
        QTest::newRow("length 0") << QByteArray("000000011a2b3c4d00050000");
        QTest::newRow("length 11") << QByteArray("000b00011a2b3c4d00050000");
        QTest::newRow("length 12 of a known type") << QByteArray("000c00011a2b3c4d00050000");
        QTest::newRow("one too short") << QByteArray("000f00011a2b3c4d00050000");
        QTest::newRow("one too long") << QByteArray("001100011a2b3c4d00050000");
        QTest::newRow("unknown type too long") << QByteArray("040100011a2b3c4d00630000");
        QTest::newRow("length 65535") << QByteArray("ffff00011a2b3c4d00630000");
    }
    void refusesWhatNoMessageCanBe()
    {
        QFETCH(QByteArray, digits);
        ControlFramer framer;
        QVERIFY(feed(framer, echo));
        QVERIFY(!feed(framer, raw(digits.constData())));
    }

    void acceptsUnknownTypesFromTwelveBytesToTheLimit()
    {
        ControlFramer framer;
        Bytes largest = raw("040000011a2b3c4d00630000");
        largest.resize(ControlFramer::MaxUnknownBytes);
        const Bytes smallest = raw("000c00011a2b3c4d00630000");
        const auto messages = feed(framer, smallest + largest + echo);
        QVERIFY(messages);
        QCOMPARE(*messages, (std::vector<Bytes>{smallest, largest, echo}));
    }
};

QTEST_APPLESS_MAIN(TestControlFramer)
#include "test_control_framer.moc"
