// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/plugin/ppp_packet.h"

#include <QTest>

namespace {

constexpr unsigned Lcp = 0xC021;
constexpr unsigned Chap = 0xC223;

/// A packet with a header that tells its true length.
QByteArray packetOf(unsigned protocol, char code, const QByteArray& data)
{
    const auto length = static_cast<unsigned>(data.size() + 4);
    QByteArray bytes = QByteArray::fromHex("FF03");
    for (const unsigned number : {protocol >> 8, protocol & 0xFF})
        bytes += static_cast<char>(number);
    bytes += code;
    bytes += '\1';
    for (const unsigned number : {length >> 8, length & 0xFF})
        bytes += static_cast<char>(number);
    return bytes + data;
}

/// A copy that ends where the heap block does, so that a sanitizer sees a read beyond it.
struct Packet {
    std::vector<unsigned char> bytes;
    ppp_packet packet{};
    bool read = false;

    explicit Packet(const QByteArray& from) : bytes(from.begin(), from.end())
    {
        read = ppp_packet_read(bytes.data(), bytes.size(), &packet) == 0;
    }
};

using Reader = void (*)(const ppp_packet*, ppp_words*);

ppp_words wordsOf(Reader reader, const QByteArray& data)
{
    const Packet packet(packetOf(Chap, 4, data));
    ppp_words words;
    memset(&words, 'x', sizeof(words)); // what was there before must not show
    reader(&packet.packet, &words);
    return words;
}

} // namespace

class TestPppPacket : public QObject {
    Q_OBJECT
private slots:
    void readsAPacketWithoutItsPadding();
    void refusesWhatIsShorterThanItSays();
    void findsAnOption_data();
    void findsAnOption();
    void readsTheBitsOfMppe();
    void readsAChapFailure_data();
    void readsAChapFailure();
    void cutsALongMessage();
    void readsAPapRefusal_data();
    void readsAPapRefusal();
    void readsATerminateRequest_data();
    void readsATerminateRequest();
};

void TestPppPacket::readsAPacketWithoutItsPadding()
{
    const Packet packet(packetOf(Chap, 4, "E=691") + "padding");
    QVERIFY(packet.read);
    QCOMPARE(packet.packet.protocol, Chap);
    QCOMPARE(packet.packet.code, 4U);
    QCOMPARE(packet.packet.length, std::size_t(5));
    QCOMPARE(packet.packet.data, packet.bytes.data() + 8);
}

void TestPppPacket::refusesWhatIsShorterThanItSays()
{
    const QByteArray whole = packetOf(Lcp, 1, "0123456789");
    for (qsizetype size = 0; size < whole.size(); ++size)
        QVERIFY(!Packet(whole.first(size)).read);
    QVERIFY(Packet(whole).read);
    QVERIFY(!Packet(QByteArray::fromHex("FF03C02101010003")).read);
}

void TestPppPacket::findsAnOption_data()
{
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<int>("length"); // -1: not found
    const auto row = [](const char* name, const char* hex, int length) {
        QTest::newRow(name) << QByteArray::fromHex(hex) << length;
    };
    row("only one", "0304C023", 2);
    row("behind others", "010405DC0506123456780305C22381", 3);
    row("without a value", "0302", 0);
    row("none", "", -1);
    row("another", "010405DC", -1);
    row("cut off", "0305C223", -1);
    row("half a header", "03", -1);
    row("too short", "0301C023", -1);
    row("no length", "0300", -1);
    row("behind a broken one", "01000304C023", -1);
}

void TestPppPacket::findsAnOption()
{
    QFETCH(QByteArray, options);
    QFETCH(int, length);
    const Packet packet(packetOf(Lcp, 1, options));
    std::size_t found = 99;
    const unsigned char* value = ppp_packet_option(&packet.packet, 3, &found);
    QCOMPARE(value != nullptr, length >= 0);
    if (value != nullptr)
        QCOMPARE(static_cast<int>(found), length);
}

void TestPppPacket::readsTheBitsOfMppe()
{
    const auto bitsOf = [](const char* hex) {
        const Packet packet(packetOf(0x80FD, 1, QByteArray::fromHex(hex)));
        return ppp_packet_mppe(&packet.packet);
    };
    QCOMPARE(bitsOf("120601000040"), 0x01000040U);
    QCOMPARE(bitsOf("1A04780018041234120600000020"), 0x20U);
    QCOMPARE(bitsOf("1205010000"), 0U);
    QCOMPARE(bitsOf("12070100004000"), 0U);
    QCOMPARE(bitsOf("1A047800"), 0U);
}

void TestPppPacket::readsAChapFailure_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<quint32>("error");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, QByteArray message, quint32 error, QByteArray text) {
        QTest::newRow(name) << message << error << text;
    };
    row("version 2", "E=691 R=1 C=0123456789ABCDEF0123456789ABCDEF V=3 M=Access denied", 691,
        "Access denied");
    row("version 1", "E=647 R=0", 647, "");
    row("in another order", "E=648 M=change it R=0", 648, "change it R=0");
    row("empty text", "E=649 R=0 M=", 649, "");
    row("only its beginning", "E=", 0, "");
    row("one letter", "E", 0, "E");
    row("nothing", "", 0, "");
    row("no number", "E=x R=0 M=why", 0, "why");
    row("negative", "E=-691 M=why", 0, "why");
    row("a number without end", "E=99999999999999999999 M=why", 0, "why");
    row("digits only", "E=6910000", 0, "");
    row("words", "I don't like you", 0, "I don't like you");
    row("a NUL", QByteArray("E=691 M=a\0b", 11), 691, "a");
    row("bytes of all kinds", "E=691 M=\x1b[31m\xff\n", 691, "\x1b[31m\xff\n");
}

void TestPppPacket::readsAChapFailure()
{
    QFETCH(QByteArray, message);
    const ppp_words words = wordsOf(ppp_words_of_chap, message);
    QTEST(words.error, "error");
    QTEST(QByteArray(words.text), "text");
}

void TestPppPacket::cutsALongMessage()
{
    const ppp_words words = wordsOf(ppp_words_of_chap, "E=691 M=" + QByteArray(1400, 'y'));
    QCOMPARE(QByteArray(words.text), QByteArray(PPTP_PLUGIN_TEXT_MAX, 'y'));
}

void TestPppPacket::readsAPapRefusal_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("text") << QByteArray("\x02no") << QByteArray("no");
    QTest::newRow("something behind it") << QByteArray("\x02now") << QByteArray("no");
    QTest::newRow("longer than there is") << QByteArray("\x03no") << QByteArray();
    QTest::newRow("empty") << QByteArray("\0", 1) << QByteArray();
    QTest::newRow("no length") << QByteArray() << QByteArray();
}

void TestPppPacket::readsAPapRefusal()
{
    QFETCH(QByteArray, data);
    const ppp_words words = wordsOf(ppp_words_of_pap, data);
    QCOMPARE(words.error, 0U);
    QTEST(QByteArray(words.text), "text");
}

void TestPppPacket::readsATerminateRequest_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<quint32>("error");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("text") << QByteArray("peer refused") << 0U << QByteArray("peer refused");
    QTest::newRow("nothing") << QByteArray() << 0U << QByteArray();
    QTest::newRow("Microsoft's") << QByteArray::fromHex("12345678003CCD74000002B3") << 691U << QByteArray();
    QTest::newRow("an impossible number")
        << QByteArray::fromHex("12345678003CCD74FFFFFFFF") << 0U << QByteArray();
    QTest::newRow("one byte more") << QByteArray::fromHex("12345678003CCD74000002B300") << 0U << QByteArray();
    QTest::newRow("no words") << QByteArray("bye\n") << 0U << QByteArray();
}

void TestPppPacket::readsATerminateRequest()
{
    QFETCH(QByteArray, data);
    const ppp_words words = wordsOf(ppp_words_of_terminate, data);
    QTEST(words.error, "error");
    QTEST(QByteArray(words.text), "text");
}

QTEST_APPLESS_MAIN(TestPppPacket)
#include "test_ppp_packet.moc"
