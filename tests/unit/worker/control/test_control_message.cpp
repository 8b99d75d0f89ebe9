// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/control/control_message.h"

#include <QtTest>

using namespace pptp;
using namespace std::string_literals;

namespace {

std::string hex(std::span<const std::byte> bytes)
{
    return QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()))
        .toHex()
        .toStdString();
}

std::string zeros(int bytes)
{
    return QByteArray(bytes * 2, '0').toStdString();
}

/// A text field of 64 bytes that begins with these.
std::string text(const std::string& hexDigits)
{
    return hexDigits + zeros(64 - static_cast<int>(hexDigits.size() / 2));
}

struct Vector {
    const char* name;
    ControlMessage message;
    std::string bytes;
};

const RecordText box = RecordText::from("box");
const std::string boxHex = text("626f78");

// Byte for byte from RFC 2637, sections 2.1 to 2.15: header (length, kind 1, magic, type, reserved), body.
const std::vector<Vector> vectors{
    {"StartRequest", StartRequest{0x0100, 3, 2, 0x0304, 0x0506, box, RecordText::from("v")},
     "009c00011a2b3c4d00010000"s + "01000000" + "00000003" + "00000002" + "0304" + "0506" + boxHex +
         text("76")},
    {"StartReply", StartReply{0x0100, 1, 2, 3, 1, 1, 7, box, RecordText::from("linux")},
     "009c00011a2b3c4d00020000"s + "01000102" + "00000003" + "00000001" + "0001" + "0007" + boxHex +
         text("6c696e7578")},
    {"StopRequest", StopRequest{3}, "001000011a2b3c4d0003000003000000"},
    {"StopReply", StopReply{1, 2}, "001000011a2b3c4d0004000001020000"},
    {"EchoRequest", EchoRequest{0xdeadbeef}, "001000011a2b3c4d00050000deadbeef"},
    {"EchoReply", EchoReply{0x01020304, 1, 5}, "001400011a2b3c4d000600000102030401050000"},
    {"OutgoingCallRequest",
     OutgoingCallRequest{0xabcd, 2, 2400, 10'000'000, 3, 3, 64, 5, RecordText::from("555"), box},
     "00a800011a2b3c4d00070000"s + "abcd" + "0002" + "00000960" + "00989680" + "00000003" + "00000003" +
         "0040" + "0005" + "00030000" + text("353535") + boxHex},
    {"OutgoingCallReply", OutgoingCallReply{0x1122, 0xabcd, 2, 6, 0x0708, 100'000, 64, 1, 0x90},
     "002000011a2b3c4d00080000"s + "1122" + "abcd" + "02" + "06" + "0708" + "000186a0" + "0040" + "0001" +
         "00000090"},
    {"IncomingCallRequest",
     IncomingCallRequest{1, 2, 3, 4, RecordText::from("12"), RecordText::from("345"), box},
     "00dc00011a2b3c4d00090000"s + "0001" + "0002" + "00000003" + "00000004" + "0002" + "0003" +
         text("3132") + text("333435") + boxHex},
    {"IncomingCallReply", IncomingCallReply{1, 2, 3, 4, 5, 6},
     "001800011a2b3c4d000a0000"s + "0001" + "0002" + "03" + "04" + "0005" + "0006" + "0000"},
    {"IncomingCallConnected", IncomingCallConnected{1, 2, 3, 4, 5},
     "001c00011a2b3c4d000b0000"s + "00010000" + "00000002" + "0003" + "0004" + "00000005"},
    {"CallClearRequest", CallClearRequest{0xabcd}, "001000011a2b3c4d000c0000abcd0000"},
    {"CallDisconnectNotify", CallDisconnectNotify{0x1122, 4, 1, 16},
     "009400011a2b3c4d000d0000"s + "1122" + "04" + "01" + "0010" + "0000" + zeros(128)},
    {"WanErrorNotify", WanErrorNotify{7, {1, 2, 3, 4, 5, 6}},
     "002800011a2b3c4d000e000000070000000000010000000200000003000000040000000500000006"},
    {"SetLinkInfo", SetLinkInfo{7, 0xffffffff, 0x000a0000},
     "001800011a2b3c4d000f000000070000ffffffff000a0000"},
};

} // namespace

class TestControlMessage : public QObject {
    Q_OBJECT

    static std::vector<std::byte> bytesOf(const std::string& digits)
    {
        const QByteArray raw = QByteArray::fromHex(QByteArray::fromStdString(digits));
        const auto* first = reinterpret_cast<const std::byte*>(raw.data());
        return {first, first + raw.size()};
    }

    static void rows()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < vectors.size(); ++i)
            QTest::newRow(vectors[i].name) << static_cast<int>(i);
    }

private slots:
    void knowsAllFifteenTypes() { QCOMPARE(vectors.size(), ControlTypes); }

    void encodesEachTypeByteByByte_data() { rows(); }
    void encodesEachTypeByteByByte()
    {
        QFETCH(int, index);
        const auto& vector = vectors[static_cast<std::size_t>(index)];
        QCOMPARE(hex(encodeControl(vector.message).view()), vector.bytes);
    }

    void decodesEachTypeByteByByte_data() { rows(); }
    void decodesEachTypeByteByByte()
    {
        QFETCH(int, index);
        const auto& vector = vectors[static_cast<std::size_t>(index)];
        const auto decoded = decodeControl(bytesOf(vector.bytes));
        QVERIFY(decoded);
        QVERIFY(*decoded == vector.message);
    }

    void refusesEachTypeOneByteShortOrLong_data() { rows(); }
    void refusesEachTypeOneByteShortOrLong()
    {
        QFETCH(int, index);
        auto bytes = bytesOf(vectors[static_cast<std::size_t>(index)].bytes);
        for (const int step : {-1, 1}) {
            auto changed = bytes;
            changed.resize(static_cast<std::size_t>(static_cast<int>(bytes.size()) + step));
            changed[0] = static_cast<std::byte>(changed.size() >> 8);
            changed[1] = static_cast<std::byte>(changed.size() & 0xff);
            QVERIFY(!decodeControl(changed));
        }
    }

    void refusesWhatIsNoControlMessage_data()
    {
        QTest::addColumn<QByteArray>("digits");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("header cut") << QByteArray("001000011a2b3c4d000500");
        QTest::newRow("wrong magic") << QByteArray("001000011a2b3c4e0005000000000000");
        QTest::newRow("management message") << QByteArray("001000021a2b3c4d0005000000000000");
        QTest::newRow("type 0") << QByteArray("001000011a2b3c4d0000000000000000");
        QTest::newRow("type 16") << QByteArray("001000011a2b3c4d0010000000000000");
        QTest::newRow("type 65535") << QByteArray("001000011a2b3c4dffff000000000000");
        QTest::newRow("length field too large") << QByteArray("001400011a2b3c4d0005000000000000");
    }
    void refusesWhatIsNoControlMessage()
    {
        QFETCH(QByteArray, digits);
        const auto decoded = decodeControl(bytesOf(digits.toStdString()));
        QVERIFY(!decoded);
        QCOMPARE(decoded.error().code, ErrorCode::ControlRejected);
    }

    void ignoresReservedFields()
    {
        const auto decoded = decodeControl(bytesOf("001000011a2b3c4d000cffffabcdffff"));
        QVERIFY(decoded);
        QCOMPARE(std::get<CallClearRequest>(*decoded).callId, 0xabcd);
    }

    void tellsWhetherAReservedFieldIsUsed_data()
    {
        QTest::addColumn<int>("index");
        QTest::addColumn<int>("at");
        QTest::addColumn<int>("count");
        for (std::size_t i = 0; i < vectors.size(); ++i)
            QTest::addRow("header of %s", vectors[i].name) << static_cast<int>(i) << 10 << 2;
        QTest::newRow("StartRequest") << 0 << 14 << 2;
        QTest::newRow("StopRequest") << 2 << 13 << 3;
        QTest::newRow("StopReply") << 3 << 14 << 2;
        QTest::newRow("EchoReply") << 5 << 18 << 2;
        QTest::newRow("OutgoingCallRequest") << 6 << 38 << 2;
        QTest::newRow("IncomingCallReply") << 9 << 22 << 2;
        QTest::newRow("IncomingCallConnected") << 10 << 14 << 2;
        QTest::newRow("CallClearRequest") << 11 << 14 << 2;
        QTest::newRow("CallDisconnectNotify") << 12 << 18 << 2;
        QTest::newRow("WanErrorNotify") << 13 << 14 << 2;
        QTest::newRow("SetLinkInfo") << 14 << 14 << 2;
    }
    void tellsWhetherAReservedFieldIsUsed()
    {
        QFETCH(int, index);
        QFETCH(int, at);
        QFETCH(int, count);
        const auto bytes = bytesOf(vectors[static_cast<std::size_t>(index)].bytes);
        QVERIFY(!usesReservedFields(bytes));
        for (int i = at; i < at + count; ++i) {
            auto changed = bytes;
            changed[static_cast<std::size_t>(i)] = std::byte{0x80};
            QVERIFY(usesReservedFields(changed));
        }
    }

    void countsOnlyReservedFieldsAsReserved()
    {
        // Every byte of these bodies has a meaning: capabilities, call parameters, lengths of numbers, text.
        for (const std::size_t index : {1u, 4u, 7u, 8u}) {
            auto bytes = bytesOf(vectors[index].bytes);
            std::fill(bytes.begin() + ControlHeaderBytes, bytes.end(), std::byte{0xff});
            QVERIFY(!usesReservedFields(bytes));
        }
        auto notify = bytesOf(vectors[12].bytes);
        std::fill(notify.begin() + 20, notify.end(), std::byte{'s'}); // Call statistics.
        QVERIFY(!usesReservedFields(notify));
        QVERIFY(!usesReservedFields(std::span(notify).first(15)));
    }

    void takesTextsThatAreNotTerminatedOrNotPadded()
    {
        const std::string head = "009c00011a2b3c4d0002000001000100"s + zeros(12);
        std::string full(128, '0');
        for (std::size_t i = 0; i < full.size(); i += 2)
            full.replace(i, 2, "41");
        const auto decoded = decodeControl(bytesOf(head + full + "42004343" + zeros(60)));
        QVERIFY(decoded);
        const auto& reply = std::get<StartReply>(*decoded);
        QCOMPARE(std::string(reply.hostName.view()), std::string(64, 'A'));
        QCOMPARE(std::string(reply.vendor.view()), "B"s);
    }
};

QTEST_APPLESS_MAIN(TestControlMessage)
#include "test_control_message.moc"
