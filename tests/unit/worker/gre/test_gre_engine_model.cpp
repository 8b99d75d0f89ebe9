// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "wire.h"
#include "worker/gre/gre_engine.h"

#include <QtTest>
#include <random>

using namespace pptp;
using namespace pptp::test;

namespace {

/// One call whose network, peer, system and pppd do at each step what the seed wants.
class Trace {
public:
    explicit Trace(unsigned seed) : m_random(seed), m_config(configOf(m_random)), m_engine(m_config, m_sink)
    {
        m_forgers = below(3) == 0;
        m_steps = below(2) == 0;
        m_next = below(2);
        if (below(4) == 0) {
            bringTo(m_engine, m_wire, m_now, 0xffffffd0);
            m_next = 0xffffffd0;
        }
    }

    /// What is wrong after this step; nothing if all is well.
    [[nodiscard]] const char* step()
    {
        const GreStats before = m_engine.stats();
        const unsigned action = below(32);
        if (action < 10)
            peerSends();
        else if (action < 20)
            networkDelivers();
        else if (action < 22 && m_forgers)
            forge();
        else if (action < 24)
            acknowledge();
        else if (action < 27)
            pppdSends();
        else if (action == 27)
            rubbish();
        else if (action == 28)
            m_sink.outcome = std::array{SendOutcome::Sent, SendOutcome::Sent, SendOutcome::Short,
                                        SendOutcome::Failed}[below(4)];
        else
            return timePasses();
        return faultSince(before);
    }

    [[nodiscard]] const char* end()
    {
        m_sink.outcome = SendOutcome::Sent;
        const GreStats before = m_engine.stats();
        m_engine.finish(m_now);
        if (!m_engine.wantsFrames())
            return "frames wait after the end";
        return faultSince(before);
    }

    [[nodiscard]] std::uint64_t delivered() const { return m_sink.ofPeer; }

private:
    [[nodiscard]] unsigned below(unsigned limit) { return static_cast<unsigned>(m_random()) % limit; }

    static GreConfig configOf(std::mt19937& random)
    {
        static constexpr std::array<std::uint32_t, 5> Windows{1, 5, 40, 300, 6000};
        GreConfig config{.callId = OurCall, .peerCallId = PeerCall};
        config.reorderTimeout = std::chrono::milliseconds(random() % 4 * 100);
        config.missingWindow = Windows[random() % Windows.size()];
        config.buffering = random() % 4 != 0;
        config.sendWindow = random() % 2 == 0 ? 0 : static_cast<std::uint32_t>(random() % 12);
        config.firstSequence = random() % 2 == 0 ? 0 : 0xfffffff8;
        config.testType = static_cast<std::uint8_t>(random() % 8 < 4 ? 0 : random() % 4);
        config.testRate = 1 + static_cast<std::uint32_t>(random() % 5);
        config.receiveWindow = 1 + static_cast<std::uint32_t>(random() % 64);
        return config;
    }

    void peerSends()
    {
        if (below(100) == 0)
            m_next += below(1000); // The link was down.
        const std::uint32_t number = m_next++;
        if (below(10) != 0)
            m_travelling.push_back(number);
        if (below(10) == 0)
            m_travelling.push_back(number);
    }
    void networkDelivers()
    {
        if (m_travelling.empty())
            return;
        const auto reach = std::min<std::size_t>(m_travelling.size(), below(4) == 0 ? 40 : 1);
        const auto chosen = m_travelling.begin() + below(static_cast<unsigned>(reach));
        const std::uint32_t number = *chosen;
        m_travelling.erase(chosen);
        const bool isStep = m_steps && number % 5 == 0;
        m_engine.onDatagram(isStep ? m_wire.step(number) : m_wire.data(number), m_now);
    }
    void forge()
    {
        static constexpr std::array<std::uint32_t, 5> Jumps{10, 250, 301, 100'000'000, 0x40000000};
        const std::uint32_t jump = m_next + Jumps[below(Jumps.size())];
        const unsigned run = 1 + below(5);
        for (unsigned n = 0; n < run; ++n)
            m_engine.onDatagram(m_wire.data(jump + n, Origin::Forger), m_now);
    }
    void acknowledge()
    {
        const auto sent = m_config.firstSequence + static_cast<std::uint32_t>(m_sink.dataPackets);
        m_engine.onDatagram(m_wire.acknowledgement(sent - 8 + below(10)), m_now);
    }
    void pppdSends()
    {
        for (unsigned n = below(3); m_engine.wantsFrames() && n < 4; ++n)
            m_engine.onPppFrame(m_frame, m_now);
    }
    void rubbish()
    {
        Bytes bytes = datagram({m_next, {}, text("rubbish")});
        if (below(2) == 0)
            bytes.resize(below(static_cast<unsigned>(bytes.size())));
        else
            bytes[20 + below(8)] ^= static_cast<std::byte>(1U << below(8));
        // A changed length of the payload, or an added acknowledgement, may leave it sound.
        if (!decodeGreDatagram(bytes, OurCall))
            m_engine.onDatagram(bytes, m_now);
        m_engine.onIcmpError();
    }
    [[nodiscard]] const char* timePasses()
    {
        static constexpr std::array<std::chrono::microseconds, 6> Pauses{0us, 100us, 2ms, 50ms, 400ms, 3s};
        const GreStats before = m_engine.stats();
        m_now += Pauses[below(Pauses.size())];
        m_engine.onTimer(m_now);
        if (const auto deadline = m_engine.deadline(); deadline && *deadline <= m_now)
            return "the timer is due again at once";
        return faultSince(before);
    }

    [[nodiscard]] const char* faultSince(const GreStats& before) const
    {
        const GreStats& now = m_engine.stats();
        if (!m_sink.inOrder)
            return "not in order, or twice";
        if (!isConsistent(now))
            return "the counters do not add up";
        if (now.rxAccepted != m_sink.ofPeer + m_sink.ofForger || now.rxOctets != 5 * now.rxAccepted)
            return "accepted is not what was delivered";
        if (now.txOctets != m_frame.size() * now.txSent)
            return "octets are not what was sent";
        if (now.rxHeld > std::max<std::uint64_t>(m_config.missingWindow, 1))
            return "more is held than the window allows";
        if (m_sink.pureAcks > now.rxAccepted + now.txFailed)
            return "more acknowledgements than data";
        // Each number was delivered, given up, dropped as too far ahead, or came without data.
        if (now.rxAccepted + now.rxLost > m_sink.span + (m_steps ? m_next + now.rxLost : 0))
            return "more was lost than there was";
        if (!m_steps && now.rxAccepted + now.rxLost + now.rxOverWindow + 1 < m_sink.span)
            return "numbers are missing that nobody counted";
        for (const auto& field : greStatsFields) {
            if (field.name != "RoundTripMicroseconds" && now.*field.value < before.*field.value)
                return "a counter went back";
        }
        return nullptr;
    }

    std::mt19937 m_random;
    GreConfig m_config;
    CheckingSink m_sink;
    GreEngine m_engine;
    Wire m_wire;
    Bytes m_frame = text("frame of pppd");
    TimePoint m_now = Start;
    bool m_forgers = false;
    bool m_steps = false;
    std::uint32_t m_next = 0;
    std::vector<std::uint32_t> m_travelling;
};

} // namespace

class TestGreEngineModel : public QObject {
    Q_OBJECT
private slots:
    void agreesInTenThousandTraces()
    {
        std::uint64_t delivered = 0;
        for (unsigned seed = 1; seed <= 10'000; ++seed) {
            Trace trace(seed);
            for (int step = 0; step < 100; ++step) {
                const char* fault = trace.step();
                QVERIFY2(!fault, qPrintable(QStringLiteral("seed %1, step %2: %3")
                                                .arg(seed)
                                                .arg(step)
                                                .arg(QString::fromLatin1(fault))));
            }
            const char* fault = trace.end();
            QVERIFY2(
                !fault,
                qPrintable(QStringLiteral("seed %1, end: %2").arg(seed).arg(QString::fromLatin1(fault))));
            delivered += trace.delivered();
        }
        qInfo("%llu packets delivered in 10,000 traces of 100 steps",
              static_cast<unsigned long long>(delivered));
        QVERIFY(delivered > 100'000);
    }

    /// Loss, duplicates and reordering while the numbers wrap around: all that arrives is delivered.
    void deliversAllThatArrivesAcrossTheWrap()
    {
        for (unsigned seed = 1; seed <= 50; ++seed) {
            std::mt19937 random(seed);
            CheckingSink sink;
            GreEngine engine({.callId = OurCall, .peerCallId = PeerCall}, sink);
            Wire wire;
            TimePoint now = Start;
            constexpr std::uint32_t First = 0xfffffe00;
            constexpr std::uint32_t Count = 1024;
            bringTo(engine, wire, now, First);
            const auto before = sink.ofPeer;
            const auto lostBefore = engine.stats().rxLost;

            std::multimap<std::uint32_t, std::uint32_t> arrivals;
            std::uint32_t lost = 0;
            std::uint32_t copies = 0;
            for (std::uint32_t n = 0; n < Count; ++n) {
                const bool inside = n > 0 && n + 100 < Count;
                if (inside && random() % 10 == 0) {
                    ++lost;
                    continue;
                }
                arrivals.emplace(n + (inside ? random() % 100 : 0), First + n);
                if (inside && random() % 10 == 0) {
                    ++copies;
                    arrivals.emplace(n + random() % 100, First + n);
                }
            }
            for (const auto& [tick, number] : arrivals) {
                engine.onDatagram(wire.data(number), now + 1ms * tick);
                engine.onTimer(now + 1ms * tick);
                QVERIFY(isConsistent(engine.stats()));
            }
            engine.onTimer(now + 10s);
            QVERIFY(sink.inOrder);
            QCOMPARE(sink.ofPeer - before, std::uint64_t{Count - lost});
            QCOMPARE(engine.stats().rxLost - lostBefore, std::uint64_t{lost});
            QCOMPARE(engine.stats().rxUnderWindow, std::uint64_t{copies});
        }
    }
};

QTEST_APPLESS_MAIN(TestGreEngineModel)
#include "test_gre_engine_model.moc"
