// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/pppd_options.h"
#include "tests/unit/daemon/ppp/pppd_option_names.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <QTest>

using namespace pptp;

namespace {

const PppdLaunch Launch{"work", "/dev/pts/7", "/usr/lib/pppd/2.4.9/pptp-tunnel.so", 9};

/// The ways in which an option could try to leave the text that it stands in.
constexpr auto Shapes = std::to_array<std::string_view>(
    {"@", "@ /tmp/x", "x @ /tmp/x", "x\" @ /tmp/x", "x' @ '/tmp/x", "x\\ @", "x;@", "x,@", "#@", "@=/tmp/x"});

constexpr auto PositionalWords = std::to_array<std::string_view>(
    {"/dev/sda", "/dev/tty1", "tty1", "10.0.0.1:10.0.0.2", ":10.0.0.2", "10.0.0.1:", "115200", "-", "--", "",
     "..", "~/.ppprc", "file", "call", "set"});

std::string shaped(std::string_view shape, std::string_view name)
{
    std::string text(shape);
    text.replace(text.find('@'), 1, name);
    return text;
}

Profile plainProfile()
{
    Profile profile;
    profile.server = "vpn.example.com";
    profile.user = "alice";
    return profile;
}

/// The arguments of a plain profile, with another user in their one place.
std::vector<std::string> goldenFor(const std::string& user)
{
    auto golden = pppdArguments(plainProfile(), Launch);
    *(std::ranges::find(golden, "user") + 1) = user;
    return golden;
}

/// Whatever text a profile holds, only the user's name reaches pppd, as one word.
bool isHarmless(const std::string& text)
{
    Profile profile = plainProfile();
    profile.server = text;
    profile.phone = text;
    profile.logString = text;
    if (pppdArguments(profile, Launch) != goldenFor("alice"))
        return false;
    profile.user = text;
    return pppdArguments(profile, Launch) == goldenFor(text);
}

} // namespace

class TestPppdOptionsAttacks : public QObject {
    Q_OBJECT
private slots:
    void p1NoTextOfAProfileBecomesAnOption();
    void p1NoOptionIsAKeyOfAProfileButTheTypedOnes();
    void p1EveryOptionThatIsPassedIsKnownToPppd();
    void p2NoTextOfAProfileBecomesATerminalOrAnAddress();
};

void TestPppdOptionsAttacks::p1NoTextOfAProfileBecomesAnOption()
{
    for (const std::string_view name : PppdOptionNames) {
        for (const std::string_view shape : Shapes) {
            const std::string text = shaped(shape, name);
            QVERIFY2(isHarmless(text), text.c_str());
        }
    }
}

void TestPppdOptionsAttacks::p1NoOptionIsAKeyOfAProfileButTheTypedOnes()
{
    std::vector<std::string_view> accepted;
    for (const std::string_view name : PppdOptionNames) {
        for (const char* value : {"", "yes", "no", "50", "1400", "/tmp/x"}) {
            std::vector<ProfileEntry> entries{{"server", "vpn.example.com"}, {std::string(name), value}};
            if (name != "user")
                entries.emplace_back("user", "alice");
            const auto profile = parseProfile(entries);
            if (!profile)
                continue;
            accepted.push_back(name);
            const auto arguments = pppdArguments(*profile, Launch);
            const bool textChanged = std::ranges::find(arguments, "/tmp/x") != arguments.end();
            QCOMPARE(textChanged, name == "user" && std::string_view(value) == "/tmp/x");
            QCOMPARE(arguments.front(), Launch.ttyPath);
        }
    }
    const auto repeated = std::ranges::unique(accepted);
    accepted.erase(repeated.begin(), repeated.end());
    const std::vector<std::string_view> typed{"debug",
                                              "lcp-echo-failure",
                                              "lcp-echo-interval",
                                              "mppe-stateful",
                                              "mru",
                                              "mtu",
                                              "refuse-chap",
                                              "refuse-eap",
                                              "refuse-mschap",
                                              "refuse-pap",
                                              "require-mppe",
                                              "require-mppe-128",
                                              "sync",
                                              "user"};
    QCOMPARE(accepted, typed);
}

/// Or the list that the others go through would say little.
void TestPppdOptionsAttacks::p1EveryOptionThatIsPassedIsKnownToPppd()
{
    const auto isOption = [](const std::string& word) {
        return std::ranges::find(PppdOptionNames, std::string_view(word)) != PppdOptionNames.end();
    };
    const auto arguments = pppdArguments(plainProfile(), Launch);
    QVERIFY(PppdOptionNames.size() > 259);
    for (std::size_t i = 1; i < arguments.size(); ++i)
        QVERIFY2(isOption(arguments[i]) || isOption(arguments[i - 1]), arguments[i].c_str());
}

void TestPppdOptionsAttacks::p2NoTextOfAProfileBecomesATerminalOrAnAddress()
{
    for (const std::string_view word : PositionalWords)
        QVERIFY2(isHarmless(std::string(word)), std::string(word).c_str());
}

QTEST_APPLESS_MAIN(TestPppdOptionsAttacks)
#include "test_pppd_options_attacks.moc"
