// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Ten thousand random lives of a control session, each compared step by step with the model.

#include "tests/unit/worker/control/control_model.h"
#include "tests/unit/worker/control/random_peer.h"

#include <QtTest>
#include <cerrno>
#include <set>

using namespace pptp;

namespace {

constexpr std::uint32_t Traces = 10'000;
constexpr int MaxSteps = 60;
constexpr int StepsAfterTheEnd = 4;

Said saidOf(const ControlMessage& message)
{
    const int type = static_cast<int>(message.index()) + 1;
    if (const auto* m = std::get_if<StartReply>(&message))
        return {type, m->result};
    if (const auto* m = std::get_if<StopRequest>(&message))
        return {type, m->reason};
    if (const auto* m = std::get_if<StopReply>(&message))
        return {type, m->result};
    if (const auto* m = std::get_if<EchoRequest>(&message))
        return {type, m->identifier};
    if (const auto* m = std::get_if<EchoReply>(&message))
        return {type, m->identifier};
    if (const auto* m = std::get_if<OutgoingCallRequest>(&message))
        return {type, m->callId};
    if (const auto* m = std::get_if<OutgoingCallReply>(&message))
        return {type, std::uint32_t{m->result} << 16 | m->peerCallId};
    if (const auto* m = std::get_if<IncomingCallReply>(&message))
        return {type, std::uint32_t{m->result} << 16 | m->peerCallId};
    if (const auto* m = std::get_if<CallClearRequest>(&message))
        return {type, m->callId};
    if (const auto* m = std::get_if<SetLinkInfo>(&message))
        return {type, m->peerCallId};
    return {type, 0};
}

/// Session and model side by side, with the same peer and the same clock.
class Trace : public ControlSink {
public:
    explicit Trace(std::uint32_t seed)
        : m_peer(seed), m_config(randomConfig()), m_session(m_config, *this), m_model(m_config)
    {
    }

    bool sendControl(std::span<const std::byte> message) override
    {
        m_saidAfterTheEnd = m_saidAfterTheEnd || m_closings != 0;
        if (!m_model.deaf)
            m_said.push_back(saidOf(decodeControl(message).value()));
        return !m_model.deaf;
    }
    void report(const WorkerReport& report) override
    {
        m_saidAfterTheEnd = m_saidAfterTheEnd || m_closings != 0;
        m_closings += std::holds_alternative<Closed>(report) ? 1 : 0;
        m_told.push_back(report);
    }
    void wanErrors(const std::array<std::uint32_t, 6>& counters) override { m_errors.push_back(counters); }

    /// What went wrong; nothing if all is well.
    QString run()
    {
        if (!m_peer.once(20)) {
            m_session.start(time());
            m_model.start(m_now);
        }
        int after = 0;
        for (int step = 0; step < MaxSteps && after < StepsAfterTheEnd; ++step) {
            randomStep();
            if (const QString difference = compare(); !difference.isEmpty())
                return QString("step %1: %2").arg(step).arg(difference);
            after += m_session.state() == ControlState::Closed ? 1 : 0;
        }
        return end();
    }

    [[nodiscard]] const std::set<ControlState>& states() const { return m_states; }
    [[nodiscard]] const std::set<int>& types() const { return m_types; }
    [[nodiscard]] CloseReason reason() const { return m_session.outcome().reason; }

private:
    WorkerConfig randomConfig()
    {
        WorkerConfig config = testConfig();
        config.controlTimeoutMs = 1 + m_peer.below(120'000);
        config.clearTimeoutMs = 1 + m_peer.below(5'000);
        config.idleWaitMs = m_peer.once(4) ? 0 : 1 + m_peer.below(60'000);
        config.maxEchoWaitMs = 1 + m_peer.below(60'000);
        config.quirks = m_peer.once(4) ? BezeqIsrael : NoQuirks;
        return config;
    }

    [[nodiscard]] TimePoint time() const { return TimePoint(std::chrono::milliseconds(m_now)); }

    void randomStep()
    {
        const std::uint32_t kind = m_peer.below(100);
        if (kind < 70)
            talk();
        else if (kind < 93)
            pass(randomTime());
        else if (kind < 95)
            ask();
        else if (kind < 96)
            cut(m_peer.once(2) ? 0 : ECONNRESET);
        else if (kind < 97)
            m_model.deaf = !m_model.deaf && m_peer.once(4);
    }

    void talk()
    {
        m_peer.talk(m_session.state());
        std::vector<RandomPeer::Item> whole;
        const auto bytes = m_peer.carry(whole);
        m_session.onBytes(bytes, time());
        for (const auto& item : whole) {
            if (item.kind == RandomPeer::Item::Kind::Garbage)
                m_model.hearGarbage();
            else
                m_model.hear(item.message, m_now);
            m_types.insert(item.message ? static_cast<int>(item.message->index()) + 1 : 0);
        }
    }

    long randomTime()
    {
        const long left = m_model.deadline().value_or(m_now) - m_now;
        switch (m_peer.below(4)) {
        case 0:
            return std::max(left, 0L);
        case 1:
            return std::max(left - 1, 0L);
        case 2:
            return m_peer.below(1'000);
        default:
            return m_peer.below(3) == 0 ? m_peer.below(200'000) : 0;
        }
    }

    void pass(long milliseconds)
    {
        m_now += milliseconds;
        m_session.onTimer(time());
        m_model.wait(m_now);
    }

    void ask()
    {
        constexpr std::array reasons{CloseReason::Requested, CloseReason::PtyClosed,
                                     CloseReason::ProtocolError};
        const CloseReason reason = reasons.at(m_peer.below(reasons.size()));
        m_session.requestClose(reason, time());
        m_model.close(reason, m_now);
    }

    void cut(int error)
    {
        m_session.onConnectionEnd(error, time());
        m_model.cut(error);
    }

    QString compare()
    {
        m_states.insert(m_session.state());
        if (m_session.state() != m_model.state())
            return QString("state %1, model %2")
                .arg(static_cast<int>(m_session.state()))
                .arg(static_cast<int>(m_model.state()));
        if (m_said != m_model.said)
            return QString("sent %1 messages, model %2, or others")
                .arg(m_said.size())
                .arg(m_model.said.size());
        if (m_told != m_model.told)
            return QString("told %1 things, model %2, or others").arg(m_told.size()).arg(m_model.told.size());
        if (m_errors != m_model.errors)
            return "line errors";
        const auto due = m_model.deadline();
        const auto expected = due ? std::optional(TimePoint(std::chrono::milliseconds(*due))) : std::nullopt;
        return m_session.deadline() == expected ? QString() : QString("deadline");
    }

    /// Whatever has happened, it ends when asked to, in time, once, and with silence after it.
    QString end()
    {
        m_session.requestClose(CloseReason::Requested, time());
        m_model.close(CloseReason::Requested, m_now);
        const long asked = m_now;
        for (int i = 0; i < 4 && m_model.deadline(); ++i) {
            pass(*m_model.deadline() - m_now);
            if (const QString difference = compare(); !difference.isEmpty())
                return "at the end: " + difference;
        }
        pass(1'000'000);
        if (const QString difference = compare(); !difference.isEmpty())
            return "after the end: " + difference;
        if (m_session.state() != ControlState::Closed || m_closings != 1 || m_saidAfterTheEnd)
            return "no proper end";
        if (!(std::get<Closed>(m_told.back()) == m_session.outcome()))
            return "another outcome than the one that was told";
        const long limit = 2 * std::min<long>(m_config.clearTimeoutMs, 3'000);
        return m_now - 1'000'000 - asked <= limit ? QString() : QString("the end took too long");
    }

    RandomPeer m_peer;
    WorkerConfig m_config;
    ControlSession m_session;
    ControlModel m_model;
    long m_now = 1'000'000;
    std::vector<Said> m_said;
    std::vector<WorkerReport> m_told;
    std::vector<std::array<std::uint32_t, 6>> m_errors;
    int m_closings = 0;
    bool m_saidAfterTheEnd = false;
    std::set<ControlState> m_states;
    std::set<int> m_types; ///< 0 for those that nobody knows.
};

} // namespace

class TestControlSessionModel : public QObject {
    Q_OBJECT

private slots:
    void agreesWithTheModelInTenThousandTraces()
    {
        std::set<ControlState> states;
        std::set<int> types;
        std::map<CloseReason, int> reasons;
        for (std::uint32_t seed = 1; seed <= Traces; ++seed) {
            Trace trace(seed);
            const QString problem = trace.run();
            QVERIFY2(problem.isEmpty(), qPrintable(QString("seed %1, %2").arg(seed).arg(problem)));
            states.insert(trace.states().begin(), trace.states().end());
            types.insert(trace.types().begin(), trace.types().end());
            ++reasons[trace.reason()];
        }
        // The traces have been everywhere, or they would prove little.
        QCOMPARE(states.size(), ControlStates);
        QCOMPARE(types.size(), ControlTypes + 1);
        for (const CloseReason reason :
             {CloseReason::Requested, CloseReason::ControlTimeout, CloseReason::NotPptp,
              CloseReason::ControlRejected, CloseReason::CallRejected, CloseReason::CallDisconnected,
              CloseReason::ControlStopped, CloseReason::EchoLost, CloseReason::ConnectionLost,
              CloseReason::PtyClosed, CloseReason::ProtocolError})
            QVERIFY2(reasons[reason] >= 20, qPrintable(QString("reason %1").arg(static_cast<int>(reason))));
    }
};

QTEST_APPLESS_MAIN(TestControlSessionModel)
#include "test_control_session_model.moc"
