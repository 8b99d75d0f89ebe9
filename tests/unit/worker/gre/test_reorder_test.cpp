// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gre_fixture.h"
#include "worker/gre/reorder_test.h"

#include <QtTest>
#include <numeric>

using namespace pptp;
using namespace pptp::test;

using Numbers = std::vector<std::uint32_t>;

namespace {

void append(Numbers& numbers, const std::vector<NumberedFrame>& packets)
{
    for (const auto& packet : packets) {
        QCOMPARE(packet.frame, frameOf(packet.sequence.value()));
        numbers.push_back(packet.sequence.value());
    }
}

/// What is sent of the packets 1 to `last`, without what is held back at the end.
Numbers sent(ReorderTest& test, std::uint32_t last)
{
    Numbers numbers;
    for (std::uint32_t n = 1; n <= last; ++n)
        append(numbers, test.next({SequenceNumber(n), frameOf(n)}));
    return numbers;
}

} // namespace

class TestReorderTest : public QObject {
    Q_OBJECT
private slots:
    void meetsThePictures_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<unsigned>("rate");
        QTest::addColumn<unsigned>("last");
        QTest::addColumn<Numbers>("picture");
        QTest::newRow("none") << 0 << 4U << 7U << Numbers{1, 2, 3, 4, 5, 6, 7};
        QTest::newRow("type 1") << 1 << 4U << 7U << Numbers{1, 2, 3, 4, 6, 5, 7};
        QTest::newRow("type 2") << 2 << 4U << 16U
                                << Numbers{1, 2, 3, 4, 15, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16};
        QTest::newRow("type 3") << 3 << 4U << 16U
                                << Numbers{1, 2, 3, 4, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 16};
        QTest::newRow("type 1, each pair") << 1 << 1U << 9U << Numbers{1, 3, 2, 4, 6, 5, 7, 9, 8};
        QTest::newRow("type 2, without a pause between")
            << 2 << 1U << 13U << Numbers{1, 12, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13};
        QTest::newRow("type 3, without a pause between")
            << 3 << 1U << 13U << Numbers{1, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 13};
    }
    void meetsThePictures()
    {
        QFETCH(int, type);
        QFETCH(unsigned, rate);
        QFETCH(unsigned, last);
        QFETCH(Numbers, picture);
        ReorderTest test(static_cast<std::uint8_t>(type), rate);
        QCOMPARE(test.isOn(), type != 0);
        QCOMPARE(sent(test, last), picture);
        QVERIFY(test.flush().empty());
    }

    /// As pptp-linux does it with rate 12, apart from what it loses.
    void repeatsEachRate()
    {
        ReorderTest test(1, 12);
        const Numbers numbers = sent(test, 29);
        Numbers expected(29);
        std::iota(expected.begin(), expected.end(), 1);
        std::swap(expected[12], expected[13]);
        std::swap(expected[26], expected[27]);
        QCOMPARE(numbers, expected);
    }

    void losesNothing_data()
    {
        QTest::addColumn<int>("type");
        for (int type = 0; type <= 3; ++type)
            QTest::addRow("type %d", type) << type;
    }
    void losesNothing()
    {
        QFETCH(int, type);
        for (std::uint32_t rate = 1; rate <= 15; ++rate) {
            for (std::uint32_t last = 0; last <= 60; ++last) {
                ReorderTest test(static_cast<std::uint8_t>(type), rate);
                Numbers numbers = sent(test, last);
                append(numbers, test.flush());
                std::sort(numbers.begin(), numbers.end());
                Numbers all(last);
                std::iota(all.begin(), all.end(), 1);
                QCOMPARE(numbers, all);
            }
        }
    }

    void flushesInTheOrderOfTheNumbers()
    {
        ReorderTest test(3, 2);
        QCOMPARE(sent(test, 6), (Numbers{1, 2}));
        Numbers late;
        append(late, test.flush());
        QCOMPARE(late, (Numbers{3, 4, 5, 6}));
        QVERIFY(test.flush().empty());
    }
};

QTEST_APPLESS_MAIN(TestReorderTest)
#include "test_reorder_test.moc"
