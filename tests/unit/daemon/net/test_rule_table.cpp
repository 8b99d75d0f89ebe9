// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/net/rule_table.h"

#include "network_namespace.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace pptp;
using pptp::test::ip;

namespace {

const RoutingRule MainFirst{.priority = 31157, .table = MainTable, .ignoresDefaultRoute = true};
const RoutingRule ToTable{.priority = 31158, .table = 5, .exceptMark = 5};
const std::vector<RoutingRule> Both{MainFirst, ToTable};

QString rules()
{
    return ip("rule show").replace(QRegularExpression("[ \t]+"), " ");
}

} // namespace

class TestRuleTable : public QObject {
    Q_OBJECT
private slots:
    void init();
    void addsAndRemoves();
    void sharesARuleBetweenTunnels();
    void leavesAForeignRule();
    void removesWhatAKilledDaemonLeft();
    void addsNothingThatItCannotNote();
    void isSilentWithoutRules();

private:
    [[nodiscard]] QStringList files() const { return QDir(m_folder->path()).entryList(QDir::Files); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<RuleTable> m_table;
    QString m_before;
};

void TestRuleTable::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_table = std::make_unique<RuleTable>(m_folder->path().toStdString());
    m_before = rules();
}

void TestRuleTable::addsAndRemoves()
{
    QVERIFY(m_table->add("work", Both));
    QVERIFY(rules().contains("31157: from all lookup main suppress_prefixlength 0"));
    QVERIFY(rules().contains("31158: not from all fwmark 0x5 lookup 5"));
    QCOMPARE(files(), QStringList{"work.rules"});
    m_table->remove("work");
    QCOMPARE(rules(), m_before);
    QCOMPARE(files(), QStringList());
    m_table->remove("work"); // twice is no error
}

void TestRuleTable::sharesARuleBetweenTunnels()
{
    const RoutingRule other{.priority = 31158, .table = 6, .exceptMark = 6};
    QVERIFY(m_table->add("work", Both));
    QVERIFY(m_table->add("lab", std::vector{MainFirst, other}));
    QCOMPARE(rules().count("suppress_prefixlength"), 1);
    m_table->remove("work");
    QVERIFY(rules().contains("suppress_prefixlength"));
    QVERIFY(!rules().contains("lookup 5"));
    m_table->remove("lab");
    QCOMPARE(rules(), m_before);
}

void TestRuleTable::leavesAForeignRule()
{
    QCOMPARE(ip("rule add not fwmark 5 lookup 5 pref 31158"), QString());
    QVERIFY(m_table->add("work", std::vector{ToTable}));
    m_table->remove("work");
    QVERIFY(rules().contains("31158: not from all fwmark 0x5 lookup 5"));
    QCOMPARE(ip("rule del pref 31158"), QString());
    QCOMPARE(rules(), m_before);
}

void TestRuleTable::removesWhatAKilledDaemonLeft()
{
    QVERIFY(m_table->add("work", Both));
    RuleTable next(m_folder->path().toStdString());
    QTest::ignoreMessage(QtInfoMsg, "work: removing the routing rules of an earlier process");
    next.removeLeftovers();
    QCOMPARE(rules(), m_before);
    QCOMPARE(files(), QStringList());
}

void TestRuleTable::addsNothingThatItCannotNote()
{
    RuleTable nowhere(m_folder->filePath("none").toStdString());
    QVERIFY(!nowhere.add("work", Both));
    QCOMPARE(rules(), m_before);
}

void TestRuleTable::isSilentWithoutRules()
{
    QVERIFY(m_table->add("work", {}));
    QCOMPARE(files(), QStringList());
}

int main(int argc, char** argv)
{
    pptp::test::enterNetworkNamespace();
    QCoreApplication application(argc, argv);
    TestRuleTable test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_rule_table.moc"
