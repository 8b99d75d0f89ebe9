// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gre_fixture.h"
#include "worker/gre/gre_packet.h"

#include <QtTest>
#include <algorithm>

using namespace pptp;
using namespace pptp::test;

Q_DECLARE_METATYPE(pptp::GreDefect)

namespace {

constexpr auto Ip = "45000000 00000000 402f0000 0a000001 0a000002 ";

/// A copy of exactly the size of the datagram, so that a sanitizer sees any read beyond it.
tl::expected<GrePacket, GreDefect> decode(const Bytes& bytes)
{
    return decodeGreDatagram(bytes, OurCall);
}

Bytes payloadOf(const GrePacket& packet)
{
    return {packet.payload.begin(), packet.payload.end()};
}

} // namespace

class TestGrePacket : public QObject {
    Q_OBJECT
private slots:
    void decodesDataWithAcknowledgement()
    {
        const Bytes bytes = hex((std::string(Ip) + "3081880b 0004 1234 00000007 00000009 ff03c021").c_str());
        const auto packet = decode(bytes);
        QVERIFY(packet);
        QVERIFY(packet->sequence == SequenceNumber(7));
        QVERIFY(packet->acknowledgement == SequenceNumber(9));
        QCOMPARE(payloadOf(*packet), hex("ff03c021"));
        QCOMPARE(packet->payload.data(), bytes.data() + 36);
    }

    void decodesDataWithoutAcknowledgement()
    {
        const Bytes bytes = hex((std::string(Ip) + "3001880b 0002 1234 ffffffff c021").c_str());
        const auto packet = decode(bytes);
        QVERIFY(packet);
        QVERIFY(packet->sequence == SequenceNumber(0xffffffff));
        QVERIFY(!packet->acknowledgement);
        QCOMPARE(payloadOf(*packet), hex("c021"));
    }

    void decodesAPureAcknowledgement()
    {
        const Bytes bytes = hex((std::string(Ip) + "2081880b 0000 1234 00000102").c_str());
        const auto packet = decode(bytes);
        QVERIFY(packet);
        QVERIFY(!packet->sequence);
        QVERIFY(packet->acknowledgement == SequenceNumber(0x102));
        QVERIFY(packet->payload.empty());
    }

    void decodesASequenceWithoutData()
    {
        const Bytes bytes = hex((std::string(Ip) + "3081880b 0000 1234 00000003 00000004").c_str());
        const auto packet = decode(bytes);
        QVERIFY(packet);
        QVERIFY(packet->sequence == SequenceNumber(3));
        QVERIFY(packet->acknowledgement == SequenceNumber(4));
        QVERIFY(packet->payload.empty());
    }

    void skipsOptionsOfTheIpHeader()
    {
        Bytes bytes = hex("4f000000 00000000 402f0000 0a000001 0a000002");
        bytes.resize(60, std::byte{0x01});
        const Bytes gre = hex("3001880b 0001 1234 00000005 aa");
        bytes.insert(bytes.end(), gre.begin(), gre.end());
        const auto packet = decode(bytes);
        QVERIFY(packet);
        QCOMPARE(payloadOf(*packet), hex("aa"));
    }

    void ignoresBytesBeyondThePayload()
    {
        const Bytes bytes = hex((std::string(Ip) + "3001880b 0002 1234 00000005 aabbccdd").c_str());
        const auto packet = decode(bytes);
        QVERIFY(packet);
        QCOMPARE(payloadOf(*packet), hex("aabb"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("gre");
        QTest::addColumn<GreDefect>("defect");
        const auto row = [](const char* name, const char* gre, GreDefect defect) {
            QTest::newRow(name) << QByteArray(gre) << defect;
        };
        row("checksum present", "b001880b 0001 1234 00000005 aa", GreDefect::Invalid);
        row("routing present", "7001880b 0001 1234 00000005 aa", GreDefect::Invalid);
        row("no key", "1001880b 0001 1234 00000005 aa", GreDefect::Invalid);
        row("strict source route", "3801880b 0001 1234 00000005 aa", GreDefect::Invalid);
        row("recursion", "3101880b 0001 1234 00000005 aa", GreDefect::Invalid);
        row("reserved flag", "3009880b 0001 1234 00000005 aa", GreDefect::Invalid);
        row("version 0", "3000880b 0001 1234 00000005 aa", GreDefect::Invalid);
        row("version 2", "3002880b 0001 1234 00000005 aa", GreDefect::Invalid);
        row("ethernet over GRE", "30016558 0001 1234 00000005 aa", GreDefect::Invalid);
        row("neither sequence nor acknowledgement", "2001880b 0000 1234", GreDefect::Invalid);
        row("plain GRE of four bytes", "00000800", GreDefect::Invalid);
        row("invalid before other call", "b001880b 0001 9999 00000005 aa", GreDefect::Invalid);
        row("other call", "3001880b 0001 1235 00000005 aa", GreDefect::OtherCall);
        row("call id zero", "3001880b 0001 0000 00000005 aa", GreDefect::OtherCall);
        row("other call before truncated", "3001880b 0099 1235 00000005 aa", GreDefect::OtherCall);
        row("nothing after the IP header", "", GreDefect::Truncated);
        row("ends in the protocol", "300188", GreDefect::Truncated);
        row("ends before the call id", "3001880b 0001", GreDefect::Truncated);
        row("ends in the call id", "3001880b 0001 12", GreDefect::Truncated);
        row("ends in the sequence", "3001880b 0000 1234 000000", GreDefect::Truncated);
        row("ends in the acknowledgement", "3081880b 0000 1234 00000001 0000", GreDefect::Truncated);
        row("one payload byte short", "3001880b 0002 1234 00000005 aa", GreDefect::Truncated);
        row("longest claim", "3001880b ffff 1234 00000005 aa", GreDefect::Truncated);
        row("acknowledgement with a claimed payload", "2081880b 0001 1234 00000005", GreDefect::Truncated);
    }
    void refuses()
    {
        QFETCH(QByteArray, gre);
        QFETCH(GreDefect, defect);
        const auto packet = decode(hex((QByteArray(Ip) + gre).constData()));
        QVERIFY(!packet);
        QCOMPARE(packet.error(), defect);
    }

    /// pptp-linux counts the IP header's 20 bytes as payload and lets these pass with stale bytes.
    void refusesEveryPayloadThatFallsShortByLessThanAnIpHeader()
    {
        for (std::size_t missing = 1; missing <= 20; ++missing) {
            Bytes bytes = datagram({5, {}, Bytes(30, std::byte{0xee})});
            bytes.resize(bytes.size() - missing);
            bytes.shrink_to_fit();
            const auto packet = decode(bytes);
            QVERIFY(!packet);
            QCOMPARE(packet.error(), GreDefect::Truncated);
        }
    }

    void refusesWhatIsNoIpv4Header_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("one byte") << QByteArray("45");
        QTest::newRow("nineteen bytes") << QByteArray("45000000 00000000 402f0000 0a000001 0a0000");
        QTest::newRow("version 6") << QByteArray("65000000 00000000 402f0000 0a000001 0a000002 3001880b");
        QTest::newRow("header of 16 bytes") << QByteArray("44000000 00000000 402f0000 0a000001 3001880b");
        QTest::newRow("options missing") << QByteArray("46000000 00000000 402f0000 0a000001 0a000002");
    }
    void refusesWhatIsNoIpv4Header()
    {
        QFETCH(QByteArray, bytes);
        const auto packet = decode(hex(bytes.constData()));
        QVERIFY(!packet);
        QCOMPARE(packet.error(), GreDefect::Invalid);
    }

    void neverReadsBeyondAnyPrefix()
    {
        const Bytes whole = datagram({5, 6, frameOf(5)});
        for (std::size_t length = 0; length < whole.size(); ++length) {
            const Bytes prefix(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
            QVERIFY(!decode(prefix));
        }
        QVERIFY(decode(whole));
    }

    void encodes_data()
    {
        QTest::addColumn<bool>("sequence");
        QTest::addColumn<bool>("acknowledgement");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("data") << true << false << QByteArray("3001880b 0580 abcd 01020304");
        QTest::newRow("data and ack") << true << true << QByteArray("3081880b 0580 abcd 01020304 fffefdfc");
        QTest::newRow("ack") << false << true << QByteArray("2081880b 0580 abcd fffefdfc");
    }
    void encodes()
    {
        QFETCH(bool, sequence);
        QFETCH(bool, acknowledgement);
        QFETCH(QByteArray, bytes);
        GreHeader header{PeerCall, 0x580};
        if (sequence)
            header.sequence = SequenceNumber(0x01020304);
        if (acknowledgement)
            header.acknowledgement = SequenceNumber(0xfffefdfc);
        std::array<std::byte, MaxGreHeaderBytes> out{};
        const auto length = encodeGreHeader(header, out);
        QCOMPARE(Bytes(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(length)),
                 hex(bytes.constData()));
    }
};

QTEST_APPLESS_MAIN(TestGrePacket)
#include "test_gre_packet.moc"
