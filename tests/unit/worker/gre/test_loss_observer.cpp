// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker/gre/loss_observer.h"

#include <QtTest>

using namespace pptp;
using namespace std::chrono_literals;

namespace {

constexpr TimePoint Start{std::chrono::hours(1)};

/// Every packet is counted, as the kernel does it; those that are seen go to the observer.
class Stream {
public:
    explicit Stream(std::uint32_t first) : m_next(first) {}

    void arrive(std::uint32_t packets = 1)
    {
        m_next += packets;
        m_arrived += packets;
    }
    void lose(std::uint32_t packets = 1) { m_next += packets; }
    /// The next packet arrives and is seen.
    void see(std::chrono::milliseconds later = 500ms)
    {
        seeNumber(m_next, later);
        ++m_next;
    }
    /// One with this number arrives, out of order or forged, and is seen.
    void seeNumber(std::uint32_t number, std::chrono::milliseconds later = 0ms)
    {
        m_now += later;
        observer.onPacket(SequenceNumber(number), ++m_arrived, m_now);
    }
    /// Until nothing that was seen before can still be in doubt.
    void settle()
    {
        for (int i = 0; i < 10; ++i)
            see();
    }
    [[nodiscard]] std::uint32_t next() const { return m_next; }
    [[nodiscard]] quint64 lost() const { return observer.lost(); }

    LossObserver observer;

private:
    std::uint32_t m_next;
    std::uint64_t m_arrived = 0;
    TimePoint m_now = Start;
};

} // namespace

class TestLossObserver : public QObject {
    Q_OBJECT

private slots:
    void seesNoLossWhereThereIsNone_data()
    {
        QTest::addColumn<quint32>("first");
        QTest::newRow("from 0") << 0U;
        QTest::newRow("from 1") << 1U;
        QTest::newRow("from anywhere") << 3'000'000'000U;
    }
    void seesNoLossWhereThereIsNone()
    {
        QFETCH(quint32, first);
        Stream stream(first);
        stream.settle();
        for (int i = 0; i < 100; ++i) {
            stream.arrive(50'000);
            stream.see();
        }
        stream.settle();
        QCOMPARE(stream.lost(), quint64{0});
    }

    void countsWhatIsLostBetweenThoseThatItSees_data()
    {
        QTest::addColumn<quint32>("first");
        QTest::addColumn<quint32>("lostOfHundred");
        for (const quint32 lost : {1U, 10U, 50U})
            QTest::addRow("%u %%", lost) << 0U << lost;
        QTest::newRow("over the end of the numbers") << 0xfffff000U << 1U;
    }
    void countsWhatIsLostBetweenThoseThatItSees()
    {
        QFETCH(quint32, first);
        QFETCH(quint32, lostOfHundred);
        Stream stream(first);
        stream.settle();
        for (quint32 i = 0; i < 500; ++i) {
            stream.arrive(99 - lostOfHundred);
            stream.lose(lostOfHundred);
            stream.see(100ms);
        }
        stream.settle();
        QCOMPARE(stream.lost(), quint64{500} * lostOfHundred);
    }

    void waitsUntilThreePacketsAndASecondAgree()
    {
        Stream stream(0);
        stream.settle();
        stream.lose(7);
        for (int i = 0; i < 4; ++i) { // These are compared with one that came before the loss,
            stream.see(300ms);
            QCOMPARE(stream.lost(), quint64{0});
        }
        for (int i = 0; i < 5; ++i) // and these with each other.
            stream.see(300ms);
        QCOMPARE(stream.lost(), quint64{7});
    }

    void doesNotTakeTheOvertakenForLost()
    {
        Stream stream(0);
        stream.settle();
        for (int i = 0; i < 100; ++i) {
            const std::uint32_t late = stream.next();
            stream.lose(2);
            stream.see(400ms); // has overtaken two,
            stream.arrive(20);
            stream.seeNumber(late, 20ms); // which come later.
            stream.seeNumber(late + 1);
            stream.see(400ms);
        }
        stream.settle();
        QCOMPARE(stream.lost(), quint64{0});
    }

    void neverCountsBackwards()
    {
        Stream stream(0);
        stream.settle();
        stream.lose(30);
        stream.settle();
        QCOMPARE(stream.lost(), quint64{30});
        for (int i = 0; i < 10; ++i)
            stream.seeNumber(stream.next() - 1, 300ms); // duplicates hide what was lost,
        stream.settle();
        QCOMPARE(stream.lost(), quint64{30}); // but what is known stays known.
    }

    void isNotMovedByForgedNumbers_data()
    {
        QTest::addColumn<quint32>("ahead");
        QTest::newRow("near") << 300U;
        QTest::newRow("far") << 100'000U;
        QTest::newRow("half the numbers away") << 0x80000000U;
        QTest::newRow("far behind") << 0xfff00000U;
    }
    void isNotMovedByForgedNumbers()
    {
        QFETCH(quint32, ahead);
        Stream stream(0);
        stream.settle();
        for (std::uint32_t i = 0; i < 100; ++i) {
            stream.seeNumber(stream.next() + ahead + i, 300ms);
            stream.see(300ms);
        }
        stream.settle();
        QCOMPARE(stream.lost(), quint64{0});
    }

    void isNotMovedByARepeatedForgery()
    {
        Stream stream(0);
        stream.settle();
        for (int i = 0; i < 100; ++i)
            stream.seeNumber(1'000'000, 500ms);
        stream.settle();
        QCOMPARE(stream.lost(), quint64{0});
    }

    void beginsWithTheStreamAndNotWithAForgery()
    {
        Stream stream(0);
        stream.seeNumber(0x40000000);
        stream.settle();
        QCOMPARE(stream.lost(), quint64{0});
        stream.lose(5);
        stream.settle();
        QCOMPARE(stream.lost(), quint64{4}); // the forged one has arrived
    }

    void believesALongLossWhenOthersFollow()
    {
        Stream stream(0);
        stream.settle();
        stream.lose(400'000);
        stream.settle();
        QCOMPARE(stream.lost(), quint64{400'000});
    }

    void startsAgainWithAPeerThatDoes()
    {
        Stream stream(5'000'000);
        stream.settle();
        stream.lose(3);
        stream.settle();
        QCOMPARE(stream.lost(), quint64{3});
        for (std::uint32_t number = 0; number < 20; ++number)
            stream.seeNumber(number, 500ms);
        QCOMPARE(stream.lost(), quint64{3});
        stream.seeNumber(24, 500ms);
        for (std::uint32_t number = 25; number < 40; ++number)
            stream.seeNumber(number, 500ms);
        QCOMPARE(stream.lost(), quint64{7});
    }
};

QTEST_APPLESS_MAIN(TestLossObserver)
#include "test_loss_observer.moc"
