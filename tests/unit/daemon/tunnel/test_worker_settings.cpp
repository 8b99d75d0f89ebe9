// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/tunnel/worker_settings.h"

#include "common/quirks.h"

#include <array>
#include <span>
#include <string>
#include <vector>

#include <QTest>

using namespace pptp;

class TestWorkerSettings : public QObject {
    Q_OBJECT
private slots:
    void ofADefaultProfileAreTheWorkersOwn();
    void takeEachKeyOfTheProfile_data();
    void takeEachKeyOfTheProfile();
    void leaveOutWhatIsNotTheWorkersBusiness();
    void nameTheTunnelInTheLog();
    void surviveTheRecordChannelAtTheEdges_data();
    void surviveTheRecordChannelAtTheEdges();
};

namespace {

Result<Profile> profileWith(const std::string& key, const std::string& value)
{
    const std::vector<ProfileEntry> entries{{"server", "vpn.example.com"}, {"user", "alice"}, {key, value}};
    return parseProfile(entries);
}

struct Change {
    const char* key;
    const char* value;
    void (*expect)(WorkerConfig&);
};

constexpr std::array changes{
    Change{"idle-wait", "0", [](WorkerConfig& c) { c.idleWaitMs = 0; }},
    Change{"idle-wait", "3600", [](WorkerConfig& c) { c.idleWaitMs = 3'600'000; }},
    Change{"max-echo-wait", "7", [](WorkerConfig& c) { c.maxEchoWaitMs = 7'000; }},
    Change{"timeout", "0.01", [](WorkerConfig& c) { c.reorderTimeoutMs = 10; }},
    Change{"missing-window", "6000", [](WorkerConfig& c) { c.missingWindow = 6000; }},
    Change{"nobuffer", "yes", [](WorkerConfig& c) { c.buffering = 0; }},
    Change{"sync", "yes", [](WorkerConfig& c) { c.synchronous = 1; }},
    Change{"send-window", "yes", [](WorkerConfig& c) { c.sendWindow = 1; }},
    Change{"phone", "0123 456", [](WorkerConfig& c) { c.phone = RecordText::from("0123 456"); }},
    Change{"quirks", "BEZEQ_ISRAEL", [](WorkerConfig& c) { c.quirks = BezeqIsrael; }},
    Change{"quirks", "SEQUENCE_FROM_1,BEZEQ_ISRAEL", [](WorkerConfig& c) { c.quirks = AllQuirks; }},
    Change{"loglevel", "0", [](WorkerConfig& c) { c.logLevel = 0; }},
    Change{"loglevel", "2", [](WorkerConfig& c) { c.logLevel = 2; }},
    Change{"test-type", "3", [](WorkerConfig& c) { c.testType = 3; }},
    Change{"test-rate", "1000000", [](WorkerConfig& c) { c.testRate = 1'000'000; }},
};

} // namespace

void TestWorkerSettings::ofADefaultProfileAreTheWorkersOwn()
{
    WorkerConfig expected;
    expected.callId = 0xBEEF;
    QVERIFY(workerSettings(Profile{}, 0xBEEF) == expected);
    expected.controlOnly = 1;
    QVERIFY(workerSettings(Profile{}, 0xBEEF, {DataPath::Kernel}) == expected);
    expected.observed = 1;
    QVERIFY(workerSettings(Profile{}, 0xBEEF, {DataPath::Kernel, true}) == expected);
    expected.controlOnly = expected.observed = 0;
    expected.loopback = 1;
    QVERIFY(workerSettings(Profile{}, 0xBEEF, {DataPath::Loopback}) == expected);
}

void TestWorkerSettings::takeEachKeyOfTheProfile_data()
{
    QTest::addColumn<qsizetype>("row");
    for (std::size_t i = 0; i < changes.size(); ++i)
        QTest::addRow("%s=%s", changes[i].key, changes[i].value) << static_cast<qsizetype>(i);
}

void TestWorkerSettings::takeEachKeyOfTheProfile()
{
    QFETCH(qsizetype, row);
    const Change& change = changes[static_cast<std::size_t>(row)];
    const auto profile = profileWith(change.key, change.value);
    QVERIFY2(profile, profile ? "" : profile.error().detail.c_str());
    WorkerConfig expected;
    expected.callId = 7;
    change.expect(expected);
    QVERIFY(workerSettings(*profile, 7) == expected);
}

void TestWorkerSettings::leaveOutWhatIsNotTheWorkersBusiness()
{
    Profile profile;
    profile.server = "vpn.example.com";
    profile.user = "alice";
    profile.routeMark = 5;
    profile.hostRoute = false;
    profile.mtu = 576;
    profile.logString = "office";
    QVERIFY(workerSettings(profile, 7) == workerSettings(Profile{}, 7));
}

void TestWorkerSettings::nameTheTunnelInTheLog()
{
    Profile profile;
    QCOMPARE(logName(profile, "work"), std::string("work"));
    profile.logString = "office";
    QCOMPARE(logName(profile, "work"), std::string("office"));
}

void TestWorkerSettings::surviveTheRecordChannelAtTheEdges_data()
{
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("value");
    QTest::newRow("longest phone") << std::string("phone") << std::string(64, '9');
    QTest::newRow("window of one") << std::string("missing-window") << std::string("1");
    QTest::newRow("widest window") << std::string("missing-window") << std::string("32767");
    QTest::newRow("every packet") << std::string("test-rate") << std::string("1");
    QTest::newRow("every quirk") << std::string("quirks") << std::string("BEZEQ_ISRAEL,SEQUENCE_FROM_1");
}

/// The profile's ranges lie within those that the worker's side of the channel accepts.
void TestWorkerSettings::surviveTheRecordChannelAtTheEdges()
{
    QFETCH(std::string, key);
    QFETCH(std::string, value);
    const auto profile = profileWith(key, value);
    QVERIFY2(profile, profile ? "" : profile.error().detail.c_str());
    const WorkerConfig sent = workerSettings(*profile, 65535);
    const std::string record = encodeRecord(WorkerCommand(sent));
    const auto received = decodeCommand(std::as_bytes(std::span(record)));
    QVERIFY(received);
    QVERIFY(std::get<WorkerConfig>(*received) == sent);
}

QTEST_APPLESS_MAIN(TestWorkerSettings)
#include "test_worker_settings.moc"
