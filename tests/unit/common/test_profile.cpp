// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/profile.h"

#include <algorithm>
#include <map>

#include <QTest>

using namespace pptp;
using namespace std::chrono_literals;

namespace {

using Entries = std::vector<ProfileEntry>;

Entries with(const std::string& key, const std::string& value)
{
    Entries entries{{"server", "vpn.example.com"}, {"user", "alice"}};
    const auto known = std::ranges::find(entries, key, &ProfileEntry::first);
    if (known != entries.end())
        known->second = value;
    else
        entries.emplace_back(key, value);
    return entries;
}

} // namespace

class TestProfile : public QObject {
    Q_OBJECT
private slots:
    void needsNothingButServerAndUser();
    void readsEveryKey();
    void takesTheEdgesOfEveryRange_data();
    void takesTheEdgesOfEveryRange();
    void refusesBadValues_data();
    void refusesBadValues();
    void refusesControlAndDeceptiveCharacters_data();
    void refusesControlAndDeceptiveCharacters();
    void refusesUnknownKeys();
    void refusesAKeyGivenTwice();
    void saysWhatIsMissing();
    void showsBadValuesCutAndPrintable();
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
    const Entries entries{{"max-echo-wait", "30"}, {"idle-wait", "45"},      {"timeout", "0.25"},
                          {"mru", "1450"},         {"mtu", "1300"},          {"nohostroute", "yes"},
                          {"rtmark", "0x2A"},      {"port", "17230"},        {"localbind", "192.0.2.7"},
                          {"user", "alice"},       {"server", "203.0.113.9"}};
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
                           .maxEchoWait = 30s};
    QVERIFY(*profile == expected);
}

void TestProfile::takesTheEdgesOfEveryRange_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<double>("number"); // the member, as one number
    const auto row = [](const char* key, const char* value, double number) {
        QTest::addRow("%s=%s", key, value) << QByteArray(key) << QByteArray(value) << number;
    };
    row("port", "1", 1);
    row("port", "65535", 65535);
    row("mtu", "576", 576);
    row("mtu", "1500", 1500);
    row("mru", "576", 576);
    row("mru", "1500", 1500);
    row("rtmark", "0", 0);
    row("rtmark", "4294967295", 4294967295.0);
    row("rtmark", "0x10", 16);
    row("rtmark", "0XfFfFfFfF", 4294967295.0);
    row("timeout", "0.01", 10);
    row("timeout", "0.3", 300);
    row("timeout", "0.125", 125);
    row("timeout", "1", 1000);
    row("timeout", "10", 10'000);
    row("timeout", "10.000", 10'000);
    row("idle-wait", "0", 0);
    row("idle-wait", "3600", 3600);
    row("max-echo-wait", "1", 1);
    row("max-echo-wait", "3600", 3600);
    row("nohostroute", "yes", 0);
    row("nohostroute", "true", 0);
    row("nohostroute", "no", 1);
    row("nohostroute", "false", 1);
}

void TestProfile::takesTheEdgesOfEveryRange()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    const auto profile = parseProfile(with(key.toStdString(), value.toStdString()));
    QVERIFY(profile);
    const std::map<QByteArray, double> members{
        {"port", profile->port},
        {"mtu", profile->mtu},
        {"mru", profile->mru},
        {"rtmark", profile->routeMark},
        {"timeout", static_cast<double>(profile->reorderTimeout.count())},
        {"idle-wait", static_cast<double>(profile->idleWait.count())},
        {"max-echo-wait", static_cast<double>(profile->maxEchoWait.count())},
        {"nohostroute", profile->hostRoute ? 1 : 0},
    };
    QTEST(members.at(key), "number");
}

void TestProfile::refusesBadValues_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char* key, const QByteArray& value, const QByteArray& reason) {
        QTest::addRow("%s=%s", key, value.left(40).constData()) << QByteArray(key) << value << reason;
    };
    for (const char* server : {"",
                               "0",
                               "0x7f.1",
                               "127.1",
                               "-x",
                               "--rtmark",
                               "[::1]",
                               "::1",
                               "1.2.3.4 5",
                               " vpn",
                               "vpn ",
                               "vpn.example.com.",
                               "1.2.3.4;touch /x",
                               "$(id)",
                               "`id`",
                               "m\xc3\xbcnchen.de",
                               "0.0.0.0",
                               "224.0.0.1",
                               "255.255.255.255",
                               "1.2.3.4.5",
                               "01.2.3.4"})
        row("server", server,
            '"' + QByteArray(server) + "\" is neither a host name nor an IPv4 address of a host");
    row("user", "", "has 0 bytes, not 1 to 255");
    row("user", QByteArray(256, 'u'), "has 256 bytes, not 1 to 255");
    for (const char* address : {"", "vpn", "192.0.2", "0.0.0.0", "239.0.0.1", "192.0.2.7/24"})
        row("localbind", address, '"' + QByteArray(address) + "\" is not an IPv4 address of a host");
    for (const char* flag : {"", "1", "0", "on", "Yes", "yes "})
        row("nohostroute", flag, '"' + QByteArray(flag) + "\" is neither yes nor no");
    row("port", "0", "0 is not between 1 and 65535");
    row("port", "65536", "65536 is not between 1 and 65535");
    row("port", "99999999999999999999999", "99999999999999999999999 is not between 1 and 65535");
    for (const char* port : {"", "x", "1723x", " 1723", "1723 ", "+1", "-1", "0x10", "1.5", "1e3"})
        row("port", port, '"' + QByteArray(port) + "\" is not a number between 1 and 65535");
    row("mtu", "575", "575 is not between 576 and 1500");
    row("mtu", "9000", "9000 is not between 576 and 1500");
    row("mru", "575", "575 is not between 576 and 1500");
    row("mru", "1501", "1501 is not between 576 and 1500");
    row("rtmark", "4294967296", "4294967296 is not between 0 and 4294967295");
    row("rtmark", "0x100000000", "0x100000000 is not between 0 and 4294967295");
    for (const char* mark : {"", "-1", "0x", "0xg", "0x-1", "x10", "10h"})
        row("rtmark", mark, '"' + QByteArray(mark) + "\" is not a number between 0 and 4294967295");
    row("timeout", "0", "0 is not between 0.01 and 10 seconds");
    row("timeout", "0.009", "0.009 is not between 0.01 and 10 seconds");
    row("timeout", "10.001", "10.001 is not between 0.01 and 10 seconds");
    row("timeout", "18446744073709551616", "18446744073709551616 is not between 0.01 and 10 seconds");
    for (const char* time :
         {"", ".", ".3", "1.", "0.0001", "0,3", "-1", "1e1", "0.3s", "1.2.3", "0.-1", "0.+1"})
        row("timeout", time, '"' + QByteArray(time) + "\" is not a number between 0.01 and 10 seconds");
    row("idle-wait", "3601", "3601 is not between 0 and 3600");
    row("idle-wait", "-1", "\"-1\" is not a number between 0 and 3600");
    row("max-echo-wait", "0", "0 is not between 1 and 3600");
    row("max-echo-wait", "3601", "3601 is not between 1 and 3600");
}

void TestProfile::refusesBadValues()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, reason);
    const auto profile = parseProfile(with(key.toStdString(), value.toStdString()));
    QVERIFY(!profile);
    QCOMPARE(profile.error().code, ErrorCode::InvalidSettings);
    QCOMPARE(QByteArray::fromStdString(profile.error().detail), key + ": " + reason);
}

void TestProfile::refusesControlAndDeceptiveCharacters_data()
{
    QTest::addColumn<QByteArray>("evil");
    QTest::newRow("newline") << QByteArray("\n");
    QTest::newRow("CR LF") << QByteArray("\r\n");
    QTest::newRow("NUL") << QByteArray("\0", 1);
    QTest::newRow("ESC") << QByteArray("\x1b");
    QTest::newRow("DEL") << QByteArray("\x7f");
    QTest::newRow("C1") << QByteArray("\xc2\x85");
    QTest::newRow("line separator") << QByteArray("\xe2\x80\xa8");
    QTest::newRow("right-to-left override") << QByteArray("\xe2\x80\xae");
    QTest::newRow("isolate") << QByteArray("\xe2\x81\xa6");
    QTest::newRow("Latin 1") << QByteArray("\xe9");
    QTest::newRow("cut UTF-8") << QByteArray("\xe2\x82");
}

void TestProfile::refusesControlAndDeceptiveCharacters()
{
    QFETCH(QByteArray, evil);
    for (const QByteArray& text : {"x" + evil, evil + "x", "x" + evil + "plugin /tmp/x.so"}) {
        for (const char* key : {"user", "server", "localbind", "port", "nohostroute", "timeout"}) {
            const auto profile = parseProfile(with(key, text.toStdString()));
            QVERIFY(!profile);
            for (const char c : profile.error().detail)
                QVERIFY(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
        }
    }
    // The name is one word of pppd's command line: quotes, blanks and the like are nothing special there.
    QVERIFY(parseProfile(with("user", "x\" plugin 'PATH' # \xc3\xa9")));
    QVERIFY(parseProfile(with("user", std::string(255, 'u'))));
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

void TestProfile::showsBadValuesCutAndPrintable()
{
    const auto longName = parseProfile(with("server", std::string(300, 'a')));
    QVERIFY(!longName);
    QCOMPARE(longName.error().detail, "server: \"" + std::string(60, 'a') +
                                          "…\" is neither a host name nor an IPv4 address of a host");
    // Not cut within a character, and no control character shown.
    const auto cut = parseProfile(with("server", std::string(59, 'a') + "\xc3\xa9\xc3\xa9"));
    QCOMPARE(cut.error().detail, "server: \"" + std::string(59, 'a') +
                                     "…\" is neither a host name nor an IPv4 address of a host");
    const auto ansi = parseProfile(with("server", "\x1b[31m"));
    QCOMPARE(
        ansi.error().detail,
        std::string("server: \"\xEF\xBF\xBD[31m\" is neither a host name nor an IPv4 address of a host"));
    const auto longNumber = parseProfile(with("port", std::string(5000, '9')));
    QVERIFY(longNumber.error().detail.size() < 200);
}

QTEST_APPLESS_MAIN(TestProfile)
#include "test_profile.moc"
