// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/tunnel_machine.h"

#include <QTest>

using namespace pptp;
using namespace pptp::action;

namespace {

const Ipv4Address first{0x0A4D0002};
const Ipv4Address second{0x0A4D0003};
const Error gone{ErrorCode::WorkerFailed, "gone"};

struct NamedEvent {
    const char* name;
    Event event;
};

const std::vector<NamedEvent> everyEvent{
    {"ConnectRequested", event::ConnectRequested{}},
    {"DisconnectRequested", event::DisconnectRequested{}},
    {"Resolved", event::Resolved{{first, second}}},
    {"ServerConnected", event::ServerConnected{}},
    {"ServerFailed", event::ServerFailed{gone}},
    {"ControlUp", event::ControlUp{}},
    {"CallUp", event::CallUp{}},
    {"GreSeen", event::GreSeen{}},
    {"LinkPhase", event::LinkPhase{Phase::Auth}},
    {"LinkUp", event::LinkUp{}},
    {"Broken", event::Broken{gone}},
    {"DeadlinePassed", event::DeadlinePassed{}},
    {"TornDown", event::TornDown{}},
    {"AutoconnectRequested", event::AutoconnectRequested{}},
    {"ReconnectRequested", event::ReconnectRequested{}},
    {"UplinkAppeared", event::UplinkAppeared{}},
    {"UplinkMoved", event::UplinkMoved{}},
    {"SleepStarted", event::SleepStarted{}},
    {"SleepEnded", event::SleepEnded{}},
    {"PersonAsked", event::PersonAsked{}},
    {"PersonAnswered", event::PersonAnswered{}},
};

constexpr auto stages =
    std::to_array<const char*>({"Idle", "Resolving", "Connecting", "Control", "Calling", "Linking",
                                "Connected", "Disconnecting", "Failed", "Waiting"});

/// Where each stage (column) goes on each event (row, in the order above); "=" is no change at all.
constexpr auto expected = std::to_array<std::array<const char*, 10>>({
    // Idle, Resolving, Connecting, Control, Calling, Linking, Connected, Disconnecting, Failed, Waiting
    {"Resolving", "=", "=", "=", "=", "=", "=", "=", "Resolving", "Resolving"},
    {"=", "Disconnecting", "Disconnecting", "Disconnecting", "Disconnecting", "Disconnecting",
     "Disconnecting", "=", "=", "Idle"},
    {"=", "Connecting", "=", "=", "=", "=", "=", "=", "=", "="},
    {"=", "=", "Control", "=", "=", "=", "=", "=", "=", "="},
    {"=", "=", "Disconnecting", "=", "=", "=", "=", "=", "=", "="},
    {"=", "=", "=", "Calling", "=", "=", "=", "=", "=", "="},
    {"=", "=", "=", "=", "Linking", "=", "=", "=", "=", "="},
    {"=", "=", "=", "=", "=", "Linking", "=", "=", "=", "="},
    {"=", "=", "=", "=", "=", "Linking", "=", "=", "=", "="},
    {"=", "=", "=", "=", "=", "Connected", "=", "=", "=", "="},
    {"=", "Disconnecting", "Disconnecting", "Disconnecting", "Disconnecting", "Disconnecting",
     "Disconnecting", "=", "=", "="},
    {"=", "Disconnecting", "Disconnecting", "Disconnecting", "Disconnecting", "Disconnecting", "=", "=", "=",
     "Resolving"},
    {"=", "=", "=", "=", "=", "=", "=", "Idle", "=", "="},
    {"Resolving", "=", "=", "=", "=", "=", "=", "=", "=", "="},
    {"=", "=", "=", "=", "=", "=", "Disconnecting", "=", "=", "Resolving"},
    {"=", "=", "=", "=", "=", "=", "=", "=", "=", "Resolving"},
    {"=", "=", "=", "=", "=", "=", "=", "=", "=", "="}, // without reconnect=yes
    {"=", "Disconnecting", "Disconnecting", "Disconnecting", "Disconnecting", "Disconnecting",
     "Disconnecting", "=", "=", "Waiting"},
    {"=", "=", "=", "=", "=", "=", "=", "=", "=", "="},
    {"=", "Resolving", "=", "=", "=", "=", "=", "=", "=", "="},
    {"=", "=", "=", "=", "=", "=", "=", "=", "=", "="},
});

template <class A>
bool has(const Transition& transition, const A& wanted)
{
    return std::ranges::find(transition.actions, Action{wanted}) != transition.actions.end();
}

MachineState at(Stage stage)
{
    return {.stage = stage};
}

} // namespace

class TestTunnelMachine : public QObject {
    Q_OBJECT
private slots:
    void everyStageKnowsEveryEvent_data();
    void everyStageKnowsEveryEvent();
    void walksTheWholeWayUp();
    void triesEveryAddressOfTheName();
    void takesDownWithTheErrorAndFails();
    void disconnectWhileConnectingCancels();
    void disconnectOfAConnectedTunnelIsNoError();
    void deadlineNamesWhatWasMissing_data();
    void deadlineNamesWhatWasMissing();
    void firstGreGivesTheLinkMoreTime();
    void theStrongerEvidenceBecomesTheReason_data();
    void theStrongerEvidenceBecomesTheReason();
    void aLateReasonDoesNotTurnADisconnectIntoAFailure();
    void aPersonHasMoreTimeThanANameServer();
    void aPersonWhoDoesNotAnswerIsNoMissingName();
    void theSameConnectMayBeginAgain();
    void aDisconnectDoesNotBeginAgain();
};

void TestTunnelMachine::everyStageKnowsEveryEvent_data()
{
    QTest::addColumn<int>("stage");
    QTest::addColumn<int>("eventIndex");
    for (int stage = 0; stage < static_cast<int>(stages.size()); ++stage) {
        for (int i = 0; i < static_cast<int>(everyEvent.size()); ++i)
            QTest::addRow("%s on %s", stages.at(static_cast<size_t>(stage)),
                          everyEvent.at(static_cast<size_t>(i)).name)
                << stage << i;
    }
}

void TestTunnelMachine::everyStageKnowsEveryEvent()
{
    QFETCH(int, stage);
    QFETCH(int, eventIndex);
    const MachineState before = at(static_cast<Stage>(stage));
    const Transition next = transition(before, everyEvent.at(static_cast<size_t>(eventIndex)).event);
    const QString wanted = expected.at(static_cast<size_t>(eventIndex)).at(static_cast<size_t>(stage));
    if (wanted == "=") {
        QVERIFY(next.state == before);
        QVERIFY(next.actions.empty());
    } else {
        QVERIFY(next.state != before);
        QCOMPARE(QString(stages.at(static_cast<size_t>(next.state.stage))), wanted);
    }
}

void TestTunnelMachine::walksTheWholeWayUp()
{
    Transition t = transition({}, event::ConnectRequested{});
    QVERIFY(has(t, Resolve{}));
    t = transition(t.state, event::Resolved{{first}});
    QVERIFY(has(t, ConnectServer{first}));
    t = transition(t.state, event::ServerConnected{});
    QVERIFY(has(t, StartCall{}));
    QVERIFY(has(t, SetDeadline{deadline::Control}));
    t = transition(t.state, event::ControlUp{});
    QVERIFY(publicPhase(t.state) == Phase::Call);
    t = transition(t.state, event::CallUp{});
    QVERIFY(has(t, StartPppd{}));
    QVERIFY(publicPhase(t.state) == Phase::Lcp);
    for (const Phase phase : {Phase::Auth, Phase::Ccp, Phase::Configuring}) {
        t = transition(t.state, event::LinkPhase{phase});
        QVERIFY(publicPhase(t.state) == phase);
        QVERIFY(publicState(t.state) == TunnelState::Connecting);
    }
    t = transition(t.state, event::LinkUp{});
    QVERIFY(publicState(t.state) == TunnelState::Connected);
    QVERIFY(publicPhase(t.state) == Phase::Running);
    QVERIFY(has(t, AnswerConnect{}));
    QVERIFY(has(t, ClearDeadline{}));
}

void TestTunnelMachine::triesEveryAddressOfTheName()
{
    Transition t = transition(at(Stage::Resolving), event::Resolved{{first, second}});
    QVERIFY(has(t, ConnectServer{first}));
    t = transition(t.state, event::ServerFailed{gone});
    QVERIFY(has(t, ConnectServer{second}));
    t = transition(t.state, event::ServerFailed{gone});
    QVERIFY(t.state.stage == Stage::Disconnecting);
    QVERIFY(t.state.failure == gone);
}

void TestTunnelMachine::takesDownWithTheErrorAndFails()
{
    Transition t = transition(at(Stage::Calling), event::Broken{gone});
    QVERIFY(has(t, TearDown{}));
    QVERIFY(publicState(t.state) == TunnelState::Disconnecting);
    t = transition(t.state, event::TornDown{});
    QVERIFY(publicState(t.state) == TunnelState::Failed);
    QVERIFY(has(t, AnswerConnect{gone}));
    QVERIFY(has(t, AnswerDisconnect{}));
}

void TestTunnelMachine::disconnectWhileConnectingCancels()
{
    Transition t = transition(at(Stage::Control), event::DisconnectRequested{});
    QCOMPARE(t.actions.size(), size_t{3});
    const auto* answer = std::get_if<AnswerConnect>(&t.actions.front());
    QVERIFY(answer && answer->error && answer->error->code == ErrorCode::Cancelled);
    QVERIFY(has(t, TearDown{}));
    t = transition(t.state, event::TornDown{});
    QVERIFY(publicState(t.state) == TunnelState::Disconnected);
    QVERIFY(has(t, AnswerDisconnect{}));
}

void TestTunnelMachine::disconnectOfAConnectedTunnelIsNoError()
{
    Transition t = transition(at(Stage::Connected), event::DisconnectRequested{});
    QVERIFY(has(t, TearDown{}));
    t = transition(t.state, event::TornDown{});
    QVERIFY(t.state == MachineState{});
}

void TestTunnelMachine::deadlineNamesWhatWasMissing_data()
{
    QTest::addColumn<int>("stage");
    QTest::addColumn<int>("linkPhase");
    QTest::addColumn<bool>("greSeen");
    QTest::addColumn<QString>("code");
    const auto add = [](const char* row, Stage stage, Phase phase, bool gre, const char* code) {
        QTest::newRow(row) << static_cast<int>(stage) << static_cast<int>(phase) << gre << code;
    };
    add("name", Stage::Resolving, Phase::Lcp, false, "name-unresolved");
    add("tcp", Stage::Connecting, Phase::Lcp, false, "server-unreachable");
    add("control", Stage::Control, Phase::Lcp, false, "control-timeout");
    add("call", Stage::Calling, Phase::Lcp, false, "control-timeout");
    add("no GRE", Stage::Linking, Phase::Lcp, false, "gre-blocked");
    add("LCP silent", Stage::Linking, Phase::Lcp, true, "lcp-timeout");
    add("authentication hangs", Stage::Linking, Phase::Auth, true, "timed-out");
}

void TestTunnelMachine::deadlineNamesWhatWasMissing()
{
    QFETCH(int, stage);
    QFETCH(int, linkPhase);
    QFETCH(bool, greSeen);
    QFETCH(QString, code);
    const MachineState state{
        .stage = static_cast<Stage>(stage), .linkPhase = static_cast<Phase>(linkPhase), .greSeen = greSeen};
    const Transition t = transition(state, event::DeadlinePassed{});
    QVERIFY(t.state.failure);
    QCOMPARE(QString::fromStdString(std::string(errorCodeName(t.state.failure->code))), code);
}

void TestTunnelMachine::firstGreGivesTheLinkMoreTime()
{
    const Transition t = transition(at(Stage::Linking), event::GreSeen{});
    QVERIFY(has(t, SetDeadline{deadline::LinkPhase}));
    QVERIFY(transition(t.state, event::GreSeen{}).actions.empty());
}

void TestTunnelMachine::theStrongerEvidenceBecomesTheReason_data()
{
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("then");
    QTest::addColumn<int>("reason");
    const auto add = [](const char* row, ErrorCode before, ErrorCode then, ErrorCode reason) {
        QTest::newRow(row) << static_cast<int>(before) << static_cast<int>(then) << static_cast<int>(reason);
    };
    using enum ErrorCode;
    add("server closes because of the password", ClosedByServer, AuthRefused, AuthRefused);
    add("pppd hangs up because the worker died", ClosedByServer, WorkerFailed, WorkerFailed);
    add("the worker's death is not pppd's", WorkerFailed, ClosedByServer, WorkerFailed);
    add("pppd that we ended is no reason", GreBlocked, Cancelled, GreBlocked);
    add("password, then the server closes", AuthRefused, ClosedByServer, AuthRefused);
}

void TestTunnelMachine::theStrongerEvidenceBecomesTheReason()
{
    QFETCH(int, before);
    QFETCH(int, then);
    QFETCH(int, reason);
    Transition t = transition(at(Stage::Linking), event::Broken{{static_cast<ErrorCode>(before), "first"}});
    t = transition(t.state, event::Broken{{static_cast<ErrorCode>(then), "second"}});
    QVERIFY(t.state.failure);
    QCOMPARE(static_cast<int>(t.state.failure->code), reason);
}

void TestTunnelMachine::aLateReasonDoesNotTurnADisconnectIntoAFailure()
{
    Transition t = transition(at(Stage::Connected), event::DisconnectRequested{});
    t = transition(t.state, event::Broken{gone});
    QVERIFY(!t.state.failure);
}

void TestTunnelMachine::aPersonHasMoreTimeThanANameServer()
{
    Transition t = transition(at(Stage::Resolving), event::PersonAsked{});
    QVERIFY(has(t, SetDeadline{deadline::Person}));
    QVERIFY(publicPhase(t.state) == Phase::Password);
    QVERIFY(publicState(t.state) == TunnelState::Connecting);
    t = transition(t.state, event::PersonAnswered{});
    QVERIFY(has(t, SetDeadline{deadline::Resolving}));
    QVERIFY(publicPhase(t.state) == Phase::Resolving);
}

void TestTunnelMachine::aPersonWhoDoesNotAnswerIsNoMissingName()
{
    const Transition asked = transition(at(Stage::Resolving), event::PersonAsked{});
    const Transition late = transition(asked.state, event::DeadlinePassed{});
    QVERIFY(late.state.failure);
    QCOMPARE(late.state.failure->code, ErrorCode::NoSecrets);
}

void TestTunnelMachine::theSameConnectMayBeginAgain()
{
    MachineState refused = at(Stage::Disconnecting);
    refused.next = Next::Fail;
    refused.failure = Error{ErrorCode::AuthRefused, "E=691"};
    const Transition again = transition(refused, event::TornDown{.again = true});
    QVERIFY(again.state == MachineState{.stage = Stage::Resolving});
    QVERIFY(has(again, Resolve{}));
    QVERIFY(has(again, SetDeadline{deadline::Resolving}));
    QVERIFY(!has(again, AnswerConnect{refused.failure}));
}

void TestTunnelMachine::aDisconnectDoesNotBeginAgain()
{
    const Transition down = transition(at(Stage::Disconnecting), event::TornDown{.again = true});
    QVERIFY(down.state.stage == Stage::Idle);
    QVERIFY(has(down, AnswerDisconnect{}));
}

QTEST_APPLESS_MAIN(TestTunnelMachine)
#include "test_tunnel_machine.moc"
