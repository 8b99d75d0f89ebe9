// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/back_off.h"

#include <QTest>

using namespace pptp;

class TestBackOff : public QObject {
    Q_OBJECT
private slots:
    void staysWithinItsBounds_data();
    void staysWithinItsBounds();
    void spreadsClientsEvenly();
    void triesAgainWhatTimeMayMend_data();
    void triesAgainWhatTimeMayMend();
};

void TestBackOff::staysWithinItsBounds_data()
{
    QTest::addColumn<unsigned>("attempt");
    QTest::addColumn<int>("shortest");
    QTest::addColumn<int>("longest");
    QTest::newRow("none counts as the first") << 0U << 1000 << 1000;
    QTest::newRow("first") << 1U << 1000 << 1000;
    QTest::newRow("second") << 2U << 1000 << 2000;
    QTest::newRow("third") << 3U << 2000 << 4000;
    QTest::newRow("sixth") << 6U << 16000 << 32000;
    QTest::newRow("seventh") << 7U << 30000 << 60000;
    QTest::newRow("thousandth") << 1000U << 30000 << 60000;
    QTest::newRow("last that can be counted") << ~0U << 30000 << 60000;
}

void TestBackOff::staysWithinItsBounds()
{
    QFETCH(unsigned, attempt);
    QFETCH(int, shortest);
    QFETCH(int, longest);
    QCOMPARE(backOff(attempt, 0).count(), longest);
    const auto least = backOff(attempt, 0xFFFFFFFF).count();
    QVERIFY(least >= shortest && least <= shortest + 1);
}

void TestBackOff::spreadsClientsEvenly()
{
    QCOMPARE(backOff(7, 0x80000000).count(), 45000);
    QCOMPARE(backOff(7, 0x40000000).count(), 52500);
}

void TestBackOff::triesAgainWhatTimeMayMend_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("again");
    for (const char* code :
         {"name-unresolved", "no-route", "network-down", "server-unreachable", "connection-refused",
          "control-timeout", "control-rejected", "call-rejected", "gre-blocked", "peer-unreachable",
          "closed-by-server", "timed-out", "worker-failed", "pppd-failed", "address-conflict"})
        QTest::newRow(code) << code << true;
    for (const char* code :
         {"auth-refused", "auth-method", "password-expired", "account-disabled", "no-dialin",
          "encryption-required", "encryption-too-weak", "encryption-refused", "mppe-unavailable",
          "no-secrets", "no-agent", "not-authorised", "invalid-settings", "cancelled", "not-supported"})
        QTest::newRow(code) << code << false;
}

void TestBackOff::triesAgainWhatTimeMayMend()
{
    QFETCH(QString, code);
    QFETCH(bool, again);
    const auto known = errorFromCodeName(code.toStdString());
    QVERIFY(known);
    QCOMPARE(isRetryable(*known), again);
}

QTEST_APPLESS_MAIN(TestBackOff)
#include "test_back_off.moc"
