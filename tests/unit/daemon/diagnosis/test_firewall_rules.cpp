// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/firewall_rules.h"

#include <QTest>

using namespace pptp;

namespace {

/// One chain of the input hook with these rules, as libnftables writes it.
QString ruleset(const QString& policy, const QStringList& rules, const QString& chains = {})
{
    QString json = R"({"nftables": [{"metainfo": {"json_schema_version": 1}},
        {"table": {"family": "inet", "name": "filter", "handle": 1}}, )" +
                   chains + R"(
        {"chain": {"family": "inet", "table": "filter", "name": "in", "handle": 1, "type": "filter",
                   "hook": "input", "prio": 0, "policy": ")" +
                   policy + R"("}})";
    int handle = 7;
    for (const QString& rule : rules)
        json +=
            QStringLiteral(R"(, {"rule": {"family": "inet", "table": "filter", "chain": "in", "handle": %1,
            "expr": [%2]}})")
                .arg(handle++)
                .arg(rule);
    return json + "]}";
}

const QString Gre = R"({"match": {"op": "==", "left": {"meta": {"key": "l4proto"}}, "right": "gre"}})";
const QString GreByNumber =
    R"({"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": "protocol"}}, "right": 47}})";
const QString InSet =
    R"({"match": {"op": "==", "left": {"meta": {"key": "l4proto"}}, "right": {"set": ["tcp", "gre"]}}})";
const QString InRange =
    R"({"match": {"op": "==", "left": {"meta": {"key": "l4proto"}}, "right": {"range": [40, 50]}}})";
const QString NotGre = R"({"match": {"op": "!=", "left": {"meta": {"key": "l4proto"}}, "right": "gre"}})";
const QString Tcp = R"({"match": {"op": "==", "left": {"meta": {"key": "l4proto"}}, "right": "tcp"}})";
const QString Port =
    R"({"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 22}})";
const QString Established =
    R"({"match": {"op": "in", "left": {"ct": {"key": "state"}}, "right": ["established", "related"]}})";
const QString Interface = R"({"match": {"op": "==", "left": {"meta": {"key": "iifname"}}, "right": "lo"}})";
const QString Counter = R"({"counter": {"packets": 3, "bytes": 300}})";
const QString Drop = R"({"drop": null})";
const QString Reject = R"({"reject": {"type": "icmpx", "expr": "port-unreachable"}})";
const QString Accept = R"({"accept": null})";
const QString Jump = R"({"jump": {"target": "more"}})";
const QString More = R"({"chain": {"family": "inet", "table": "filter", "name": "more", "handle": 2}},
    {"rule": {"family": "inet", "table": "filter", "chain": "more", "handle": 5, "expr": [)";

QString rule(const QStringList& expressions)
{
    return expressions.join(", ");
}

const QString Drops = "inet filter in: drops GRE (handle 7)";
const QString Policy = "inet filter in: its policy is to drop, and no rule accepts GRE";

} // namespace

class TestFirewallRules : public QObject {
    Q_OBJECT
private slots:
    void findsWhatIsAgainstGre_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("found");
        QTest::newRow("nothing there") << R"({"nftables": []})"
                                       << "";
        QTest::newRow("an empty chain") << ruleset("accept", {}) << "";
        QTest::newRow("dropped by name") << ruleset("accept", {rule({Gre, Drop})}) << Drops;
        QTest::newRow("dropped by number, with a counter")
            << ruleset("accept", {rule({GreByNumber, Counter, Drop})}) << Drops;
        QTest::newRow("rejected") << ruleset("accept", {rule({Gre, Reject})}) << Drops;
        QTest::newRow("in a set") << ruleset("accept", {rule({InSet, Drop})}) << Drops;
        QTest::newRow("in a range") << ruleset("accept", {rule({InRange, Drop})}) << Drops;
        QTest::newRow("from one interface") << ruleset("accept", {rule({Interface, Gre, Drop})}) << Drops;
        QTest::newRow("everything but GRE") << ruleset("accept", {rule({NotGre, Drop})}) << "";
        QTest::newRow("another protocol") << ruleset("accept", {rule({Tcp, Drop})}) << "";
        QTest::newRow("a port") << ruleset("accept", {rule({Port, Drop})}) << "";
        QTest::newRow("policy drop") << ruleset("drop", {}) << Policy;
        QTest::newRow("policy drop, lo accepted") << ruleset("drop", {rule({Interface, Accept})}) << Policy;
        QTest::newRow("policy drop, ssh accepted") << ruleset("drop", {rule({Port, Accept})}) << Policy;
        QTest::newRow("policy drop, GRE accepted") << ruleset("drop", {rule({Gre, Accept})}) << "";
        QTest::newRow("policy drop, what is known accepted")
            << ruleset("drop", {rule({Established, Accept})}) << "";
        QTest::newRow("policy drop, everything accepted") << ruleset("drop", {rule({Counter, Accept})}) << "";
        QTest::newRow("policy drop, dropped by name too") << ruleset("drop", {rule({Gre, Drop})}) << Drops;
        QTest::newRow("in a chain that is jumped to")
            << ruleset("accept", {rule({Jump})}, More + rule({Gre, Drop}) + "]}},")
            << "inet filter more: drops GRE (handle 5)";
        QTest::newRow("in a chain that nobody jumps to")
            << ruleset("accept", {}, More + rule({Gre, Drop}) + "]}},") << "";
        QTest::newRow("accepted in a chain that is jumped to")
            << ruleset("drop", {rule({Jump})}, More + rule({Gre, Accept}) + "]}},") << "";
        QTest::newRow("a chain that jumps to itself")
            << ruleset("accept", {rule({Jump})}, More + rule({Jump}) + "]}},") << "";
    }
    void findsWhatIsAgainstGre()
    {
        QFETCH(QString, json);
        const auto found = rulesAgainstGre(json.toStdString());
        QVERIFY(found);
        QStringList lines;
        for (const FirewallFinding& finding : *found)
            lines.append(QString::fromStdString(finding.where + ": " + finding.what));
        QTEST(lines.join('\n'), "found");
    }

    void refusesWhatIsNoListing_data()
    {
        QTest::addColumn<QString>("json");
        QTest::newRow("empty") << "";
        QTest::newRow("cut off") << R"({"nftables": [{"chain":)";
        QTest::newRow("an array") << "[]";
        QTest::newRow("something else") << R"({"nftables": 1})";
    }
    void refusesWhatIsNoListing()
    {
        QFETCH(QString, json);
        const auto found = rulesAgainstGre(json.toStdString());
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::ConfigureFailed);
    }
};

QTEST_GUILESS_MAIN(TestFirewallRules)
#include "test_firewall_rules.moc"
