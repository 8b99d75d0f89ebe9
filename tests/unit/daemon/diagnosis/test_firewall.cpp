// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/firewall.h"

#include "daemon/diagnosis/firewall_rules.h"
#include "tests/unit/daemon/net/network_namespace.h"

#include <QTest>

using namespace pptp;

namespace {

bool nft(const QStringList& words)
{
    return QProcess::execute(QStringLiteral("nft"), words) == 0;
}

} // namespace

/// Against the kernel's own packet filter, in a network namespace that it rules over.
class TestFirewall : public QObject {
    Q_OBJECT
private slots:
    void findsTheRuleThatTheKernelHas()
    {
        const auto before = listFirewall();
        QVERIFY2(before, before ? "" : before.error().detail.c_str());
        QVERIFY(rulesAgainstGre(*before)->empty());
        QVERIFY(nft({"add", "table", "inet", "t"}));
        QVERIFY(nft({"add", "chain", "inet", "t", "out", "{ type filter hook output priority 0; }"}));
        QVERIFY(nft({"add", "rule", "inet", "t", "out", "ip", "protocol", "47", "counter", "drop"}));
        const auto found = rulesAgainstGre(*listFirewall());
        QCOMPARE(found->size(), 1u);
        QCOMPARE(found->front().where, "inet t out");
        QVERIFY(nft({"delete", "table", "inet", "t"}));
        QVERIFY(rulesAgainstGre(*listFirewall())->empty());
    }
};

int main(int argc, char** argv)
{
    test::enterNetworkNamespace();
    QCoreApplication application(argc, argv);
    TestFirewall tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "test_firewall.moc"
