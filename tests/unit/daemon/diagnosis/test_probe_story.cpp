// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/probe_story.h"

#include <QTest>

using namespace pptp;

namespace {

const QStringList Ids{"name", "tcp",        "control", "call",       "gre",
                      "lcp",  "auth-offer", "auth",    "encryption", "addresses"};

Profile profile()
{
    Profile result;
    result.server = "vpn.example.com";
    result.user = "bob";
    return result;
}

/// A story in which each phase up to this one began, 10 ms after the other.
ProbeStory storyUntil(Phase last)
{
    ProbeStory story;
    std::chrono::milliseconds now{0};
    for (const Phase phase : {Phase::Resolving, Phase::Tcp, Phase::Control, Phase::Call, Phase::Lcp,
                              Phase::Auth, Phase::Ccp, Phase::Ipcp, Phase::Configuring, Phase::Running}) {
        if (phase > last)
            break;
        story.begun[phase] = now;
        now += std::chrono::milliseconds(10);
    }
    story.lasted = now;
    story.seen.serverAddress = "203.0.113.9";
    return story;
}

QString resultsOf(const Checks& checks)
{
    QString letters;
    for (const Check& check : checks)
        letters += QChar(QLatin1Char(checkResultName(check.result).front()));
    return letters; // o, w, f, s
}

} // namespace

class TestProbeStory : public QObject {
    Q_OBJECT
private slots:
    void tellsOfALinkThatCameUp()
    {
        ProbeStory story = storyUntil(Phase::Running);
        story.seen.peerHostName = "ras";
        story.seen.peerVendor = "linux";
        story.seen.authentication = "mschapv2";
        story.seen.encryption = "mppe-128-stateless";
        story.seen.localAddress = "10.99.0.2";
        story.seen.peerAddress = "10.99.0.1";
        QStringList lines;
        for (const Check& check : stepsOf(story, profile())) {
            QCOMPARE(check.result, CheckResult::Ok);
            lines.append(QString::fromStdString(check.id + ": " + check.evidence));
        }
        QCOMPARE(lines,
                 QStringList({"name: vpn.example.com is 203.0.113.9, found in 10 ms",
                              "tcp: port 1723 answers in 10 ms",
                              "control: accepted in 10 ms by ras, vendor linux", "call: accepted in 10 ms",
                              "gre: tunnel data (IP protocol 47) passes in both directions",
                              "lcp: agreed in 10 ms", "auth-offer: the server asks for mschapv2",
                              "auth: accepted as bob in 10 ms", "encryption: mppe-128-stateless",
                              "addresses: ours 10.99.0.2, the server's 10.99.0.1"}));
    }

    void findsTheStepThatFailed_data()
    {
        QTest::addColumn<Phase>("phase");
        QTest::addColumn<ErrorCode>("error");
        QTest::addColumn<QString>("results");
        QTest::newRow("name") << Phase::Resolving << ErrorCode::NameUnresolved << "fsssssssss";
        QTest::newRow("no way") << Phase::Tcp << ErrorCode::NoRoute << "ofssssssss";
        QTest::newRow("refused") << Phase::Tcp << ErrorCode::ConnectionRefused << "ofssssssss";
        QTest::newRow("silent") << Phase::Control << ErrorCode::ControlTimeout << "oofsssssss";
        QTest::newRow("call") << Phase::Call << ErrorCode::CallRejected << "ooofssssss";
        QTest::newRow("closed while calling") << Phase::Call << ErrorCode::ClosedByServer << "ooofssssss";
        QTest::newRow("GRE") << Phase::Lcp << ErrorCode::GreBlocked << "oooofsssss";
        QTest::newRow("one way") << Phase::Lcp << ErrorCode::GreOneWay << "oooofsssss";
        QTest::newRow("another call") << Phase::Lcp << ErrorCode::GreOtherCall << "oooofsssss";
        QTest::newRow("LCP") << Phase::Lcp << ErrorCode::LinkFailed << "ooooofssss";
        QTest::newRow("method, heard of in LCP") << Phase::Lcp << ErrorCode::AuthMethod << "oooooofsss";
        QTest::newRow("password") << Phase::Auth << ErrorCode::AuthRefused << "ooooooofss";
        QTest::newRow("expired") << Phase::Auth << ErrorCode::PasswordExpired << "ooooooofss";
        QTest::newRow("encryption") << Phase::Ccp << ErrorCode::EncryptionRequired << "oooooooofs";
        QTest::newRow("addresses") << Phase::Ipcp << ErrorCode::AddressFailed << "ooooooooof";
        QTest::newRow("time is over in LCP") << Phase::Lcp << ErrorCode::TimedOut << "oooofsssss";
        QTest::newRow("pppd fails at the end") << Phase::Configuring << ErrorCode::PppdFailed << "ooooooooof";
    }
    void findsTheStepThatFailed()
    {
        QFETCH(Phase, phase);
        QFETCH(ErrorCode, error);
        ProbeStory story = storyUntil(phase);
        story.error = Error{error, "what happened", "what it said", {{"errno", 5}}};
        const Checks checks = stepsOf(story, profile());
        QTEST(resultsOf(checks), "results");
        const auto failure = std::ranges::find(checks, CheckResult::Fail, &Check::result);
        QCOMPARE(failure->evidence, "what happened; the server said: what it said");
        QCOMPARE(failure->error, story.error);
    }

    void stopsWithoutAPassword()
    {
        ProbeStory story = storyUntil(Phase::Auth);
        story.stopped = true;
        const Checks checks = stepsOf(story, profile());
        QCOMPARE(resultsOf(checks), "ooooooosss");
        QCOMPARE(checks.back().evidence, "the trial ends before a password is needed");
    }

    void tellsNoTimesOfATunnelThatWasUpAlready()
    {
        ProbeStory story{.begun = {{Phase::Running, {}}}, .seen = {}, .live = true};
        story.seen.serverAddress = "203.0.113.9";
        const Checks checks = stepsOf(story, profile());
        QCOMPARE(resultsOf(checks), "oooooooooo");
        QCOMPARE(checks.at(3).evidence, "accepted");
    }

    void claimsNothingOfWhatWasNotTried()
    {
        QStringList ids;
        for (const Check& check : stepsNotTaken("not wanted")) {
            QCOMPARE(check.result, CheckResult::Skipped);
            ids.append(QString::fromStdString(check.id));
        }
        QCOMPARE(ids, Ids);
    }
};

QTEST_GUILESS_MAIN(TestProbeStory)
#include "test_probe_story.moc"
