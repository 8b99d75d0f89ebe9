// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/pppd_options.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <QTest>

using namespace pptp;

namespace {

const PppdLaunch Launch{"work", "/dev/pts/7", "/usr/lib/pppd/2.4.9/pptp-tunnel.so", 9};

Profile profileOf(const std::string& user)
{
    Profile profile;
    profile.server = "vpn.example.com";
    profile.user = user;
    return profile;
}

/// The words that pppd takes as options, without their values.
std::vector<std::string> optionsOf(const std::vector<std::string>& arguments)
{
    constexpr auto withValue = std::to_array<std::string_view>(
        {"maxfail", "holdoff", "idle", "logfd", "ip-up-script", "ip-down-script", "lcp-restart",
         "lcp-max-configure", "lcp-echo-interval", "lcp-echo-failure", "mtu", "mru", "ipparam", "remotename",
         "user", "plugin", "pptp-tunnel-fd", "child-timeout"});
    std::vector<std::string> options;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        options.push_back(arguments[i]);
        if (std::ranges::find(withValue, arguments[i]) != withValue.end())
            ++i;
    }
    return options;
}

} // namespace

class TestPppdOptions : public QObject {
    Q_OBJECT
private slots:
    void isTheGoldenVector();
    void putsTheKernelsLinkInTheTerminalsPlace();
    void keepsTheUserNameAsItIs_data();
    void keepsTheUserNameAsItIs();
    void takesSizesFromTheProfile();
    void framesAsTheWorkerDoes();
    void asksForSignsOfLifeAsTheProfileSays();
    void findsADeadServerInTime();
    void runsTheScriptsOfTheSystemOnlyIfAskedTo();
    void neverForbidsCcpOrNamesASecretOrACommand_data();
    void neverForbidsCcpOrNamesASecretOrACommand();
};

void TestPppdOptions::isTheGoldenVector()
{
    const std::vector<std::string> golden{"/dev/pts/7",
                                          "nodetach",
                                          "local",
                                          "nolock",
                                          "nocrtscts",
                                          "nopersist",
                                          "nomultilink",
                                          "noktune",
                                          "maxfail",
                                          "1",
                                          "holdoff",
                                          "0",
                                          "idle",
                                          "0",
                                          "logfd",
                                          "2",
                                          "noauth",
                                          "nobsdcomp",
                                          "nodeflate",
                                          "nopredictor1",
                                          "novj",
                                          "noipdefault",
                                          "nodefaultroute",
                                          "noproxyarp",
                                          "noipv6",
                                          "usepeerdns",
                                          "lcp-restart",
                                          "1",
                                          "lcp-max-configure",
                                          "30",
                                          "refuse-pap",
                                          "refuse-chap",
                                          "refuse-mschap",
                                          "refuse-eap",
                                          "require-mppe-128",
                                          "nomppe-40",
                                          "nomppe-stateful",
                                          "lcp-echo-interval",
                                          "2",
                                          "lcp-echo-failure",
                                          "5",
                                          "ip-up-script",
                                          "/bin/true",
                                          "ip-down-script",
                                          "/bin/true",
                                          "mtu",
                                          "1400",
                                          "mru",
                                          "1400",
                                          "ipparam",
                                          "work",
                                          "remotename",
                                          "work",
                                          "user",
                                          "CORP\\alice",
                                          "plugin",
                                          "/usr/lib/pppd/2.4.9/pptp-tunnel.so",
                                          "pptp-tunnel-fd",
                                          "9"};
    QCOMPARE(pppdArguments(profileOf("CORP\\alice"), Launch), golden);
}

void TestPppdOptions::putsTheKernelsLinkInTheTerminalsPlace()
{
    const Profile profile = profileOf("alice");
    const auto kernel = pppdArguments(profile, {"work", "", Launch.pluginPath, 9, 12});
    auto expected = pppdArguments(profile, Launch);
    expected.erase(expected.begin()); // the terminal
    expected.insert(expected.end(), {"pptp-tunnel-link", "12"});
    QCOMPARE(kernel, expected);
}

void TestPppdOptions::keepsTheUserNameAsItIs_data()
{
    QTest::addColumn<QByteArray>("user");
    QTest::newRow("blanks") << QByteArray("al ice");
    QTest::newRow("quotes") << QByteArray("\"al'ice\"");
    QTest::newRow("like an option") << QByteArray("noccp");
    QTest::newRow("like a file") << QByteArray("/dev/tty1");
    QTest::newRow("UTF-8") << QByteArray("J\xC3\xB6rg");
}

void TestPppdOptions::keepsTheUserNameAsItIs()
{
    QFETCH(QByteArray, user);
    const auto arguments = pppdArguments(profileOf(user.toStdString()), Launch);
    const auto option = std::ranges::find(arguments, "user");
    QVERIFY(option != arguments.end());
    QCOMPARE(*(option + 1), user.toStdString());
    QVERIFY(std::ranges::count(optionsOf(arguments), std::string("noccp")) == 0);
}

void TestPppdOptions::takesSizesFromTheProfile()
{
    Profile profile = profileOf("alice");
    profile.mtu = 1280;
    profile.mru = 1500;
    const auto arguments = pppdArguments(profile, Launch);
    QCOMPARE(*(std::ranges::find(arguments, "mtu") + 1), std::string("1280"));
    QCOMPARE(*(std::ranges::find(arguments, "mru") + 1), std::string("1500"));
}

void TestPppdOptions::framesAsTheWorkerDoes()
{
    Profile profile = profileOf("alice");
    const auto asynchronous = pppdArguments(profile, Launch);
    profile.synchronous = true;
    auto synchronous = pppdArguments(profile, Launch);
    const auto option = std::ranges::find(synchronous, "sync");
    QVERIFY(option != synchronous.end());
    QCOMPARE(*(option + 1), std::string("mtu")); // a word of its own, after the fixed options
    synchronous.erase(option);
    QCOMPARE(synchronous, asynchronous);
}

void TestPppdOptions::asksForSignsOfLifeAsTheProfileSays()
{
    Profile profile = profileOf("alice");
    profile.lcpEchoInterval = std::chrono::seconds(0);
    profile.lcpEchoFailure = 100;
    const auto arguments = pppdArguments(profile, Launch);
    QCOMPARE(*(std::ranges::find(arguments, "lcp-echo-interval") + 1), std::string("0"));
    QCOMPARE(*(std::ranges::find(arguments, "lcp-echo-failure") + 1), std::string("100"));
}

/// The last request that is waited for is sent after failure - 1 intervals, and it has one to be answered;
/// the peer may have died right after its last answer.
void TestPppdOptions::findsADeadServerInTime()
{
    const Profile profile = profileOf("alice");
    QVERIFY(profile.lcpEchoInterval * (profile.lcpEchoFailure + 1) <= std::chrono::seconds(12));
    QVERIFY(profile.lcpEchoInterval * (profile.lcpEchoFailure - 1) >=
            std::chrono::seconds(6)); // a flap of 3 s
}

void TestPppdOptions::runsTheScriptsOfTheSystemOnlyIfAskedTo()
{
    Profile profile = profileOf("alice");
    profile.runPppScripts = true;
    const auto options = optionsOf(pppdArguments(profile, Launch));
    const auto has = [&options](const char* word) {
        return std::ranges::find(options, word) != options.end();
    };
    QVERIFY(!has("ip-up-script") && !has("ip-down-script"));
    QVERIFY(has("pptp-tunnel-scripts") && has("child-timeout"));
}

void TestPppdOptions::neverForbidsCcpOrNamesASecretOrACommand_data()
{
    QTest::addColumn<int>("weakened"); // bits: of them every combination
    for (int weakened = 0; weakened < 512; ++weakened)
        QTest::addRow("%d", weakened) << weakened;
}

void TestPppdOptions::neverForbidsCcpOrNamesASecretOrACommand()
{
    QFETCH(int, weakened);
    Profile profile = profileOf("alice");
    constexpr std::array flags{
        &Profile::allowPap,       &Profile::allowChap,         &Profile::allowMschap,
        &Profile::allowMschapV2,  &Profile::allowEap,          &Profile::requireMppe,
        &Profile::requireMppe128, &Profile::allowStatefulMppe, &Profile::runPppScripts};
    for (std::size_t i = 0; i < flags.size(); ++i)
        profile.*flags.at(i) = (weakened >> i & 1) != 0;
    const auto options = optionsOf(pppdArguments(profile, Launch));
    const auto has = [&options](const char* word) {
        return std::ranges::find(options, word) != options.end();
    };
    QCOMPARE(has("nomppe"), !profile.requireMppe);
    QCOMPARE(has("require-mppe") || has("require-mppe-128"), profile.requireMppe);
    for (const char* forbidden : {"noccp",    "-ccp",       "password", "passwordfd",   "debug",
                                  "dump",     "record",     "file",     "call",         "pty",
                                  "connect",  "disconnect", "init",     "welcome",      "persist",
                                  "demand",   "updetach",   "passive",  "defaultroute", "replacedefaultroute",
                                  "proxyarp", "linkname",   "set"})
        QVERIFY2(std::ranges::find(options, forbidden) == options.end(), forbidden);
}

QTEST_APPLESS_MAIN(TestPppdOptions)
#include "test_pppd_options.moc"
