// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gre_fixture.h"
#include "worker/gre/hdlc.h"

#include <QtTest>
#include <algorithm>
#include <functional>
#include <random>

using namespace pptp;
using namespace pptp::test;

namespace {

using View = std::span<const std::byte>;
using Filler = std::function<std::byte(std::mt19937&)>;

constexpr std::size_t LongestFrame = 2048;
constexpr std::byte Untouched{0xa5};

const std::vector<const HdlcRoutines*>& available()
{
    static const auto routines = availableHdlcRoutines();
    return routines;
}

std::byte anyOf(std::mt19937& random, std::initializer_list<unsigned> values)
{
    return static_cast<std::byte>(std::data(values)[random() % values.size()]);
}

std::byte anyByte(std::mt19937& random)
{
    return static_cast<std::byte>(random() & 0xffU);
}

Bytes filled(std::size_t length, const Filler& filler, std::uint32_t seed)
{
    std::mt19937 random(seed);
    Bytes bytes(length);
    std::ranges::generate(bytes, [&] { return filler(random); });
    return bytes;
}

/// Nothing if more was written than there was room for.
Bytes escaped(const HdlcRoutines& routines, View plain)
{
    Bytes out(2 * plain.size() + 64, Untouched);
    const std::byte* const end = routines.escape(plain, out.data());
    const bool kept = std::all_of(out.begin() + static_cast<std::ptrdiff_t>(2 * plain.size()), out.end(),
                                  [](std::byte byte) { return byte == Untouched; });
    out.resize(kept ? static_cast<std::size_t>(end - out.data()) : 0);
    return out;
}

struct Unescaped {
    HdlcRoutines::Unescaped result;
    Bytes bytes;
    bool inBounds;
    bool operator==(const Unescaped&) const = default;
};

Unescaped unescaped(const HdlcRoutines& routines, View input, bool afterEscape)
{
    const std::size_t room = input.size() + HdlcRoutines::UnescapeSlack;
    Bytes out(room + 64, Untouched);
    const auto result = routines.unescape(input, out.data(), afterEscape);
    const bool inBounds = std::all_of(out.begin() + static_cast<std::ptrdiff_t>(room), out.end(),
                                      [](std::byte byte) { return byte == Untouched; });
    out.resize(result.written);
    return {result, out, inBounds};
}

void addContents()
{
    QTest::addColumn<Filler>("filler");
    QTest::newRow("random") << Filler(anyByte);
    QTest::newRow("zeros") << Filler([](auto&) { return std::byte{0}; });
    QTest::newRow("escapes") << Filler([](auto&) { return std::byte{0x7d}; });
    QTest::newRow("nothing to escape") << Filler([](auto&) { return std::byte{0x80}; });
    QTest::newRow("edges") << Filler([](auto& random) {
        return anyOf(random,
                     {0x00, 0x1f, 0x20, 0x21, 0x5d, 0x5e, 0x7c, 0x7d, 0x7e, 0x7f, 0x80, 0x9f, 0xfd, 0xff});
    });
}

/// A line with a flag somewhere, or none: one that is full of them is a row of short lines.
Bytes line(View content, std::size_t length)
{
    Bytes bytes(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(length));
    if (length % 3 == 1)
        bytes[length * 40503U / 7 % length] = HdlcFlag;
    return bytes;
}

} // namespace

Q_DECLARE_METATYPE(Filler)

class TestHdlcRoutines : public QObject {
    Q_OBJECT
private slots:
    void offersTheScalarFormFirst()
    {
        QCOMPARE(available().front(), &scalarHdlcRoutines());
        QCOMPARE(available().back(), &fastestHdlcRoutines());
        for (const auto* routines : available())
            qInfo("tested: %s", routines->name.data());
    }

    void checksAlikeForEachLength()
    {
        const Bytes bytes = filled(LongestFrame + 64, anyByte, 11);
        for (std::size_t length = 0; length <= LongestFrame; ++length) {
            const View part = View(bytes).subspan(length % 64, length);
            const auto start = static_cast<std::uint16_t>(length * 40503U);
            const auto expected = scalarHdlcRoutines().updateFcs(start, part);
            for (const auto* routines : available())
                QCOMPARE(routines->updateFcs(start, part), expected);
        }
    }

    void escapesAlikeForEachLength_data() { addContents(); }
    void escapesAlikeForEachLength()
    {
        QFETCH(Filler, filler);
        const Bytes bytes = filled(LongestFrame + 64, filler, 12);
        for (std::size_t length = 0; length <= LongestFrame; ++length) {
            const View part = View(bytes).subspan(length % 64, length);
            const Bytes expected = escaped(scalarHdlcRoutines(), part);
            QVERIFY(expected.size() >= length);
            for (const auto* routines : available())
                QCOMPARE(escaped(*routines, part), expected);
        }
    }

    void escapesAlikeForEachAlignment()
    {
        const Bytes bytes = filled(
            256, [](auto& random) { return std::byte(random() & 0x7fU); }, 13);
        for (std::size_t offset = 0; offset < 64; ++offset) {
            for (std::size_t length = 0; length <= 160; ++length) {
                const View part = View(bytes).subspan(offset, length);
                const Bytes expected = escaped(scalarHdlcRoutines(), part);
                for (const auto* routines : available())
                    QCOMPARE(escaped(*routines, part), expected);
            }
        }
    }

    void unescapesAlikeForEachLength_data() { addContents(); }
    void unescapesAlikeForEachLength()
    {
        QFETCH(Filler, filler);
        Bytes bytes = filled(LongestFrame, filler, 14);
        std::ranges::replace(bytes, HdlcFlag, HdlcEscape);
        for (std::size_t length = 0; length <= LongestFrame; ++length) {
            const Bytes input = line(bytes, length);
            for (const bool afterEscape : {false, true}) {
                const Unescaped expected = unescaped(scalarHdlcRoutines(), input, afterEscape);
                QVERIFY(expected.inBounds);
                for (const auto* routines : available())
                    QVERIFY2(unescaped(*routines, input, afterEscape) == expected, routines->name.data());
            }
        }
    }

    void findsAFlagAtEachPlace()
    {
        for (std::size_t place = 0; place <= 200; ++place) {
            for (const std::byte before : {std::byte{0x55}, HdlcEscape}) {
                Bytes input(300, HdlcFlag);
                std::fill_n(input.begin(), place, std::byte{0x55});
                if (place != 0)
                    input[place - 1] = before;
                const bool open = place != 0 && before == HdlcEscape;
                const HdlcRoutines::Unescaped expected{place, open ? place - 1 : place, open};
                for (const auto* routines : available())
                    QVERIFY2(unescaped(*routines, input, false).result == expected, routines->name.data());
            }
        }
    }

    /// Whole frames, back to back, from each encoder to each decoder.
    void understandEachOther()
    {
        for (const auto* writer : available()) {
            for (const auto* reader : available()) {
                HdlcDecoder decoder(*reader);
                Bytes stream(1, HdlcFlag);
                std::vector<Bytes> expected;
                for (std::uint32_t length = 2; length < 1600; length += 37) {
                    expected.push_back(filled(length, anyByte, length));
                    const std::size_t end = stream.size();
                    stream.resize(end + maxHdlcBytes(length));
                    stream.resize(end + encodeHdlc(expected.back(), std::span(stream).subspan(end),
                                                   OpeningFlag::Shared, *writer));
                }
                std::vector<Bytes> frames;
                View rest(stream);
                while (const auto frame = decoder.next(rest))
                    frames.emplace_back(frame->begin(), frame->end());
                QCOMPARE(frames, expected);
                QCOMPARE(decoder.dropped(), HdlcDecoder::Dropped{});
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestHdlcRoutines)
#include "test_hdlc_routines.moc"
