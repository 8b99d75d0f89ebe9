// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/state_text.h"

#include <QTest>

using namespace pptp;

class TestStateText : public QObject {
    Q_OBJECT

private slots:
    void namesEncryption_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("mppe-128-stateless") << "MPPE 128 bit stateless";
        QTest::newRow("mppe-40-stateful") << "MPPE 40 bit stateful";
        QTest::newRow("none") << "not encrypted";
        QTest::newRow("aes-256-gcm") << "aes-256-gcm"; // From the future.
    }
    void namesEncryption() { QTEST(StateText::encryption(QTest::currentDataTag()), "text"); }

    void namesThePlaceOfAPhase()
    {
        TunnelProperties tunnel;
        tunnel.server = "vpn.example.com";
        tunnel.phase = "resolving";
        QCOMPARE(StateText::phase(tunnel), "looking up vpn.example.com");
        tunnel.phase = "tcp";
        tunnel.serverAddress = "192.0.2.1";
        QCOMPARE(StateText::phase(tunnel), "connecting to 192.0.2.1");
        tunnel.phase = "running";
        QCOMPARE(StateText::phase(tunnel), "");
    }

    void saysWhenTheNextTryBegins()
    {
        TunnelProperties tunnel;
        tunnel.phase = "waiting";
        QCOMPARE(StateText::phase(tunnel), "waiting for the next attempt"); // of an older service
        tunnel.attempt = 3;
        QCOMPARE(StateText::phase(tunnel), "attempt 3 as soon as the server can be reached");
        tunnel.nextAttempt = 1'000'012'000'000;
        QCOMPARE(StateText::phase(tunnel), "waiting for attempt 3");
        QCOMPARE(StateText::waiting(tunnel, 1'000'000'000), "attempt 3, in 12 s");
        QCOMPARE(StateText::waiting(tunnel, 1'000'000'001), "attempt 3, in 12 s");
        QCOMPARE(StateText::waiting(tunnel, 1'000'011'999), "attempt 3, in 1 s");
        QCOMPARE(StateText::waiting(tunnel, 1'000'050'000), "attempt 3, in 0 s"); // it is late
    }

    void showsUnknownStatesAndPhasesAsTheyAre()
    {
        TunnelProperties tunnel;
        tunnel.state = "hibernating";
        tunnel.phase = "dreaming";
        QCOMPARE(StateText::state(tunnel), "hibernating");
        QCOMPARE(StateText::phase(tunnel), "dreaming");
    }
};

QTEST_GUILESS_MAIN(TestStateText)
#include "test_state_text.moc"
