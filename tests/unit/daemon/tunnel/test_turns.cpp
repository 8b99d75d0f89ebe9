// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/turns.h"

#include <QTest>
#include <vector>

using namespace pptp;

namespace {

struct Recorder {
    [[nodiscard]] Turns::Turn request(int number)
    {
        return turns.request([this, number] { begun.push_back(number); });
    }

    Turns turns{2};
    std::vector<int> begun{};
};

using Numbers = std::vector<int>;

} // namespace

class TestTurns : public QObject {
    Q_OBJECT
private slots:
    void beginsAtOnceWhileThereIsRoom()
    {
        Recorder recorder;
        const auto first = recorder.request(1);
        const auto second = recorder.request(2);
        QCOMPARE(recorder.begun, (Numbers{1, 2}));
        const auto third = recorder.request(3);
        QCOMPARE(recorder.begun, (Numbers{1, 2}));
    }

    void theEndOfOneBeginsTheNext()
    {
        Recorder recorder;
        std::vector<Turns::Turn> turns;
        for (int i = 0; i < 5; ++i)
            turns.push_back(recorder.request(i));
        turns[1].reset();
        QCOMPARE(recorder.begun, (Numbers{0, 1, 2}));
        turns[0].reset();
        turns[2].reset();
        QCOMPARE(recorder.begun, (Numbers{0, 1, 2, 3, 4}));
    }

    void whoDoesNotWaitIsLeftOut()
    {
        Recorder recorder;
        std::vector<Turns::Turn> turns;
        for (int i = 0; i < 4; ++i)
            turns.push_back(recorder.request(i));
        turns[2].reset();
        QCOMPARE(recorder.begun, (Numbers{0, 1})); // whoever waits has no room to give
        turns[0].reset();
        QCOMPARE(recorder.begun, (Numbers{0, 1, 3}));
    }

    void mayEndAfterTheLine()
    {
        Numbers begun;
        Turns::Turn first;
        Turns::Turn second;
        {
            Turns turns(1);
            first = turns.request([&] { begun.push_back(1); });
            second = turns.request([&] { begun.push_back(2); });
        }
        first.reset();
        QCOMPARE(begun, (Numbers{1, 2}));
    }

    void mayEndWhileTheNextBegins()
    {
        Turns turns(1);
        Numbers begun;
        Turns::Turn second;
        Turns::Turn third;
        auto first = turns.request([&] { begun.push_back(1); });
        second = turns.request([&] {
            begun.push_back(2);
            second.reset();
        });
        third = turns.request([&] { begun.push_back(3); });
        first.reset();
        QCOMPARE(begun, (Numbers{1, 2, 3}));
    }
};

QTEST_APPLESS_MAIN(TestTurns)
#include "test_turns.moc"
