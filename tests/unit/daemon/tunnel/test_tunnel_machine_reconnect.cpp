// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Of daemon/tunnel/tunnel_machine: what happens to a tunnel that broke.

#include "daemon/tunnel/tunnel_machine.h"

#include <QTest>

using namespace pptp;
using namespace pptp::action;

namespace {

const Error gone{ErrorCode::WorkerFailed, "gone"};

template <class A>
bool has(const Transition& transition, const A& wanted)
{
    return std::ranges::find(transition.actions, Action{wanted}) != transition.actions.end();
}

MachineState at(Stage stage)
{
    return {.stage = stage};
}

constexpr ReconnectPolicy always{.reconnect = true};

/// Of a tunnel with reconnect=yes that has been up.
MachineState keptAt(Stage stage, unsigned attempt = 0)
{
    return {.stage = stage, .persistence = {.policy = always, .wasUp = true, .attempt = attempt}};
}

/// After the undoing that the transition began.
Transition tornDown(const Transition& down)
{
    return transition(down.state, event::TornDown{});
}

} // namespace

class TestTunnelMachineReconnect : public QObject {
    Q_OBJECT
private slots:
    void whatWasUpIsTriedAgainAndAgain();
    void aFirstConnectThatFailsIsNotTriedAgain();
    void anAutomaticTunnelIsTriedUntilItIsUp();
    void anAutomaticTunnelMayWaitForTheNetwork();
    void neverTriesAgainWithARefusedPassword();
    void strongerEvidenceEndsTheTrying();
    void givesUpAtTheLimit();
    void countsAnewAfterItWasUpForAWhile();
    void disconnectEndsTheWaiting();
    void disconnectEndsWhatWouldBeTriedAgain();
    void whoeverConnectsDoesNotWaitForTheNextTry_data();
    void whoeverConnectsDoesNotWaitForTheNextTry();
    void reconnectTakesDownAndUp();
    void followsTheUplink();
    void sleepsAndComesBack_data();
    void sleepsAndComesBack();
    void aFirstConnectEndsWithTheSleep();
    void aTunnelThatSleepsBeginsNothing();
};

void TestTunnelMachineReconnect::whatWasUpIsTriedAgainAndAgain()
{
    Transition t = transition({}, event::ConnectRequested{always});
    t.state.stage = Stage::Linking;
    t = transition(t.state, event::LinkUp{});
    t = transition(t.state, event::Broken{gone});
    QVERIFY(publicState(t.state) == TunnelState::Reconnecting);
    t = tornDown(t);
    for (unsigned attempt = 1; attempt <= 3; ++attempt) {
        QVERIFY(t.state.stage == Stage::Waiting);
        QVERIFY(publicState(t.state) == TunnelState::Reconnecting);
        QVERIFY(publicPhase(t.state) == Phase::Waiting);
        QVERIFY(has(t, Wait{attempt}));
        t = transition(t.state, event::DeadlinePassed{});
        QVERIFY(has(t, Resolve{}));
        QVERIFY(publicState(t.state) == TunnelState::Reconnecting);
        QVERIFY(publicPhase(t.state) == Phase::Resolving);
        t = tornDown(transition(t.state, event::DeadlinePassed{}));
    }
}

void TestTunnelMachineReconnect::aFirstConnectThatFailsIsNotTriedAgain()
{
    Transition t = transition({}, event::ConnectRequested{always});
    t = tornDown(transition(t.state, event::Broken{gone}));
    QVERIFY(t.state.stage == Stage::Failed);
    QVERIFY(has(t, AnswerConnect{gone}));
}

void TestTunnelMachineReconnect::anAutomaticTunnelIsTriedUntilItIsUp()
{
    Transition t = transition({}, event::AutoconnectRequested{});
    QVERIFY(publicState(t.state) == TunnelState::Connecting);
    t = tornDown(transition(t.state, event::Broken{gone}));
    QVERIFY(t.state.stage == Stage::Waiting);
    t = transition(t.state, event::DeadlinePassed{});
    t.state.stage = Stage::Linking;
    t = transition(t.state, event::LinkUp{});
    QVERIFY(!t.state.persistence.automatic);
    // From here on reconnect decides, which is "no" here.
    QVERIFY(tornDown(transition(t.state, event::Broken{gone})).state.stage == Stage::Failed);
}

void TestTunnelMachineReconnect::anAutomaticTunnelMayWaitForTheNetwork()
{
    Transition t = transition({}, event::AutoconnectRequested{always, true});
    QVERIFY(t.state.stage == Stage::Waiting);
    QVERIFY(has(t, Wait{0}));
    t = transition(t.state, event::UplinkAppeared{});
    QVERIFY(t.state.stage == Stage::Resolving);
}

void TestTunnelMachineReconnect::neverTriesAgainWithARefusedPassword()
{
    const Error refused{ErrorCode::AuthRefused, "no"};
    Transition t = transition(keptAt(Stage::Linking, 2), event::Broken{refused});
    QVERIFY(publicState(t.state) == TunnelState::Disconnecting);
    t = tornDown(t);
    QVERIFY(t.state.stage == Stage::Failed);
    QVERIFY(has(t, AnswerConnect{refused}));
}

void TestTunnelMachineReconnect::strongerEvidenceEndsTheTrying()
{
    Transition t = transition(keptAt(Stage::Linking), event::Broken{{ErrorCode::ClosedByServer}});
    QVERIFY(t.state.next == Next::BackOff);
    t = transition(t.state, event::Broken{{ErrorCode::AuthRefused}});
    QVERIFY(tornDown(t).state.stage == Stage::Failed);
}

void TestTunnelMachineReconnect::givesUpAtTheLimit()
{
    MachineState connected = keptAt(Stage::Connected);
    connected.persistence.policy.limit = 2;
    Transition t = tornDown(transition(connected, event::Broken{gone}));
    for (int i = 0; i < 2; ++i) {
        QVERIFY(t.state.stage == Stage::Waiting);
        t = transition(t.state, event::DeadlinePassed{});
        t = tornDown(transition(t.state, event::Broken{gone}));
    }
    QVERIFY(t.state.stage == Stage::Failed);
}

void TestTunnelMachineReconnect::countsAnewAfterItWasUpForAWhile()
{
    Transition t = transition(keptAt(Stage::Linking, 5), event::LinkUp{});
    QVERIFY(has(t, SetDeadline{deadline::Settled}));
    QVERIFY(has(tornDown(transition(t.state, event::Broken{gone})), Wait{6}));
    t = transition(t.state, event::DeadlinePassed{});
    QVERIFY(t.state.stage == Stage::Connected);
    QVERIFY(has(tornDown(transition(t.state, event::Broken{gone})), Wait{1}));
}

void TestTunnelMachineReconnect::disconnectEndsTheWaiting()
{
    const Transition t = transition(keptAt(Stage::Waiting, 3), event::DisconnectRequested{});
    QVERIFY(t.state == MachineState{});
    QVERIFY(has(t, ClearDeadline{}));
    QVERIFY(has(t, AnswerDisconnect{}));
}

void TestTunnelMachineReconnect::disconnectEndsWhatWouldBeTriedAgain()
{
    Transition t = transition(keptAt(Stage::Connected), event::Broken{gone});
    t = transition(t.state, event::DisconnectRequested{});
    QVERIFY(publicState(t.state) == TunnelState::Disconnecting);
    QVERIFY(!has(t, TearDown{})); // which has begun
    const auto* answer = std::get_if<AnswerConnect>(&t.actions.front());
    QVERIFY(answer && answer->error && answer->error->code == ErrorCode::Cancelled);
    t = tornDown(t);
    QVERIFY(t.state == MachineState{});
    QVERIFY(has(t, AnswerDisconnect{}));
}

void TestTunnelMachineReconnect::whoeverConnectsDoesNotWaitForTheNextTry_data()
{
    QTest::addColumn<bool>("byReconnect");
    QTest::newRow("Connect") << false;
    QTest::newRow("Reconnect") << true;
}

void TestTunnelMachineReconnect::whoeverConnectsDoesNotWaitForTheNextTry()
{
    QFETCH(bool, byReconnect);
    const Event asked =
        byReconnect ? Event(event::ReconnectRequested{}) : Event(event::ConnectRequested{always});
    Transition t = transition(keptAt(Stage::Waiting, 2), asked);
    QVERIFY(t.state.stage == Stage::Resolving);
    QCOMPARE(t.state.persistence.attempt, 3U);
    // Also while the try before is being undone; who waited for that one gets its error.
    t = transition(keptAt(Stage::Control, 2), event::Broken{gone});
    t = tornDown(transition(t.state, asked));
    QVERIFY(t.state.stage == Stage::Resolving);
    QVERIFY(t.actions.front() == Action{AnswerConnect{gone}});
}

void TestTunnelMachineReconnect::reconnectTakesDownAndUp()
{
    Transition t = transition(at(Stage::Connected), event::ReconnectRequested{});
    QVERIFY(has(t, TearDown{}));
    QVERIFY(!t.state.failure);
    t = tornDown(t);
    QVERIFY(t.state.stage == Stage::Resolving);
    QVERIFY(publicState(t.state) == TunnelState::Reconnecting);
    QCOMPARE(t.actions.size(), size_t{2}); // nobody is answered yet
}

void TestTunnelMachineReconnect::followsTheUplink()
{
    QVERIFY(transition(at(Stage::Connected), event::UplinkMoved{}).actions.empty());
    Transition t = transition(keptAt(Stage::Connected), event::UplinkMoved{});
    QVERIFY(has(t, TearDown{.briefly = true}));
    QVERIFY(t.state.failure && t.state.failure->code == ErrorCode::NetworkDown);
    t = tornDown(t);
    QVERIFY(t.state.stage == Stage::Waiting);
    QVERIFY(has(t, Wait{0}));
}

void TestTunnelMachineReconnect::sleepsAndComesBack_data()
{
    QTest::addColumn<bool>("reconnects");
    QTest::addColumn<int>("stage");
    QTest::newRow("connected") << true << static_cast<int>(Stage::Connected);
    QTest::newRow("connected, without reconnecting") << false << static_cast<int>(Stage::Connected);
    QTest::newRow("on its way") << true << static_cast<int>(Stage::Calling);
}

void TestTunnelMachineReconnect::sleepsAndComesBack()
{
    QFETCH(bool, reconnects);
    QFETCH(int, stage);
    MachineState awake = keptAt(static_cast<Stage>(stage), 1);
    awake.persistence.policy.reconnect = reconnects;
    Transition t = transition(awake, event::SleepStarted{});
    QVERIFY(has(t, TearDown{.briefly = true}));
    t = tornDown(t);
    QVERIFY(t.state.stage == Stage::Waiting);
    QVERIFY(!has(t, Wait{0}));
    QVERIFY(transition(t.state, event::UplinkAppeared{}).state == t.state);
    QVERIFY(transition(t.state, event::DeadlinePassed{}).state == t.state);
    t = transition(t.state, event::SleepEnded{});
    QVERIFY(has(t, Wait{0}));
    QVERIFY(transition(t.state, event::DeadlinePassed{}).state.stage == Stage::Resolving);
}

void TestTunnelMachineReconnect::aFirstConnectEndsWithTheSleep()
{
    Transition t = transition(at(Stage::Control), event::SleepStarted{});
    t = tornDown(t);
    QVERIFY(t.state.stage == Stage::Failed);
    const auto* answer = std::get_if<AnswerConnect>(&t.actions.front());
    QVERIFY(answer && answer->error && answer->error->code == ErrorCode::Cancelled);
}

void TestTunnelMachineReconnect::aTunnelThatSleepsBeginsNothing()
{
    Transition t = transition(keptAt(Stage::Waiting, 1), event::SleepStarted{});
    QVERIFY(has(t, ClearDeadline{}));
    // While it is being undone to be set up again, that waits for the end of the sleep too.
    t = transition(keptAt(Stage::Connected), event::ReconnectRequested{});
    t = tornDown(transition(t.state, event::SleepStarted{}));
    QVERIFY(t.state.stage == Stage::Waiting);
    QCOMPARE(t.actions.size(), size_t{0});
    // The sleep may be over before everything is undone.
    t = transition(keptAt(Stage::Connected), event::SleepStarted{});
    t = transition(t.state, event::SleepEnded{});
    QVERIFY(has(tornDown(t), Wait{0}));
}

QTEST_APPLESS_MAIN(TestTunnelMachineReconnect)
#include "test_tunnel_machine_reconnect.moc"
