// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gre_fixture.h"
#include "worker/gre/hdlc.h"

#include <QtTest>
#include <random>

using namespace pptp;
using namespace pptp::test;

namespace {

Bytes encode(const Bytes& frame)
{
    Bytes out(maxHdlcBytes(frame.size()));
    out.resize(encodeHdlc(frame, out));
    return out;
}

std::vector<Bytes> decodeAll(HdlcDecoder& decoder, const Bytes& stream)
{
    std::vector<Bytes> frames;
    std::span<const std::byte> rest(stream);
    while (const auto frame = decoder.next(rest))
        frames.emplace_back(frame->begin(), frame->end());
    return frames;
}

} // namespace

class TestHdlc : public QObject {
    Q_OBJECT
private slots:
    /// The check value that catalogues give for this CRC ("CRC-16/X-25").
    void computesTheKnownCheckSequence() { QCOMPARE(frameCheckSequence(text("123456789")), 0x906e); }

    void encodesAnLcpConfigureRequest()
    {
        QCOMPARE(encode(hex("ff03c0210101000405dc")),
                 hex("7e ff 7d23 c0 21 7d21 7d21 7d20 7d24 7d25 dc dbc9 7e"));
    }

    void leavesOutAnOpeningFlagThatIsShared()
    {
        Bytes out(maxHdlcBytes(4));
        out.resize(encodeHdlc(hex("c0210102"), out, OpeningFlag::Shared));
        const Bytes whole = encode(hex("c0210102"));
        QCOMPARE(out, Bytes(whole.begin() + 1, whole.end()));
    }

    void escapesFlagEscapeAndControlCharactersOnly()
    {
        Bytes frame(256);
        for (std::size_t n = 0; n < frame.size(); ++n)
            frame[n] = static_cast<std::byte>(n);
        const Bytes encoded = encode(frame);
        QCOMPARE(encoded.front(), std::byte{0x7e});
        QCOMPARE(encoded.back(), std::byte{0x7e});
        // 256 bytes of which 34 are escaped, an FCS (3c 30) that needs no escape, two flags.
        QCOMPARE(encoded.size(), std::size_t{256 + 34 + 2 + 2});
        for (std::size_t n = 1; n + 1 < encoded.size(); ++n)
            QVERIFY(encoded[n] >= std::byte{0x20} && encoded[n] != std::byte{0x7e});
    }

    void neverNeedsMoreThanItAnnounces()
    {
        const Bytes worst(1500, std::byte{0x7e});
        QVERIFY(encode(worst).size() <= maxHdlcBytes(worst.size()));
    }

    void decodesWhatItEncoded()
    {
        std::mt19937 random(7);
        HdlcDecoder decoder;
        for (std::size_t length = 2; length < 1600; length += 13) {
            Bytes frame(length);
            for (auto& byte : frame)
                byte = static_cast<std::byte>(random() & 0xffU);
            QCOMPARE(decodeAll(decoder, encode(frame)), std::vector<Bytes>{frame});
        }
        QCOMPARE(decoder.dropped(), HdlcDecoder::Dropped{});
    }

    void findsFramesHoweverTheStreamIsCut()
    {
        Bytes stream = encode(hex("ff03c021 01 7e 7d 00"));
        const Bytes second = encode(hex("0021 4500"));
        stream.insert(stream.end(), second.begin(), second.end());
        const std::vector<Bytes> expected{hex("ff03c021 01 7e 7d 00"), hex("0021 4500")};
        for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
            HdlcDecoder decoder;
            const auto middle = stream.begin() + static_cast<std::ptrdiff_t>(cut);
            auto frames = decodeAll(decoder, Bytes(stream.begin(), middle));
            const auto rest = decodeAll(decoder, Bytes(middle, stream.end()));
            frames.insert(frames.end(), rest.begin(), rest.end());
            QCOMPARE(frames, expected);
        }
    }

    void acceptsOneFlagBetweenFramesAndManyAround()
    {
        Bytes stream = hex("7e7e7e");
        const Bytes frame = encode(hex("c0210102"));
        stream.insert(stream.end(), frame.begin() + 1, frame.end());
        stream.insert(stream.end(), frame.begin() + 1, frame.end());
        HdlcDecoder decoder;
        QCOMPARE(decodeAll(decoder, stream), (std::vector<Bytes>{hex("c0210102"), hex("c0210102")}));
        QCOMPARE(decoder.dropped(), HdlcDecoder::Dropped{});
    }

    /// pppd escapes nothing but the flag and the escape once an async map of 0 is agreed.
    void acceptsControlCharactersThatAreNotEscaped()
    {
        const Bytes stream = hex("7e 0021 00010203 adc7 7e");
        HdlcDecoder decoder;
        QCOMPARE(decodeAll(decoder, stream), std::vector<Bytes>{hex("002100010203")});
    }

    void dropsABadCheckSequence()
    {
        Bytes stream = encode(hex("c0210102"));
        stream[2] ^= std::byte{0x01};
        const Bytes good = encode(hex("c0210103"));
        stream.insert(stream.end(), good.begin(), good.end());
        HdlcDecoder decoder;
        QCOMPARE(decodeAll(decoder, stream), std::vector<Bytes>{hex("c0210103")});
        QCOMPARE(decoder.dropped(), (HdlcDecoder::Dropped{1, 0, 0, 0}));
    }

    void dropsWhatIsTooShort()
    {
        // One byte of frame with a right FCS: three bytes in all.
        HdlcDecoder decoder;
        QVERIFY(decodeAll(decoder, encode(hex("c0"))).empty());
        QVERIFY(decodeAll(decoder, hex("7e 41 7e")).empty());
        QCOMPARE(decoder.dropped(), (HdlcDecoder::Dropped{0, 2, 0, 0}));
        QCOMPARE(decodeAll(decoder, encode(hex("c021"))).size(), std::size_t{1});
    }

    void dropsWhatIsTooLong()
    {
        HdlcDecoder decoder;
        const Bytes longest(HdlcDecoder::MaxFrame, std::byte{0x55});
        const Bytes longer(HdlcDecoder::MaxFrame + 1, std::byte{0x55});
        const Bytes endless(1'000'000, std::byte{0x55});
        QCOMPARE(decodeAll(decoder, encode(longest)), std::vector<Bytes>{longest});
        QVERIFY(decodeAll(decoder, encode(longer)).empty());
        QVERIFY(decodeAll(decoder, endless).empty());
        QVERIFY(decodeAll(decoder, hex("7e")).empty());
        QCOMPARE(decoder.dropped(), (HdlcDecoder::Dropped{0, 0, 2, 0}));
        QCOMPARE(decodeAll(decoder, encode(hex("c021"))), std::vector<Bytes>{hex("c021")});
    }

    void dropsAnAbortedFrame()
    {
        HdlcDecoder decoder;
        QVERIFY(decodeAll(decoder, hex("7e c0210102 7d 7e")).empty());
        QCOMPARE(decoder.dropped(), (HdlcDecoder::Dropped{0, 0, 0, 1}));
        QCOMPARE(decodeAll(decoder, encode(hex("c021"))), std::vector<Bytes>{hex("c021")});
    }
};

QTEST_APPLESS_MAIN(TestHdlc)
#include "test_hdlc.moc"
