// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/tunnel_state.h"

#include <QTest>

using namespace pptp;

class TestTunnelState : public QObject {
    Q_OBJECT
private slots:
    void statesHaveTheNamesOfTheBus_data();
    void statesHaveTheNamesOfTheBus();
    void phasesHaveTheNamesOfTheBus_data();
    void phasesHaveTheNamesOfTheBus();
    void unknownNamesAreNotFound();
};

void TestTunnelState::statesHaveTheNamesOfTheBus_data()
{
    QTest::addColumn<int>("state");
    const auto row = [](const char* name, TunnelState state) {
        QTest::newRow(name) << static_cast<int>(state);
    };
    row("disconnected", TunnelState::Disconnected);
    row("connecting", TunnelState::Connecting);
    row("connected", TunnelState::Connected);
    row("reconnecting", TunnelState::Reconnecting);
    row("disconnecting", TunnelState::Disconnecting);
    row("failed", TunnelState::Failed);
}

void TestTunnelState::statesHaveTheNamesOfTheBus()
{
    QFETCH(int, state);
    const auto value = static_cast<TunnelState>(state);
    const std::string_view name = QTest::currentDataTag();
    QVERIFY(stateName(value) == name);
    QVERIFY(stateFromName(name) == value);
}

void TestTunnelState::phasesHaveTheNamesOfTheBus_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("phase");
    const auto row = [](const char* name, Phase phase) {
        QTest::newRow(*name ? name : "none") << QByteArray(name) << static_cast<int>(phase);
    };
    row("", Phase::None);
    row("password", Phase::Password);
    row("resolving", Phase::Resolving);
    row("tcp", Phase::Tcp);
    row("control", Phase::Control);
    row("call", Phase::Call);
    row("lcp", Phase::Lcp);
    row("auth", Phase::Auth);
    row("ccp", Phase::Ccp);
    row("ipcp", Phase::Ipcp);
    row("configuring", Phase::Configuring);
    row("running", Phase::Running);
    row("waiting", Phase::Waiting);
}

void TestTunnelState::phasesHaveTheNamesOfTheBus()
{
    QFETCH(QByteArray, name);
    QFETCH(int, phase);
    const auto value = static_cast<Phase>(phase);
    QCOMPARE(QByteArray(phaseName(value).data()), name);
    QVERIFY(phaseFromName(name.toStdString()) == value);
}

void TestTunnelState::unknownNamesAreNotFound()
{
    for (const char* name : {"", "Connected", "connected ", "resolving"})
        QVERIFY(!stateFromName(name));
    for (const char* name : {"TCP", "none", "connected"})
        QVERIFY(!phaseFromName(name));
}

QTEST_APPLESS_MAIN(TestTunnelState)
#include "test_tunnel_state.moc"
