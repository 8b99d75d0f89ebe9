// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/json.h"

#include "common/gre_stats.h"

#include <QTest>

using namespace pptp;

class TestJson : public QObject {
    Q_OBJECT

private slots:
    void writesPropertyNamesInSnakeCase()
    {
        QCOMPARE(snakeCase("RxUnderWindow"), "rx_under_window");
        QCOMPARE(snakeCase("RoundTripMicroseconds"), "round_trip_microseconds");
    }

    void describesAConnectedTunnel()
    {
        TunnelProperties tunnel;
        tunnel.apply({{"Name", "work"},
                      {"Owner", "system"},
                      {"State", "connected"},
                      {"Phase", "running"},
                      {"Server", "vpn.example.com"},
                      {"ServerAddress", "203.0.113.9"},
                      {"Interface", "ppp0"},
                      {"LocalAddress", "10.8.0.17"},
                      {"PeerAddress", "10.8.0.1"},
                      {"ConnectedSince", qulonglong{1795266131999999}},
                      {"Encryption", "mppe-128-stateless"}});
        const CounterReading reading{
            .counters = {{"RxAccepted", 999}, {"RxLost", 1}, {"RoundTripMicroseconds", 23100}},
            .unavailable = {}};
        const QJsonObject json = tunnelToJson(tunnel, &reading);
        QCOMPARE(json["name"], "work");
        QCOMPARE(json["state"], "connected");
        QCOMPARE(json["server"]["host"], "vpn.example.com");
        QCOMPARE(json["server"]["address"], "203.0.113.9");
        QCOMPARE(json["connected_since"], 1795266131);
        QCOMPARE(json["private"], false);
        QCOMPARE(json["counters"]["rx_accepted"], 999);
        QCOMPARE(json["gauges"]["rtt_ms"], 23.1);
        QCOMPARE(json["gauges"]["loss_ratio"], 0.001);
    }

    void writesNullForWhatIsNotKnown()
    {
        TunnelProperties tunnel;
        tunnel.apply({{"Name", "work"}, {"State", "disconnected"}});
        const CounterReading nothing;
        const QJsonObject json = tunnelToJson(tunnel, &nothing);
        for (const char* key :
             {"phase", "error", "interface", "address", "peer", "connected_since", "encryption",
              "authentication", "mtu", "last_error", "last_error_time", "attempt", "next_attempt"}) {
            QVERIFY2(json.contains(key), key);
            QVERIFY2(json[key].isNull(), key);
        }
        for (const char* key : {"rtt_ms", "rtt_min_ms", "rtt_mean_ms", "rtt_deviation_ms", "loss_ratio"}) {
            QVERIFY2(json["gauges"].toObject().contains(key), key);
            QVERIFY2(json["gauges"][key].isNull(), key);
        }
    }

    void listsAllCountersEvenUnavailable()
    {
        const QJsonObject counters = statisticsToJson({}, {{"TxSent", 7}})["counters"].toObject();
        QCOMPARE(counters.size(), qsizetype(allStatsFields.size()));
        QCOMPARE(counters["tx_sent"], 7);
        for (const char* name : {"rx_lost", "round_trip_mean_microseconds", "wan_crc_errors"})
            QVERIFY2(counters.contains(name) && counters[name].isNull(), name);
    }

    void hasTheSpreadOfTheRoundTripOnceItIsMeasured()
    {
        Counters counters{{"RoundTripMicroseconds", 20'000},
                          {"RoundTripMinimumMicroseconds", 9'500},
                          {"RoundTripMeanMicroseconds", 21'000},
                          {"RoundTripDeviationMicroseconds", 0}};
        const QJsonObject measured = statisticsToJson({}, counters);
        QCOMPARE(measured["gauges"]["rtt_min_ms"], 9.5);
        QCOMPARE(measured["gauges"]["rtt_mean_ms"], 21);
        QCOMPARE(measured["gauges"]["rtt_deviation_ms"], 0);
        counters["RoundTripMicroseconds"] = 0;
        const QJsonObject unmeasured = statisticsToJson({}, counters);
        QVERIFY(unmeasured["gauges"]["rtt_deviation_ms"].isNull());
    }

    void leavesCountersOutOfAPlainList() { QVERIFY(!tunnelToJson({}, nullptr).contains("counters")); }

    void stampsSamples()
    {
        const QJsonObject sample = sampleToJson("work", 1795266131.214, {{"RxAccepted", 1}});
        QCOMPARE(sample["t"], 1795266131.214);
        QCOMPARE(sample["tunnel"], "work");
        QCOMPARE(sample["counters"]["rx_accepted"], 1);
    }
};

QTEST_APPLESS_MAIN(TestJson)
#include "test_json.moc"
