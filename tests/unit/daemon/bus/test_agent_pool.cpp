// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/agent_pool.h"

#include <QSet>
#include <QTest>

using namespace pptp;

namespace {

constexpr uid_t Alice = 1000;
constexpr uid_t Bob = 1001;

/// What an agent was asked, and how it answers.
struct Record {
    std::vector<SecretQuestion> asked;
    std::vector<std::string> requests;
    std::vector<std::string> cancelled; ///< "REQUEST REASON"
    SecretAsker::Answer answer;
    int released = 0;
};

class HandAgent : public Agent {
public:
    explicit HandAgent(Record& record) : m_record(record) {}
    void request(const std::string& id, const SecretQuestion& question, SecretAsker::Answer answer) override
    {
        m_record.asked.push_back(question);
        m_record.requests.push_back(id);
        m_record.answer = std::move(answer);
    }
    void cancel(const std::string& id, const std::string& reason) override
    {
        m_record.cancelled.push_back(id + " " + reason);
    }
    void release() override { ++m_record.released; }

private:
    Record& m_record;
};

Secret secretOf(const char* text)
{
    return Secret(std::string(text));
}

SecretQuestion questionOf(uid_t uid)
{
    return {.uid = uid, .tunnel = "work", .server = "vpn.example.com", .user = "bob"};
}

} // namespace

class TestAgentPool : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_outcome.reset();
        m_answers = 0;
    }
    void asksOnlyAgentsOfTheUser();
    void asksTheNewestFirstAndThenTheOneBefore();
    void aDeclineIsFinal();
    void saysThatThereIsNobody();
    void goesOnWhenTheAgentVanishes();
    void givesUpInTime();
    void takesTheQuestionBack();
    void ignoresLateAndRepeatedAnswers();
    void limitsAgents();
    void knowsAgentsByOwnerAndPath();
    void dropsAllAgentsOfAnOwner();
    void releasesEverybodyWhenTheBusGoes();
    void requestsCannotBeGuessed();

private:
    void add(AgentPool& pool, Record& record, uid_t uid, const char* owner, const char* path = "/agent")
    {
        QVERIFY(pool.add(uid, owner, path, std::make_unique<HandAgent>(record)));
    }
    [[nodiscard]] SecretAsker::Asking ask(AgentPool& pool, uid_t uid = Alice)
    {
        return pool.ask(questionOf(uid), [this](Result<Secret> answer) {
            ++m_answers;
            m_outcome =
                answer ? std::string(answer->reveal()) : std::string(errorCodeName(answer.error().code));
        });
    }

    std::optional<std::string> m_outcome;
    int m_answers = 0;
};

void TestAgentPool::asksOnlyAgentsOfTheUser()
{
    AgentPool pool;
    Record alices, bobs;
    add(pool, alices, Alice, ":1.1");
    add(pool, bobs, Bob, ":1.2");
    const auto asking = ask(pool);
    QVERIFY(alices.asked.empty()); // never from inside the call
    QTRY_COMPARE(alices.asked.size(), std::size_t(1));
    QVERIFY(alices.asked.front() == questionOf(Alice));
    alices.answer(secretOf("typed"));
    QCOMPARE(m_outcome, std::optional<std::string>("typed"));
    QVERIFY(bobs.asked.empty());
}

void TestAgentPool::asksTheNewestFirstAndThenTheOneBefore()
{
    AgentPool pool;
    Record older, newer;
    add(pool, older, Alice, ":1.1");
    add(pool, newer, Alice, ":1.2");
    const auto asking = ask(pool);
    QTRY_COMPARE(newer.asked.size(), std::size_t(1));
    QVERIFY(older.asked.empty());
    newer.answer(fail(ErrorCode::NoSecrets, "not here"));
    QTRY_COMPARE(older.asked.size(), std::size_t(1));
    QVERIFY(older.requests.front() != newer.requests.front());
    older.answer(secretOf("typed"));
    QCOMPARE(m_outcome, std::optional<std::string>("typed"));
    QCOMPARE(newer.asked.size(), std::size_t(1));
}

void TestAgentPool::aDeclineIsFinal()
{
    AgentPool pool;
    Record older, newer;
    add(pool, older, Alice, ":1.1");
    add(pool, newer, Alice, ":1.2");
    const auto asking = ask(pool);
    QTRY_COMPARE(newer.asked.size(), std::size_t(1));
    newer.answer(fail(ErrorCode::Cancelled, "no"));
    QCOMPARE(m_outcome, std::optional<std::string>("cancelled"));
    QVERIFY(older.asked.empty());
}

void TestAgentPool::saysThatThereIsNobody()
{
    AgentPool pool;
    Record bobs;
    add(pool, bobs, Bob, ":1.1");
    const auto asking = ask(pool);
    QVERIFY(!m_outcome);
    QTRY_COMPARE(m_outcome, std::optional<std::string>("no-agent"));
    QVERIFY(bobs.asked.empty());
    QCOMPARE(pool.openQuestions(), std::size_t(0));
}

void TestAgentPool::goesOnWhenTheAgentVanishes()
{
    AgentPool pool;
    Record older, newer;
    add(pool, older, Alice, ":1.1");
    add(pool, newer, Alice, ":1.2");
    const auto asking = ask(pool);
    QTRY_COMPARE(newer.asked.size(), std::size_t(1));
    pool.dropOwner(":1.2");
    QTRY_COMPARE(older.asked.size(), std::size_t(1));
    pool.dropOwner(":1.1");
    QTRY_COMPARE(m_outcome, std::optional<std::string>("no-agent"));
    QCOMPARE(m_answers, 1);
}

void TestAgentPool::givesUpInTime()
{
    AgentPool pool({.timeout = std::chrono::milliseconds(50)});
    Record slow;
    add(pool, slow, Alice, ":1.1");
    const auto asking = ask(pool);
    QTRY_COMPARE(m_outcome, std::optional<std::string>("timed-out"));
    QCOMPARE(slow.cancelled, std::vector<std::string>{slow.requests.front() + " timed-out"});
    QCOMPARE(pool.size(), std::size_t(1)); // it may answer the next one
}

void TestAgentPool::takesTheQuestionBack()
{
    AgentPool pool;
    Record record;
    add(pool, record, Alice, ":1.1");
    auto asking = ask(pool);
    QTRY_COMPARE(record.asked.size(), std::size_t(1));
    asking.reset();
    QCOMPARE(record.cancelled, std::vector<std::string>{record.requests.front() + " cancelled"});
    QCOMPARE(pool.openQuestions(), std::size_t(0));
    record.answer(secretOf("late"));
    QVERIFY(!m_outcome);
    asking = ask(pool); // taken back before anybody was asked
    asking.reset();
    QTest::qWait(0);
    QCOMPARE(record.asked.size(), std::size_t(1));
}

void TestAgentPool::ignoresLateAndRepeatedAnswers()
{
    AgentPool pool;
    Record older, newer;
    add(pool, older, Alice, ":1.1");
    add(pool, newer, Alice, ":1.2");
    const auto asking = ask(pool);
    QTRY_COMPARE(newer.asked.size(), std::size_t(1));
    const auto first = newer.answer;
    first(fail(ErrorCode::NoSecrets, "no"));
    QTRY_COMPARE(older.asked.size(), std::size_t(1));
    first(secretOf("forged"));
    QVERIFY(!m_outcome);
    older.answer(secretOf("typed"));
    older.answer(secretOf("again"));
    QCOMPARE(m_outcome, std::optional<std::string>("typed"));
    QCOMPARE(m_answers, 1);
}

void TestAgentPool::limitsAgents()
{
    AgentPool pool({.perUid = 2, .total = 3});
    Record record;
    add(pool, record, Alice, ":1.1");
    add(pool, record, Alice, ":1.2");
    const auto third = pool.add(Alice, ":1.3", "/agent", std::make_unique<HandAgent>(record));
    QCOMPARE(third.error().code, ErrorCode::LimitsExceeded);
    add(pool, record, Bob, ":1.4");
    const auto fourth = pool.add(Bob, ":1.5", "/agent", std::make_unique<HandAgent>(record));
    QCOMPARE(fourth.error().code, ErrorCode::LimitsExceeded);
    pool.dropOwner(":1.1");
    add(pool, record, Bob, ":1.5");
}

void TestAgentPool::knowsAgentsByOwnerAndPath()
{
    AgentPool pool;
    Record record;
    add(pool, record, Alice, ":1.1", "/one");
    add(pool, record, Alice, ":1.1", "/two");
    const auto again = pool.add(Alice, ":1.1", "/one", std::make_unique<HandAgent>(record));
    QCOMPARE(again.error().code, ErrorCode::InvalidArguments);
    QCOMPARE(pool.remove(":1.2", "/one").error().code, ErrorCode::NotFound); // somebody else's
    QVERIFY(pool.remove(":1.1", "/one"));
    QCOMPARE(pool.remove(":1.1", "/one").error().code, ErrorCode::NotFound);
    QCOMPARE(pool.size(), std::size_t(1));
}

void TestAgentPool::dropsAllAgentsOfAnOwner()
{
    AgentPool pool;
    Record record;
    auto watch = std::make_shared<int>(0);
    QVERIFY(pool.add(Alice, ":1.1", "/one", std::make_unique<HandAgent>(record), watch));
    add(pool, record, Alice, ":1.1", "/two");
    add(pool, record, Alice, ":1.11", "/one");
    QCOMPARE(watch.use_count(), 2L);
    pool.dropOwner(":1.1");
    QCOMPARE(pool.size(), std::size_t(1));
    QCOMPARE(watch.use_count(), 1L);
}

void TestAgentPool::releasesEverybodyWhenTheBusGoes()
{
    AgentPool pool;
    Record record;
    add(pool, record, Alice, ":1.1");
    const auto asking = ask(pool);
    QTRY_COMPARE(record.asked.size(), std::size_t(1));
    pool.clear();
    QCOMPARE(record.released, 1);
    QCOMPARE(pool.size(), std::size_t(0));
    QTRY_COMPARE(m_outcome, std::optional<std::string>("no-agent"));
}

void TestAgentPool::requestsCannotBeGuessed()
{
    QSet<QByteArray> ids;
    for (int i = 0; i < 100; ++i)
        ids.insert(QByteArray::fromStdString(AgentPool::randomId()));
    QCOMPARE(ids.size(), 100);
    for (const QByteArray& id : ids) {
        QCOMPARE(id.size(), 32);
        QCOMPARE(QByteArray::fromHex(id).size(), 16);
    }
}

QTEST_GUILESS_MAIN(TestAgentPool)
#include "test_agent_pool.moc"
