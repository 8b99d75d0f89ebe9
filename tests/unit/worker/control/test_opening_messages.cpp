// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/control/opening_messages.h"

#include "common/quirks.h"
#include "tests/unit/worker/control/session_bench.h"

#include <QtTest>

using namespace pptp;

namespace {

WorkerConfig bezeqConfig()
{
    WorkerConfig config = testConfig();
    config.quirks = BezeqIsrael;
    config.phone = {};
    return config;
}

QByteArray wire(const ControlMessage& message, std::size_t at, std::size_t count)
{
    const auto bytes = encodeControl(message);
    return {reinterpret_cast<const char*>(bytes.bytes.data()) + at, static_cast<qsizetype>(count)};
}

} // namespace

class TestOpeningMessages : public QObject {
    Q_OBJECT

private slots:
    void namesItselfToOrdinaryServers()
    {
        const StartRequest expected{
            0x0100, 3, 3, 0, 1, RecordText::from("local"), RecordText::from("pptp-tunnel")};
        QVERIFY(openingStart(testConfig()) == expected);
        QVERIFY(!openingLinkInfo(testConfig(), PeerCall));
    }

    void namesItselfAsBezeqExpects()
    {
        const ControlMessage start = openingStart(bezeqConfig());
        // Version, reserved, framing, bearer, channels, firmware.
        QCOMPARE(wire(start, 12, 16).toHex(), QByteArray("01000000000000010000000100006021"));
        QCOMPARE(wire(start, 28, 64), QByteArray("RELAY_PPP1").leftJustified(64, '\0'));
        QCOMPARE(wire(start, 92, 64), QByteArray("MS Win NT").leftJustified(64, '\0'));
    }

    void callsAsBezeqExpectsButWithItsOwnCallId()
    {
        const ControlMessage call = openingCall(bezeqConfig());
        // Call id, serial, least and most bits a second, bearer, framing, window, delay, length, reserved.
        QCOMPARE(wire(call, 12, 28).toHex(), QByteArray("12340009000009600098968000000002"
                                                        "0000000300400000000a0000"));
        QCOMPARE(wire(call, 40, 64), QByteArray("RELAY_PPP1").leftJustified(64, '\0'));
        QCOMPARE(wire(call, 104, 64), QByteArray(64, '\0'));
    }

    void letsTheConfiguredPhoneOverrideThatOfTheQuirk()
    {
        WorkerConfig config = bezeqConfig();
        config.phone = RecordText::from("03-5551234");
        QCOMPARE(openingCall(config).phone.view(), std::string_view("03-5551234"));
        QCOMPARE(openingCall(config).bearer, 2u);
    }

    void sendsBezeqTheLinkInformationRightAfterTheCallIsUp()
    {
        Bench bench(bezeqConfig());
        bench.toAwaitingCall();
        bench.sent.clear();
        bench.reports.clear();
        bench.receive(callReply);
        QCOMPARE(bench.sent, (Messages{SetLinkInfo{PeerCall, 0xffffffff, 0xffffffff}}));
        QCOMPARE(bench.reports, Reports{(CallUp{PeerCall, 0, 0})});
        QCOMPARE(bench.session.state(), ControlState::Established);
        // The reply is to the id that went out; pptp-linux sent 0 and then waited for another.
        QCOMPARE(openingCall(bezeqConfig()).callId, OurCall);
    }

    void writesAPhoneNumberOfAnyLengthWithItsLength_data()
    {
        QTest::addColumn<int>("length");
        for (const int length : {0, 1, 10, 63, 64})
            QTest::addRow("%d bytes", length) << length;
    }
    void writesAPhoneNumberOfAnyLengthWithItsLength()
    {
        QFETCH(int, length);
        WorkerConfig config = testConfig();
        const QByteArray phone(length, '7');
        config.phone = RecordText::from(phone.toStdString());
        const ControlMessage call = openingCall(config);
        QCOMPARE(wire(call, 36, 4).toHex(), QByteArray::number(length, 16).rightJustified(4, '0') + "0000");
        QCOMPARE(wire(call, 40, 64), phone.leftJustified(64, '\0'));
    }

    void leavesTheOtherQuirkToThePartThatItConcerns()
    {
        WorkerConfig config = testConfig();
        config.quirks = SequenceFromOne;
        QVERIFY(openingStart(config) == openingStart(testConfig()));
        QVERIFY(openingCall(config) == openingCall(testConfig()));
    }
};

QTEST_APPLESS_MAIN(TestOpeningMessages)
#include "test_opening_messages.moc"
