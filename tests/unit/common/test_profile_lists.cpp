// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/profile.h"

#include "tests/unit/common/profile_entries.h"

#include <QTest>

using namespace pptp;
using namespace pptp::test;

namespace {

/// One row of refusesBadLists.
void row(const char* key, const QByteArray& value, const QByteArray& reason)
{
    QTest::addRow("%s=%s", key, value.left(40).constData()) << QByteArray(key) << value << reason;
}

} // namespace

class TestProfileLists : public QObject {
    Q_OBJECT
private slots:
    void takesLists();
    void refusesBadLists_data();
    void refusesBadLists();
};

void TestProfileLists::takesLists()
{
    const std::vector<Ipv4Network> networks{{{0x0A000000}, 8}, {{0xC0000201}, 32}};
    QVERIFY(parseProfile(with("routes", "10.0.0.0/8,192.0.2.1,10.0.0.0/8"))->routes == networks);
    QVERIFY(parseProfile(with("routes", "0.0.0.0/0"))->routes.size() == 1);
    const std::vector<std::string> domains{"example.com", "~corp.example.com"};
    QVERIFY(parseProfile(with("search-domains", "example.com,~corp.example.com"))->searchDomains == domains);
    QVERIFY(parseProfile(with("dns", "no"))->dns == DnsWish{});
    QVERIFY(parseProfile(with("dns", "peer"))->dns == DnsWish{.usePeers = true});
    const DnsWish two{.servers = {{0xC0000201}, {0xC0000202}}};
    QVERIFY(parseProfile(with("dns", "192.0.2.1,192.0.2.2"))->dns == two);
    QCOMPARE(parseProfile(with("netns", "work_1.a-b"))->networkNamespace, std::string("work_1.a-b"));
}

void TestProfileLists::refusesBadLists_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("reason");
    for (const char* network : {"", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/+8", "10.0.0.0 /8",
                                "10.0.0.0/8/8", "default", "::/0"})
        row("routes", network,
            '"' + QByteArray(network) +
                "\" is not an IPv4 network such as 10.0.0.0/8, without bits behind its length");
    row("routes", QByteArray("10.0.0.0/8,").repeated(64) + "10.0.0.0/8", "lists 65, more than 64");
    for (const char* domain : {"", "~", "~~a.b", "a b", "-a", "1.2.3.4"})
        row("search-domains", domain, '"' + QByteArray(domain) + "\" is not a domain name");
    row("search-domains", "example.com,", "\"\" is not a domain name");
    for (const char* server : {"", "yes", "peer,192.0.2.1", "0.0.0.0", "224.0.0.1", "::1"})
        row("dns", server,
            '"' + QByteArray(server).split(',').front() + "\" is not an IPv4 address of a host");
    row("dns", "192.0.2.1,192.0.2.2,192.0.2.3,192.0.2.4", "lists 4, more than 3");
    for (const QByteArray& name : {QByteArray(), QByteArray("."), QByteArray(".."), QByteArray("../x"),
                                   QByteArray("a/b"), QByteArray(".a"), QByteArray(65, 'n')})
        row("netns", name,
            '"' + name.left(60) + (name.size() > 60 ? "\xE2\x80\xA6" : "") +
                "\" is not the name of a network namespace");
}

void TestProfileLists::refusesBadLists()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, reason);
    const auto profile = parseProfile(with(key.toStdString(), value.toStdString()));
    QVERIFY(!profile);
    QCOMPARE(profile.error().code, ErrorCode::InvalidSettings);
    QCOMPARE(QByteArray::fromStdString(profile.error().detail), key + ": " + reason);
}

QTEST_APPLESS_MAIN(TestProfileLists)
#include "test_profile_lists.moc"
