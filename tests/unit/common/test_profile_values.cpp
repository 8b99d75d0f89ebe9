// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/profile.h"

#include "common/quirks.h"
#include "tests/unit/common/profile_entries.h"

#include <map>

#include <QTest>

using namespace pptp;
using namespace pptp::test;

class TestProfileValues : public QObject {
    Q_OBJECT
private slots:
    void takesTheEdgesOfEveryRange_data();
    void takesTheEdgesOfEveryRange();
    void refusesBadValues_data();
    void refusesBadValues();
    void refusesControlAndDeceptiveCharacters_data();
    void refusesControlAndDeceptiveCharacters();
    void takesQuirksInAnyOrder_data();
    void takesQuirksInAnyOrder();
    void showsBadValuesCutAndPrintable();
};

void TestProfileValues::takesTheEdgesOfEveryRange_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<double>("number"); // the member, as one number
    const auto row = [](const char* key, const QByteArray& value, double number) {
        QTest::addRow("%s=%s", key, value.constData()) << QByteArray(key) << value << number;
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
    row("missing-window", "1", 1);
    row("missing-window", "32767", 32767);
    row("nobuffer", "yes", 0);
    row("nobuffer", "no", 1);
    row("sync", "yes", 1);
    row("sync", "no", 0);
    row("send-window", "yes", 1);
    row("send-window", "no", 0);
    row("data-path", "auto", 0);
    row("data-path", "kernel", 1);
    row("data-path", "userspace", 2);
    row("data-path", "loopback", 3);
    row("phone", "1", 1);
    row("phone", QByteArray(64, '7'), 64);
    row("phone", "+49 (30) 123#*", 14);
    row("logstring", "x", 1);
    row("logstring", QByteArray(64, 'x'), 64);
    row("loglevel", "0", 0);
    row("loglevel", "2", 2);
    row("debug", "yes", 1);
    row("debug", "no", 0);
    row("test-type", "0", 0);
    row("test-type", "3", 3);
    row("test-rate", "1", 1);
    row("test-rate", "1000000", 1'000'000);
    row("rule", "yes", 1);
    row("route-metric", "4294967295", 4294967295.0);
    row("default-route", "yes", 1);
    row("mtu", "auto", AutomaticPacketSize);
    row("mru", "auto", AutomaticPacketSize);
    row("autoconnect", "no", 0);
    row("autoconnect", "boot", 1);
    row("autoconnect", "network", 2);
    row("reconnect", "no", 0);
    row("reconnect-limit", "0", 0);
    row("reconnect-limit", "1000", 1000);
    row("lcp-echo-interval", "0", 0);
    row("lcp-echo-interval", "3600", 3600);
    row("lcp-echo-failure", "1", 1);
    row("lcp-echo-failure", "100", 100);
    row("secret-storage", "system", 0);
    row("secret-storage", "agent", 1);
    row("secret-storage", "none", 2);
    row("refuse-pap", "no", 1);
    row("refuse-chap", "no", 1);
    row("refuse-mschap", "no", 1);
    row("refuse-mschapv2", "yes", 0);
    row("refuse-eap", "no", 1);
    row("require-mppe", "no", 0);
    row("require-mppe-128", "no", 0);
    row("mppe-stateful", "yes", 1);
    row("run-ppp-scripts", "yes", 1);
}

namespace {

std::map<QByteArray, double> membersOfTheCall(const Profile& profile)
{
    return {
        {"port", profile.port},
        {"mtu", profile.mtu},
        {"mru", profile.mru},
        {"rtmark", profile.routeMark},
        {"timeout", static_cast<double>(profile.reorderTimeout.count())},
        {"idle-wait", static_cast<double>(profile.idleWait.count())},
        {"max-echo-wait", static_cast<double>(profile.maxEchoWait.count())},
        {"nohostroute", profile.hostRoute ? 1 : 0},
        {"missing-window", profile.missingWindow},
        {"nobuffer", profile.buffering ? 1 : 0},
        {"sync", profile.synchronous ? 1 : 0},
        {"send-window", profile.sendWindow ? 1 : 0},
        {"data-path", static_cast<double>(profile.dataPath)},
        {"phone", static_cast<double>(profile.phone.size())},
        {"logstring", static_cast<double>(profile.logString.size())},
        {"loglevel", profile.logLevel},
        {"debug", profile.debug ? 1 : 0},
        {"test-type", profile.testType},
        {"test-rate", profile.testRate},
    };
}

/// Each key's member, as one number.
std::map<QByteArray, double> membersOf(const Profile& profile)
{
    std::map<QByteArray, double> members{
        {"rule", profile.rule},
        {"route-metric", profile.routeMetric},
        {"default-route", profile.defaultRoute},
        {"autoconnect", static_cast<double>(profile.autoconnect)},
        {"reconnect", profile.reconnect},
        {"reconnect-limit", profile.reconnectLimit},
        {"lcp-echo-interval", static_cast<double>(profile.lcpEchoInterval.count())},
        {"lcp-echo-failure", profile.lcpEchoFailure},
        {"secret-storage", static_cast<double>(profile.secretStorage)},
        {"refuse-pap", profile.allowPap},
        {"refuse-chap", profile.allowChap},
        {"refuse-mschap", profile.allowMschap},
        {"refuse-mschapv2", profile.allowMschapV2},
        {"refuse-eap", profile.allowEap},
        {"require-mppe", profile.requireMppe},
        {"require-mppe-128", profile.requireMppe128},
        {"mppe-stateful", profile.allowStatefulMppe},
        {"run-ppp-scripts", profile.runPppScripts},
    };
    members.merge(membersOfTheCall(profile));
    return members;
}

} // namespace

void TestProfileValues::takesTheEdgesOfEveryRange()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    const auto profile = parseProfile(with(key.toStdString(), value.toStdString()));
    QVERIFY(profile);
    QTEST(membersOf(*profile).at(key), "number");
}

namespace {

/// One row of refusesBadValues.
void row(const char* key, const QByteArray& value, const QByteArray& reason)
{
    QTest::addRow("%s=%s", key, value.left(40).constData()) << QByteArray(key) << value << reason;
}

void addBadValuesOfTheEngine()
{
    row("idle-wait", "3601", "3601 is not between 0 and 3600");
    row("idle-wait", "-1", "\"-1\" is not a number between 0 and 3600");
    row("max-echo-wait", "0", "0 is not between 1 and 3600");
    row("max-echo-wait", "3601", "3601 is not between 1 and 3600");
    row("missing-window", "0", "0 is not between 1 and 32767");
    row("missing-window", "32768", "32768 is not between 1 and 32767");
    row("missing-window", "-1", "\"-1\" is not a number between 1 and 32767");
    row("loglevel", "3", "3 is not between 0 and 2");
    row("loglevel", "high", "\"high\" is not a number between 0 and 2");
    row("test-type", "4", "4 is not between 0 and 3");
    row("test-rate", "0", "0 is not between 1 and 1000000");
    row("test-rate", "1000001", "1000001 is not between 1 and 1000000");
    for (const char* key : {"phone", "logstring"}) {
        row(key, "", "has 0 bytes, not 1 to 64");
        row(key, QByteArray(65, '7'), "has 65 bytes, not 1 to 64");
        row(key, QByteArray("\xc3\xbc").repeated(33), "has 66 bytes, not 1 to 64");
        row(key, "7\x1b[31m", "\"7\xEF\xBF\xBD[31m\" holds a control character or is not valid UTF-8");
    }
    for (const char* name : {"", "bezeq_israel", "BEZEQ", "BEZEQ_ISRAEL ", "0"})
        row("quirks", name, '"' + QByteArray(name) + "\" is not a quirk: BEZEQ_ISRAEL, SEQUENCE_FROM_1");
    for (const char* list : {"BEZEQ_ISRAEL,", ",BEZEQ_ISRAEL", "BEZEQ_ISRAEL,,SEQUENCE_FROM_1"})
        row("quirks", list, "\"\" is not a quirk: BEZEQ_ISRAEL, SEQUENCE_FROM_1");
    row("quirks", "BEZEQ_ISRAEL, SEQUENCE_FROM_1",
        "\" SEQUENCE_FROM_1\" is not a quirk: BEZEQ_ISRAEL, SEQUENCE_FROM_1");
    for (const char* version : {"2", "99999999999999999999999"})
        row("version", version,
            QByteArray(version) + " is newer than this program, which reads format 1 only");
    for (const char* version : {"", "0", "1.0", "one", "-1"})
        row("version", version, '"' + QByteArray(version) + "\" is not the number of a profile's format");
}

} // namespace

void TestProfileValues::refusesBadValues_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("reason");
    addBadValuesOfTheEngine();
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
    for (const char* key : {"nohostroute", "nobuffer", "sync", "send-window", "debug"}) {
        for (const char* flag : {"", "1", "0", "on", "Yes", "yes "})
            row(key, flag, '"' + QByteArray(flag) + "\" is neither yes nor no");
    }
    for (const char* word : {"", "yes", "Boot", "boot,network"})
        row("autoconnect", word, '"' + QByteArray(word) + "\" is none of no, boot, network");
    for (const char* path : {"", "Kernel", "pty", "auto,kernel", "1"})
        row("data-path", path, '"' + QByteArray(path) + "\" is none of auto, kernel, userspace, loopback");
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
}

void TestProfileValues::refusesBadValues()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, reason);
    const auto profile = parseProfile(with(key.toStdString(), value.toStdString()));
    QVERIFY(!profile);
    QCOMPARE(profile.error().code, ErrorCode::InvalidSettings);
    QCOMPARE(QByteArray::fromStdString(profile.error().detail), key + ": " + reason);
}

void TestProfileValues::refusesControlAndDeceptiveCharacters_data()
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

void TestProfileValues::refusesControlAndDeceptiveCharacters()
{
    QFETCH(QByteArray, evil);
    for (const QByteArray& text : {"x" + evil, evil + "x", "x" + evil + "plugin /tmp/x.so"}) {
        for (const char* key : {"user", "server", "localbind", "port", "nohostroute", "timeout", "phone",
                                "quirks", "logstring", "version"}) {
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

void TestProfileValues::takesQuirksInAnyOrder_data()
{
    QTest::addColumn<QByteArray>("names");
    QTest::addColumn<int>("quirks");
    QTest::newRow("one") << QByteArray("BEZEQ_ISRAEL") << int{BezeqIsrael};
    QTest::newRow("the other") << QByteArray("SEQUENCE_FROM_1") << int{SequenceFromOne};
    QTest::newRow("both") << QByteArray("BEZEQ_ISRAEL,SEQUENCE_FROM_1") << int{AllQuirks};
    QTest::newRow("reversed") << QByteArray("SEQUENCE_FROM_1,BEZEQ_ISRAEL") << int{AllQuirks};
    QTest::newRow("twice") << QByteArray("BEZEQ_ISRAEL,BEZEQ_ISRAEL") << int{BezeqIsrael};
}

void TestProfileValues::takesQuirksInAnyOrder()
{
    QFETCH(QByteArray, names);
    const auto profile = parseProfile(with("quirks", names.toStdString()));
    QVERIFY(profile);
    QTEST(int{profile->quirks}, "quirks");
}

void TestProfileValues::showsBadValuesCutAndPrintable()
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

QTEST_APPLESS_MAIN(TestProfileValues)
#include "test_profile_values.moc"
