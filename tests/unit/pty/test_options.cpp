// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pty/options.h"

#include "common/quirks.h"

#include <array>

#include <QTest>

using namespace pptp;
using namespace std::chrono_literals;

class TestOptions : public QObject {
    Q_OBJECT
private slots:
    void takesAServerAlone();
    void setsWhatTheOptionSays_data();
    void setsWhatTheOptionSays();
    void sharesTheRangesOfAProfile_data();
    void sharesTheRangesOfAProfile();
    void refusesWhatItDoesNotKnow_data();
    void refusesWhatItDoesNotKnow();
    void handsPppdEverythingElse_data();
    void handsPppdEverythingElse();
    void understandsUnambiguousAbbreviations();
    void countsTheLastOfEqualOptions();
    void raisesTheLogLevelToDebug();
    void findsHelpAndVersionBeforeAnythingIsWrong();
    void parsesAgainAndAgain();
};

namespace {

using Words = std::vector<std::string>;

Words split(const char* line)
{
    Words words;
    const QString text = QString::fromUtf8(line);
    for (const QString& word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        words.push_back(word.toStdString());
    return words;
}

QString errorOf(const char* line)
{
    const auto options = parsePtyOptions(split(line));
    return options ? QStringLiteral("accepted") : QString::fromStdString(options.error().detail);
}

struct Case {
    const char* line;
    bool (*expect)(const PtyOptions& o);
};

const std::array cases{
    Case{"--phone 0123", [](const PtyOptions& o) { return o.profile.phone == "0123"; }},
    Case{"--nolaunchpppd", [](const PtyOptions& o) { return !o.launchPppd; }},
    Case{"--quirks BEZEQ_ISRAEL", [](const PtyOptions& o) { return o.profile.quirks == BezeqIsrael; }},
    Case{"--debug", [](const PtyOptions& o) { return o.debug; }},
    Case{"--sync", [](const PtyOptions& o) { return o.profile.synchronous; }},
    Case{"--timeout 0.01", [](const PtyOptions& o) { return o.profile.reorderTimeout == 10ms; }},
    Case{"--timeout=10", [](const PtyOptions& o) { return o.profile.reorderTimeout == 10s; }},
    Case{"--nobuffer", [](const PtyOptions& o) { return !o.profile.buffering; }},
    Case{"--idle-wait 0", [](const PtyOptions& o) { return o.profile.idleWait == 0s; }},
    Case{"--max-echo-wait 7", [](const PtyOptions& o) { return o.profile.maxEchoWait == 7s; }},
    Case{"--logstring work", [](const PtyOptions& o) { return o.profile.logString == "work"; }},
    Case{"--localbind 192.0.2.7",
         [](const PtyOptions& o) { return o.profile.localBind == Ipv4Address{0xC0000207}; }},
    Case{"--loglevel 0", [](const PtyOptions& o) { return o.profile.logLevel == 0; }},
    Case{"--test-type 3", [](const PtyOptions& o) { return o.profile.testType == 3; }},
    Case{"--test-rate 12", [](const PtyOptions& o) { return o.profile.testRate == 12; }},
    Case{"--rtmark 16", [](const PtyOptions& o) { return o.profile.routeMark == 16; }},
    Case{"--rtmark 0x10", [](const PtyOptions& o) { return o.profile.routeMark == 16; }},
    Case{"--nohostroute", [](const PtyOptions& o) { return !o.profile.hostRoute; }},
    Case{"--missing-window 6000", [](const PtyOptions& o) { return o.profile.missingWindow == 6000; }},
    Case{"--port 1724", [](const PtyOptions& o) { return o.profile.port == 1724; }},
    Case{"--worker /bin/w", [](const PtyOptions& o) { return o.worker == "/bin/w"; }},
    Case{"--worker-user me", [](const PtyOptions& o) { return o.workerUser == "me"; }},
    Case{"--with-pppd /bin/p", [](const PtyOptions& o) { return o.pppd == "/bin/p"; }},
};

} // namespace

void TestOptions::takesAServerAlone()
{
    const auto options = parsePtyOptions(split("vpn.example.com"));
    QVERIFY(options);
    Profile expected;
    expected.server = "vpn.example.com";
    QVERIFY(options->profile == expected);
    QVERIFY(options->launchPppd);
    QVERIFY(!options->debug);
    QVERIFY(options->pppdWords.empty());
}

void TestOptions::setsWhatTheOptionSays_data()
{
    QTest::addColumn<qsizetype>("row");
    QTest::addColumn<bool>("serverFirst");
    for (std::size_t i = 0; i < cases.size(); ++i) {
        QTest::addRow("%s behind the server", cases[i].line) << static_cast<qsizetype>(i) << true;
        QTest::addRow("%s before the server", cases[i].line) << static_cast<qsizetype>(i) << false;
    }
}

void TestOptions::setsWhatTheOptionSays()
{
    QFETCH(qsizetype, row);
    QFETCH(bool, serverFirst);
    const Case& test = cases.at(static_cast<std::size_t>(row));
    Words words = split(test.line);
    words.insert(serverFirst ? words.begin() : words.end(), "vpn.example.com");
    const auto without = parsePtyOptions(split("vpn.example.com"));
    const auto with = parsePtyOptions(words);
    QVERIFY2(with, with ? "" : with.error().detail.c_str());
    QVERIFY(test.expect(*with));
    QVERIFY(!test.expect(*without));
    QCOMPARE(with->profile.server, "vpn.example.com");
    QVERIFY(with->pppdWords.empty());
}

void TestOptions::sharesTheRangesOfAProfile_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char* key, const char* value) {
        QTest::addRow("%s %s", key, value) << QByteArray(key) << QByteArray(value);
    };
    row("timeout", "0.009");
    row("timeout", "10.001");
    row("timeout", "soon");
    row("idle-wait", "3601");
    row("max-echo-wait", "0");
    row("loglevel", "3");
    row("test-type", "4");
    row("test-rate", "0");
    row("rtmark", "0x100000000");
    row("missing-window", "0");
    row("missing-window", "32768");
    row("port", "0");
    row("localbind", "host");
    row("quirks", "NONE_SUCH");
    row("phone", "12345678901234567890123456789012345678901234567890123456789012345");
}

void TestOptions::sharesTheRangesOfAProfile()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    const std::vector<ProfileEntry> entries{{"server", "vpn"}, {key.toStdString(), value.toStdString()}};
    const auto profile = parseCallSettings(entries);
    QVERIFY(!profile);
    const auto options = parsePtyOptions(Words{"vpn", "--" + key.toStdString(), value.toStdString()});
    QVERIFY(!options);
    QVERIFY(options.error().code == ErrorCode::InvalidArguments);
    QCOMPARE(QString::fromStdString(options.error().detail),
             QStringLiteral("--") + QString::fromStdString(profile.error().detail));
}

void TestOptions::refusesWhatItDoesNotKnow_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("error");
    const auto row = [](const char* line, const char* error) {
        QTest::newRow(line) << QByteArray(line) << QString::fromUtf8(error);
    };
    row("vpn --bogus", "--bogus is not an option");
    row("vpn --bogus=1", "--bogus is not an option");
    row("vpn --send-window", "--send-window is not an option");
    row("vpn --user alice", "--user is not an option");
    row("vpn -d", "-d is not an option; what is meant for pppd and begins with a hyphen belongs behind --");
    row("vpn -detach",
        "-d is not an option; what is meant for pppd and begins with a hyphen belongs behind --");
    row("vpn --no", "--no can mean --nolaunchpppd, --nobuffer, --nohostroute");
    row("vpn --test=1", "--test can mean --test-type, --test-rate");
    row("vpn --phone", "--phone needs a value");
    row("vpn --sync=yes", "--sync takes no value");
    row("vpn --nolaunchpppd=no", "--nolaunchpppd takes no value");
    row("", "there is no server on the command line");
    row("--sync", "there is no server on the command line");
    row("vpn_example", "server: \"vpn_example\" is neither a host name nor an IPv4 address of a host");
}

void TestOptions::refusesWhatItDoesNotKnow()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, error);
    QCOMPARE(errorOf(line.constData()), error);
}

void TestOptions::handsPppdEverythingElse_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char* line, const char* words) {
        QTest::newRow(line) << QByteArray(line) << QByteArray(words);
    };
    row("vpn", "");
    row("vpn call work", "call work");
    row("vpn nodetach --sync debug", "nodetach debug");
    row("--phone 1 vpn --timeout 1 noauth 10.0.0.1:10.0.0.2", "noauth 10.0.0.1:10.0.0.2");
    row("vpn noauth -- -detach +ua file --sync", "noauth -detach +ua file --sync");
    row("-- vpn --phone", "--phone");
    row("vpn --nolaunchpppd nodetach", "nodetach");
}

void TestOptions::handsPppdEverythingElse()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, words);
    const auto options = parsePtyOptions(split(line.constData()));
    QVERIFY(options);
    QCOMPARE(options->profile.server, "vpn");
    QVERIFY(options->pppdWords == split(words.constData()));
}

void TestOptions::understandsUnambiguousAbbreviations()
{
    const auto options = parsePtyOptions(split("vpn --nol --idle 5 --missing 7 --rt=3"));
    QVERIFY(options);
    QVERIFY(!options->launchPppd);
    QVERIFY(options->profile.idleWait == 5s);
    QCOMPARE(options->profile.missingWindow, 7);
    QCOMPARE(options->profile.routeMark, 3U);
}

void TestOptions::countsTheLastOfEqualOptions()
{
    const auto options = parsePtyOptions(split("vpn --timeout 1 --sync --timeout 2 --sync"));
    QVERIFY(options);
    QVERIFY(options->profile.reorderTimeout == 2s);
}

void TestOptions::raisesTheLogLevelToDebug()
{
    QCOMPARE(parsePtyOptions(split("vpn --debug"))->profile.logLevel, 2);
    QCOMPARE(parsePtyOptions(split("vpn --debug --loglevel 0"))->profile.logLevel, 2);
    QCOMPARE(parsePtyOptions(split("vpn"))->profile.logLevel, 1);
}

void TestOptions::findsHelpAndVersionBeforeAnythingIsWrong()
{
    QVERIFY(parsePtyOptions(split("--help"))->action == PtyOptions::Action::ShowHelp);
    QVERIFY(parsePtyOptions(split("--version"))->action == PtyOptions::Action::ShowVersion);
    QVERIFY(parsePtyOptions(split("--help --bogus"))->action == PtyOptions::Action::ShowHelp);
    QVERIFY(parsePtyOptions(split("vpn"))->action == PtyOptions::Action::Run);
    for (const QByteArray& line : QByteArray(ptyHelp().data(), qsizetype(ptyHelp().size())).split('\n'))
        QVERIFY2(line.size() <= 80, line.constData());
}

void TestOptions::parsesAgainAndAgain()
{
    QCOMPARE(errorOf("vpn --bogus"), QStringLiteral("--bogus is not an option"));
    QCOMPARE(parsePtyOptions(split("vpn a -- b"))->pppdWords.size(), 2U);
    QCOMPARE(parsePtyOptions(split("vpn c"))->pppdWords.size(), 1U);
}

QTEST_GUILESS_MAIN(TestOptions)
#include "test_options.moc"
