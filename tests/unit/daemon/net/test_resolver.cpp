// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/resolver.h"

#include "network_namespace.h"

#include <optional>

#include <QTest>

using namespace pptp;

/// In a network without any link: only /etc/hosts can answer.
class TestResolver : public QObject {
    Q_OBJECT
private slots:
    void init();
    void takesALiteralWithoutALookup();
    void answersALiteralLaterAllTheSame();
    void findsANameOfTheHostsFile();
    void saysThatANameIsUnknown();
    void isSilentAfterCancel();
    void aNewCallReplacesTheOld();
    void isSilentWhenDestroyed();
    void mayBeDestroyedFromItsCallback();

private:
    void resolve(const char* host)
    {
        m_resolver->resolve(host, [this](Result<std::vector<Ipv4Address>> result) {
            ++m_calls;
            m_result = std::move(result);
        });
    }

    std::unique_ptr<Resolver> m_resolver;
    std::optional<Result<std::vector<Ipv4Address>>> m_result;
    int m_calls = 0;
};

namespace {

const std::vector<Ipv4Address> literal{*Ipv4Address::parse("203.0.113.9")};
const std::vector<Ipv4Address> loopback{*Ipv4Address::parse("127.0.0.1")};

} // namespace

void TestResolver::init()
{
    m_resolver = std::make_unique<Resolver>();
    m_result.reset();
    m_calls = 0;
}

void TestResolver::takesALiteralWithoutALookup()
{
    resolve("203.0.113.9");
    QTRY_VERIFY(m_result);
    QVERIFY(*m_result);
    QVERIFY(**m_result == literal);
}

void TestResolver::answersALiteralLaterAllTheSame()
{
    resolve("203.0.113.9");
    QVERIFY(!m_result);
    QTRY_COMPARE(m_calls, 1);
}

void TestResolver::findsANameOfTheHostsFile()
{
    resolve("localhost");
    QTRY_VERIFY_WITH_TIMEOUT(m_result, 20'000);
    QVERIFY(*m_result);
    QVERIFY(**m_result == loopback); // once, and no IPv6 address
}

void TestResolver::saysThatANameIsUnknown()
{
    resolve("no-such-host.invalid");
    QTRY_VERIFY_WITH_TIMEOUT(m_result, 30'000);
    QVERIFY(!*m_result);
    QCOMPARE(m_result->error().code, ErrorCode::NameUnresolved);
    QVERIFY(m_result->error().detail.starts_with("no-such-host.invalid: "));
    QCOMPARE(m_calls, 1);
}

void TestResolver::isSilentAfterCancel()
{
    resolve("203.0.113.9");
    m_resolver->cancel();
    resolve("localhost");
    m_resolver->cancel();
    Resolver other;
    bool answered = false;
    other.resolve("localhost", [&](const auto&) { answered = true; });
    QTRY_VERIFY_WITH_TIMEOUT(answered, 20'000);
    QCoreApplication::processEvents();
    QCOMPARE(m_calls, 0);
}

void TestResolver::aNewCallReplacesTheOld()
{
    resolve("localhost");
    resolve("203.0.113.9");
    QTRY_VERIFY(m_result);
    QVERIFY(**m_result == literal);
    resolve("203.0.113.1");
    resolve("localhost");
    m_result.reset();
    QTRY_VERIFY_WITH_TIMEOUT(m_result, 20'000);
    QVERIFY(**m_result == loopback);
    QCOMPARE(m_calls, 2);
}

void TestResolver::isSilentWhenDestroyed()
{
    for (const char* host : {"203.0.113.9", "localhost"}) {
        m_resolver = std::make_unique<Resolver>();
        resolve(host);
        m_resolver.reset();
    }
    Resolver other;
    bool answered = false;
    other.resolve("localhost", [&](const auto&) { answered = true; });
    QTRY_VERIFY_WITH_TIMEOUT(answered, 20'000);
    QCOMPARE(m_calls, 0);
}

void TestResolver::mayBeDestroyedFromItsCallback()
{
    for (const char* host : {"203.0.113.9", "localhost"}) {
        m_resolver = std::make_unique<Resolver>();
        int calls = 0;
        m_resolver->resolve(host, [&](const auto&) {
            m_resolver.reset();
            ++calls;
        });
        QTRY_COMPARE_WITH_TIMEOUT(calls, 1, 20'000);
    }
}

int main(int argc, char** argv)
{
    pptp::test::enterNetworkNamespace();
    QCoreApplication application(argc, argv);
    TestResolver test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_resolver.moc"
