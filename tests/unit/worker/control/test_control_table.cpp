// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/control/control_table.h"

#include <QtTest>
#include <map>

using namespace pptp;

namespace {

using enum ControlState;
using Cell = std::pair<ControlState, ControlType>;

/// Every cell that is not Ignore, written the other way round than the table: a slip must be made twice.
std::map<Cell, ControlAction> expectedCells()
{
    std::map<Cell, ControlAction> cells{
        {{AwaitingStart, ControlType::StartReply}, ControlAction::AcceptStart},
        {{AwaitingCall, ControlType::OutgoingCallReply}, ControlAction::AcceptCall},
        {{AwaitingCall, ControlType::CallDisconnectNotify}, ControlAction::EndCall},
        {{Established, ControlType::CallDisconnectNotify}, ControlAction::EndCall},
        {{Clearing, ControlType::CallDisconnectNotify}, ControlAction::CallCleared},
        {{Stopping, ControlType::StopReply}, ControlAction::Stopped},
        {{Closing, ControlType::StopReply}, ControlAction::Stopped},
    };
    for (const auto state : {AwaitingStart, AwaitingCall, Established}) {
        cells[{state, ControlType::StartRequest}] = ControlAction::RefuseStart;
        cells[{state, ControlType::OutgoingCallRequest}] = ControlAction::RefuseOutgoing;
        cells[{state, ControlType::IncomingCallRequest}] = ControlAction::RefuseIncoming;
        cells[{state, ControlType::SetLinkInfo}] = ControlAction::Publish;
    }
    for (const auto state : {AwaitingStart, AwaitingCall, Established, Clearing, Stopping}) {
        cells[{state, ControlType::EchoRequest}] = ControlAction::AnswerEcho;
        cells[{state, ControlType::WanErrorNotify}] = ControlAction::CountErrors;
        cells[{state, ControlType::StopRequest}] = ControlAction::PeerStops;
    }
    return cells;
}

} // namespace

class TestControlTable : public QObject {
    Q_OBJECT

private slots:
    void givesEachMessageItsMeaningInEachState()
    {
        const auto expected = expectedCells();
        for (int state = 0; state < static_cast<int>(ControlStates); ++state) {
            for (int type = 1; type <= static_cast<int>(ControlTypes); ++type) {
                const Cell cell{static_cast<ControlState>(state), static_cast<ControlType>(type)};
                const auto at = expected.find(cell);
                const auto action = at == expected.end() ? ControlAction::Ignore : at->second;
                QVERIFY2(controlAction(cell.first, cell.second) == action,
                         qPrintable(QString("state %1, type %2").arg(state).arg(type)));
            }
        }
    }

    void boundsEachStateThatWaitsForAReply()
    {
        using namespace std::chrono_literals;
        const std::map<ControlState, std::chrono::milliseconds> expected{
            {AwaitingStart, 60s}, {AwaitingCall, 60s}, {Clearing, 3s}, {Stopping, 3s}, {Closing, 1s}};
        for (int i = 0; i < static_cast<int>(ControlStates); ++i) {
            const auto state = static_cast<ControlState>(i);
            const auto at = expected.find(state);
            QVERIFY(replyTimer(state) == (at == expected.end() ? std::nullopt : std::optional(at->second)));
            QCOMPARE(isEnding(state), state == Clearing || state == Stopping || state == Closing);
        }
    }
};

QTEST_APPLESS_MAIN(TestControlTable)
#include "test_control_table.moc"
