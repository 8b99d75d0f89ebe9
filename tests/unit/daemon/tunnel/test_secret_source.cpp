// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/secret_source.h"

#include <map>

#include <QTemporaryDir>
#include <QTest>

using namespace pptp;

namespace {

const Error refusal{ErrorCode::AuthRefused, "E=691"};
const Error noAgent{ErrorCode::NoAgent, "nobody"};

/// Keeps the questions until the test answers.
class HandAsker : public SecretAsker {
public:
    [[nodiscard]] Asking ask(const SecretQuestion& question, Answer answer) override
    {
        asked.push_back(question);
        const int id = ++m_last;
        m_open.emplace(id, std::move(answer));
        return {nullptr, [this, id](void*) { m_open.erase(id); }};
    }
    /// Answers the only open question.
    void reply(Result<Secret> answer)
    {
        auto first = m_open.extract(m_open.begin());
        first.mapped()(std::move(answer));
    }
    [[nodiscard]] std::size_t open() const { return m_open.size(); }

    std::vector<SecretQuestion> asked;

private:
    int m_last = 0;
    std::map<int, Answer> m_open;
};

Secret secretOf(const char* text)
{
    return Secret(std::string(text));
}

} // namespace

class TestSecretSource : public QObject {
    Q_OBJECT
private slots:
    void init();
    void prefersWhatCameWithConnect();
    void takesTheStoredOneWithoutAsking();
    void asksTheUserIfNoneIsStored();
    void looksAtTheStoreForSystemOnly_data();
    void looksAtTheStoreForSystemOnly();
    void doesNotAskInPlaceOfAnUnsafeFile();
    void asksNobodyWhenTheDaemonConnectsByItself();
    void saysWhyThereIsNone_data();
    void saysWhyThereIsNone();
    void asksAgainAfterARefusalThreeTimesInAll();
    void neverAsksAgainForWhatNobodyTyped_data();
    void neverAsksAgainForWhatNobodyTyped();
    void tellsTheRefusalIfTheNextAnswerFails();
    void countsAnewOnceAPasswordWasRight();
    void keepsATypedPasswordForTheNextCallUnlessItMayNot_data();
    void keepsATypedPasswordForTheNextCallUnlessItMayNot();
    void readsAStoredOneAnewForEachCall();
    void takesTheQuestionBack();
    void hasNoneBeforeAndAfter();

private:
    void begin(SecretStorage storage, const char* given = "", std::optional<uid_t> caller = 1000);
    void obtain()
    {
        m_outcome.reset();
        m_source->obtain([this](const Result<void>& outcome) { m_outcome = outcome; });
    }
    void store(const char* text) { QVERIFY(m_store->save("work", secretOf(text))); }
    [[nodiscard]] std::string secret() const
    {
        const auto found = m_source->secret();
        return found ? std::string(found->reveal()) : std::string();
    }
    [[nodiscard]] ErrorCode failure() const { return m_outcome.value().error().code; }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SecretStore> m_store;
    std::unique_ptr<HandAsker> m_asker;
    std::unique_ptr<SecretSource> m_source;
    std::optional<Result<void>> m_outcome;
};

void TestSecretSource::init()
{
    m_source.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<SecretStore>(m_folder->path().toStdString());
    m_asker = std::make_unique<HandAsker>();
    m_source = std::make_unique<SecretSource>("work", *m_store, *m_asker);
    m_outcome.reset();
}

void TestSecretSource::begin(SecretStorage storage, const char* given, std::optional<uid_t> caller)
{
    Profile profile;
    profile.server = "vpn.example.com";
    profile.user = "bob";
    profile.secretStorage = storage;
    m_source->begin(profile, {.caller = caller, .secret = secretOf(given)});
}

void TestSecretSource::prefersWhatCameWithConnect()
{
    store("stored");
    begin(SecretStorage::System, "given");
    obtain();
    QVERIFY(m_outcome && *m_outcome);
    QCOMPARE(secret(), std::string("given"));
    QVERIFY(m_asker->asked.empty());
}

void TestSecretSource::takesTheStoredOneWithoutAsking()
{
    store("stored");
    begin(SecretStorage::System);
    obtain();
    QVERIFY(m_outcome && *m_outcome);
    QCOMPARE(secret(), std::string("stored"));
    QVERIFY(!m_source->isAsking());
}

void TestSecretSource::asksTheUserIfNoneIsStored()
{
    begin(SecretStorage::System);
    obtain();
    QVERIFY(m_source->isAsking());
    QVERIFY(!m_outcome);
    const SecretQuestion expected{.uid = 1000,
                                  .tunnel = "work",
                                  .server = "vpn.example.com",
                                  .user = "bob",
                                  .attempt = 1,
                                  .attempts = 3,
                                  .reason = {}};
    QVERIFY(m_asker->asked == std::vector{expected});
    m_asker->reply(secretOf("typed"));
    QVERIFY(m_outcome && *m_outcome);
    QVERIFY(!m_source->isAsking());
    QCOMPARE(secret(), std::string("typed"));
}

void TestSecretSource::looksAtTheStoreForSystemOnly_data()
{
    QTest::addColumn<int>("storage");
    QTest::newRow("agent") << static_cast<int>(SecretStorage::Agent);
    QTest::newRow("none") << static_cast<int>(SecretStorage::None);
}

void TestSecretSource::looksAtTheStoreForSystemOnly()
{
    QFETCH(int, storage);
    store("stored");
    begin(static_cast<SecretStorage>(storage));
    obtain();
    QCOMPARE(m_asker->asked.size(), std::size_t(1));
    m_asker->reply(tl::unexpected(noAgent));
    QCOMPARE(failure(), ErrorCode::NoAgent);
}

void TestSecretSource::doesNotAskInPlaceOfAnUnsafeFile()
{
    store("stored");
    QVERIFY(QFile::setPermissions(m_folder->filePath("work"), QFile::ReadOwner | QFile::ReadOther));
    begin(SecretStorage::System);
    obtain();
    QCOMPARE(failure(), ErrorCode::ConfigureFailed);
    QVERIFY(m_asker->asked.empty());
}

void TestSecretSource::asksNobodyWhenTheDaemonConnectsByItself()
{
    begin(SecretStorage::Agent, "", std::nullopt);
    obtain();
    QCOMPARE(failure(), ErrorCode::NoAgent);
    begin(SecretStorage::System, "", std::nullopt);
    obtain();
    QCOMPARE(failure(), ErrorCode::NoSecrets);
    QVERIFY(m_asker->asked.empty());
}

void TestSecretSource::saysWhyThereIsNone_data()
{
    QTest::addColumn<int>("storage");
    QTest::addColumn<int>("answer");
    QTest::addColumn<int>("failure");
    const auto row = [](const char* name, SecretStorage storage, ErrorCode answer, ErrorCode failure) {
        QTest::newRow(name) << static_cast<int>(storage) << static_cast<int>(answer)
                            << static_cast<int>(failure);
    };
    row("none stored, no agent", SecretStorage::System, ErrorCode::NoAgent, ErrorCode::NoSecrets);
    row("no agent", SecretStorage::None, ErrorCode::NoAgent, ErrorCode::NoAgent);
    row("declined", SecretStorage::Agent, ErrorCode::Cancelled, ErrorCode::NoSecrets);
    row("too late", SecretStorage::System, ErrorCode::TimedOut, ErrorCode::NoSecrets);
}

void TestSecretSource::saysWhyThereIsNone()
{
    QFETCH(int, storage);
    QFETCH(int, answer);
    QFETCH(int, failure);
    begin(static_cast<SecretStorage>(storage));
    obtain();
    m_asker->reply(fail(static_cast<ErrorCode>(answer), "why"));
    QCOMPARE(this->failure(), static_cast<ErrorCode>(failure));
}

void TestSecretSource::asksAgainAfterARefusalThreeTimesInAll()
{
    begin(SecretStorage::None);
    for (const unsigned attempt : {1U, 2U, 3U}) {
        obtain();
        QCOMPARE(m_asker->asked.back().attempt, attempt);
        QCOMPARE(m_asker->asked.back().reason, std::string(attempt == 1 ? "" : "auth-refused"));
        m_asker->reply(secretOf("wrong"));
        QCOMPARE(m_source->refused(refusal), attempt < 3);
        QCOMPARE(secret(), std::string());
    }
}

void TestSecretSource::neverAsksAgainForWhatNobodyTyped_data()
{
    QTest::addColumn<bool>("given");
    QTest::newRow("given") << true;
    QTest::newRow("stored") << false;
}

void TestSecretSource::neverAsksAgainForWhatNobodyTyped()
{
    QFETCH(bool, given);
    store("stored");
    begin(SecretStorage::System, given ? "given" : "");
    obtain();
    QVERIFY(!m_source->refused(refusal));
    QCOMPARE(secret(), std::string());
}

void TestSecretSource::tellsTheRefusalIfTheNextAnswerFails()
{
    begin(SecretStorage::Agent);
    obtain();
    m_asker->reply(secretOf("wrong"));
    QVERIFY(m_source->refused(refusal));
    obtain();
    m_asker->reply(fail(ErrorCode::Cancelled, "declined"));
    QCOMPARE(failure(), ErrorCode::AuthRefused);
    QVERIFY(!m_source->refused(m_outcome->error())); // that was no new one
}

void TestSecretSource::countsAnewOnceAPasswordWasRight()
{
    begin(SecretStorage::None);
    for (int i = 0; i < 3; ++i) {
        obtain();
        m_asker->reply(secretOf("wrong"));
        (void)m_source->refused(refusal);
    }
    m_source->accepted();
    m_source->callEnded();
    obtain();
    QCOMPARE(m_asker->asked.back().attempt, 1U);
    QCOMPARE(m_asker->asked.back().reason, std::string());
    m_asker->reply(tl::unexpected(noAgent));
    QCOMPARE(failure(), ErrorCode::NoAgent);
}

void TestSecretSource::keepsATypedPasswordForTheNextCallUnlessItMayNot_data()
{
    QTest::addColumn<int>("storage");
    QTest::addColumn<bool>("keeps");
    QTest::newRow("system") << static_cast<int>(SecretStorage::System) << true;
    QTest::newRow("agent") << static_cast<int>(SecretStorage::Agent) << true;
    QTest::newRow("none") << static_cast<int>(SecretStorage::None) << false;
}

void TestSecretSource::keepsATypedPasswordForTheNextCallUnlessItMayNot()
{
    QFETCH(int, storage);
    QFETCH(bool, keeps);
    begin(static_cast<SecretStorage>(storage));
    obtain();
    m_asker->reply(secretOf("typed"));
    m_source->accepted();
    QCOMPARE(secret(), std::string("typed"));
    QCOMPARE(secret(), std::string("typed")); // a server may challenge again
    m_source->callEnded();
    QCOMPARE(secret(), std::string(keeps ? "typed" : ""));
    obtain();
    QCOMPARE(m_source->isAsking(), !keeps);
}

void TestSecretSource::readsAStoredOneAnewForEachCall()
{
    store("old");
    begin(SecretStorage::System);
    obtain();
    m_source->accepted();
    store("new");
    QCOMPARE(secret(), std::string("old"));
    m_source->callEnded();
    obtain();
    QCOMPARE(secret(), std::string("new"));
}

void TestSecretSource::takesTheQuestionBack()
{
    begin(SecretStorage::Agent);
    obtain();
    QCOMPARE(m_asker->open(), std::size_t(1));
    m_source->cancel();
    QVERIFY(!m_source->isAsking());
    QCOMPARE(m_asker->open(), std::size_t(0));
    obtain();
    m_source->forget();
    QCOMPARE(m_asker->open(), std::size_t(0));
    QVERIFY(!m_outcome);
}

void TestSecretSource::hasNoneBeforeAndAfter()
{
    QCOMPARE(m_source->secret().error().code, ErrorCode::NoSecrets);
    begin(SecretStorage::None, "given");
    obtain();
    QCOMPARE(secret(), std::string("given"));
    m_source->forget();
    QCOMPARE(m_source->secret().error().code, ErrorCode::NoSecrets);
}

QTEST_GUILESS_MAIN(TestSecretSource)
#include "test_secret_source.moc"
