// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/profile.h"

#include "common/quirks.h"
#include "tests/unit/common/profile_entries.h"

#include <QTest>

using namespace pptp;
using namespace pptp::test;
using namespace std::chrono_literals;

class TestProfile : public QObject {
    Q_OBJECT
private slots:
    void needsNothingButServerAndUser();
    void readsEveryKey();
    void refusesUnknownKeys();
    void refusesAKeyGivenTwice();
    void saysWhatIsMissing();
    void hasAKeyForEveryOptionOfPptp_data();
    void hasAKeyForEveryOptionOfPptp();
    void logsEverythingToDebugWhicheverStandsFirst_data();
    void logsEverythingToDebugWhicheverStandsFirst();
    void ignoresWhatAnotherKeyMakesUseless_data();
    void ignoresWhatAnotherKeyMakesUseless();
    void judgesTheVersionBeforeAllElse();
    void needsNoUserWherePppdKnowsIt();
};

void TestProfile::needsNothingButServerAndUser()
{
    const auto profile = parseProfile(Entries{{"server", "vpn.example.com"}, {"user", "CORP\\alice"}});
    QVERIFY(profile);
    Profile expected;
    expected.server = "vpn.example.com";
    expected.user = "CORP\\alice";
    QVERIFY(*profile == expected);
    QVERIFY(expected.hostRoute);
    QCOMPARE(expected.port, 1723);
}

void TestProfile::readsEveryKey()
{
    const Entries entries{{"max-echo-wait", "30"},
                          {"idle-wait", "45"},
                          {"timeout", "0.25"},
                          {"mru", "1450"},
                          {"mtu", "1300"},
                          {"nohostroute", "yes"},
                          {"rtmark", "0x2A"},
                          {"port", "17230"},
                          {"localbind", "192.0.2.7"},
                          {"user", "alice"},
                          {"server", "203.0.113.9"},
                          {"missing-window", "6000"},
                          {"nobuffer", "yes"},
                          {"sync", "yes"},
                          {"send-window", "yes"},
                          {"phone", "0123 45"},
                          {"quirks", "BEZEQ_ISRAEL"},
                          {"logstring", "office"},
                          {"loglevel", "0"},
                          {"debug", "no"},
                          {"test-type", "2"},
                          {"test-rate", "40"},
                          {"data-path", "kernel"},
                          {"version", "1"}};
    const auto profile = parseProfile(entries);
    QVERIFY(profile);
    const Profile expected{.server = "203.0.113.9",
                           .port = 17230,
                           .user = "alice",
                           .localBind = Ipv4Address{0xC0000207},
                           .routeMark = 42,
                           .hostRoute = false,
                           .mtu = 1300,
                           .mru = 1450,
                           .reorderTimeout = 250ms,
                           .idleWait = 45s,
                           .maxEchoWait = 30s,
                           .missingWindow = 6000,
                           .buffering = false,
                           .synchronous = true,
                           .sendWindow = true,
                           .phone = "0123 45",
                           .quirks = BezeqIsrael,
                           .logString = "office",
                           .logLevel = 0,
                           .debug = false,
                           .testType = 2,
                           .testRate = 40,
                           .dataPath = DataPathWish::Kernel};
    QVERIFY(*profile == expected);
}

void TestProfile::refusesUnknownKeys()
{
    for (const char* key : {"", "Server", "password", "plugin", "gateway", "user[de]", "server "}) {
        const auto profile = parseProfile(with(key, "x"));
        QVERIFY(!profile);
        QCOMPARE(profile.error().detail, '"' + std::string(key) + "\" is not a key of a tunnel");
    }
}

void TestProfile::refusesAKeyGivenTwice()
{
    const auto profile = parseProfile(Entries{{"server", "a"}, {"user", "b"}, {"user", "b"}});
    QVERIFY(!profile);
    QCOMPARE(profile.error().detail, std::string("user: is given twice"));
}

void TestProfile::saysWhatIsMissing()
{
    QCOMPARE(parseProfile(Entries{}).error().detail, std::string("server: is missing"));
    QCOMPARE(parseProfile(Entries{{"user", "a"}}).error().detail, std::string("server: is missing"));
    QCOMPARE(parseProfile(Entries{{"server", "a"}}).error().detail, std::string("user: is missing"));
}

void TestProfile::hasAKeyForEveryOptionOfPptp_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("whyNoKey");
    const auto key = [](const char* option, const char* value) {
        QTest::newRow(option) << QByteArray(value) << QByteArray();
    };
    key("phone", "5551234");
    QTest::newRow("nolaunchpppd") << QByteArray() << QByteArray("of a command line: the daemon starts pppd");
    key("quirks", "BEZEQ_ISRAEL");
    key("debug", "yes");
    key("sync", "yes");
    key("timeout", "0.5");
    key("nobuffer", "yes");
    key("idle-wait", "30");
    key("max-echo-wait", "30");
    key("logstring", "office");
    key("localbind", "192.0.2.7");
    key("rtmark", "7");
    key("nohostroute", "yes");
    key("loglevel", "2");
    key("test-type", "1");
    key("test-rate", "50");
    key("missing-window", "6000");
    key("version", "1"); // there: prints the version; here: that of the file
}

void TestProfile::hasAKeyForEveryOptionOfPptp()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, whyNoKey);
    const auto profile = parseProfile(with(QTest::currentDataTag(), value.toStdString()));
    QCOMPARE(profile.has_value(), whyNoKey.isEmpty());
    if (!profile)
        QVERIFY(profile.error().detail.ends_with("is not a key of a tunnel"));
}

void TestProfile::logsEverythingToDebugWhicheverStandsFirst_data()
{
    QTest::addColumn<QByteArray>("debug");
    QTest::addColumn<QByteArray>("level");
    QTest::addColumn<int>("expected");
    for (const char* level : {"0", "1", "2"})
        QTest::addRow("yes, %s", level) << QByteArray("yes") << QByteArray(level) << 2;
    QTest::newRow("no, 0") << QByteArray("no") << QByteArray("0") << 0;
    QTest::newRow("no, 2") << QByteArray("no") << QByteArray("2") << 2;
}

void TestProfile::logsEverythingToDebugWhicheverStandsFirst()
{
    QFETCH(QByteArray, debug);
    QFETCH(QByteArray, level);
    Entries entries = with("debug", debug.toStdString());
    entries.emplace_back("loglevel", level.toStdString());
    for (int order = 0; order < 2; ++order) {
        const auto profile = parseProfile(entries);
        QVERIFY(profile);
        QTEST(int{profile->logLevel}, "expected");
        std::ranges::reverse(entries);
    }
}

void TestProfile::ignoresWhatAnotherKeyMakesUseless_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("useless");
    QTest::addColumn<QByteArray>("itsValue");
    const auto row = [](const char* key, const char* value, const char* useless, const char* itsValue) {
        QTest::addRow("%s=%s with %s=%s", key, value, useless, itsValue)
            << QByteArray(key) << QByteArray(value) << QByteArray(useless) << QByteArray(itsValue);
    };
    row("nobuffer", "yes", "timeout", "0.5");
    row("idle-wait", "0", "max-echo-wait", "5");
    row("test-type", "0", "test-rate", "5");
    row("debug", "yes", "loglevel", "0");
    row("rtmark", "5", "nohostroute", "no");
}

void TestProfile::ignoresWhatAnotherKeyMakesUseless()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, useless);
    QFETCH(QByteArray, itsValue);
    Entries entries = with(key.toStdString(), value.toStdString());
    entries.emplace_back(useless.toStdString(), itsValue.toStdString());
    QVERIFY(parseProfile(entries));
}

void TestProfile::judgesTheVersionBeforeAllElse()
{
    const Entries newer{{"teleport", "yes"}, {"mtu", "jumbo"}, {"version", "2"}};
    QCOMPARE(parseProfile(newer).error().detail,
             std::string("version: 2 is newer than this program, which reads format 1 only"));
}

void TestProfile::needsNoUserWherePppdKnowsIt()
{
    const auto settings = parseCallSettings(Entries{{"server", "vpn.example.com"}, {"phone", "7"}});
    QVERIFY(settings);
    QVERIFY(settings->user.empty());
    QCOMPARE(settings->phone, std::string("7"));
    QCOMPARE(parseCallSettings(Entries{{"phone", "7"}}).error().detail, std::string("server: is missing"));
}

QTEST_APPLESS_MAIN(TestProfile)
#include "test_profile.moc"
